package io.clientele.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.connectors.kafka.SchemaRegistry;
import io.clientele.connectors.kafka.WireFormat;
import io.clientele.schemas.EventContract;
import io.clientele.stack.RunningStack.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in files, servers and jobs while events are sent: each event is in its raw table once all the same. */
@ExtendWith(StackExtension.class)
class NothingIsLostIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String FEEDBACK = "feedback";

    /** Tells the events of a test from those of others, also of earlier runs. */
    private final String source = "it-" + UUID.randomUUID();

    @TempDir
    Path folder;

    @Test
    void aBrokenLineIsRefusedWithItsNumberAndReasonAndTheRestIsTakenIn(RunningStack stack)
            throws IOException, InterruptedException {
        Path file = folder.resolve(source + ".csv");
        Files.write(
                file,
                List.of(
                        "customer_id,order_id,order_date,revenue",
                        source + ",1,2009-02-01,10.00",
                        source + ",2,2009-02-02,\"12.50",
                        source + ",3,2009-02-31,5.00",
                        source + ",4,2009-02-03,7.00,and more",
                        source + ",5,2009-02-04,20.00"));

        Result result = stack.run("import", "--format", "orders-csv", file.toString());

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains("rows read 5", "events sent 2", "rows refused broken_row 1", "rows refused wrong_columns 1");
        assertThat(Files.readAllLines(stack.home().resolve("imports").resolve(source + ".csv.refused.csv")))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("3,broken_row,"))
                .anyMatch(line -> line.startsWith("4,") && line.contains("order_date"))
                .anyMatch(line -> line.startsWith("5,wrong_columns,5 columns instead of 4,"));
        String orders = "select order_id from raw.orders where customer_id = '" + source + "' order by order_id";
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(stack.query(orders)).containsExactly(List.of("1"), List.of("5")));
    }

    @Test
    void aRegistryThatDoesNotAnswerIsNamedAndTheImportIsRepeated(RunningStack stack)
            throws IOException, InterruptedException {
        Path file = feedback(20);
        long registry = stack.processOf("registry");
        RunningStack.signal("STOP", registry);
        Result refused;
        try {
            refused = stack.run("import", "--format", "events-ndjson", file.toString());
        } finally {
            RunningStack.signal("CONT", registry);
        }

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err().strip().lines())
                .singleElement()
                .asString()
                .contains("schema registry", stack.registry().toString(), "./clientele status");

        Result repeated = stack.run("import", "--format", "events-ndjson", file.toString());

        assertThat(repeated.status()).as(repeated.err()).isZero();
        assertOnce(stack, 20);
    }

    @Test
    void anObjectStoreThatStandsStillHoldsTheEventsUpAndLosesNone(RunningStack stack)
            throws IOException, InterruptedException {
        Path file = feedback(5_000);
        long store = stack.processOf("object-store");
        RunningStack.signal("STOP", store);
        try {
            // waits some twenty seconds for jobs that cannot commit what came before, and sends all the same
            Result sent = stack.run("import", "--format", "events-ndjson", file.toString());
            assertThat(sent.status()).as(sent.err()).isZero();
        } finally {
            RunningStack.signal("CONT", store);
        }

        assertOnce(stack, 5_000);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stack.run("status").status()).isZero());
    }

    @Test
    void aJobThatWasStoppedGoesOnFromItsSavepoint(RunningStack stack) throws IOException, InterruptedException {
        Result savepoint = stack.run("jobs", "savepoint", "archive");
        assertThat(savepoint.status()).as(savepoint.err()).isZero();
        assertThat(Path.of(URI.create(savepoint.out().strip())).resolve("_metadata"))
                .exists();

        Result stop = stack.run("jobs", "stop", "archive");
        Result submit;
        try {
            assertThat(stop.out()).as(stop.err()).contains("stopped archive with a savepoint");
            assertThat(stack.run("jobs").out()).containsPattern("archive +stopped");
            assertThat(stack.run("status").status()).isZero();
            Result missed = stack.run(
                    "import", "--format", "events-ndjson", feedback(30).toString(), "--wait");
            assertThat(missed.status()).isEqualTo(1);
            assertThat(missed.err()).contains("clientele-archive does not run", "./clientele up");
        } finally {
            submit = stack.run("jobs", "submit", "archive");
        }

        assertThat(submit.out()).as(submit.err()).contains("archive runs, going on from its last state", "submitted");
        assertThat(stack.run("jobs", "submit", "archive").out()).contains("archive runs already");
        JsonNode restored = restored(stack, "clientele-archive");
        assertThat(restored.path("is_savepoint").asBoolean())
                .as(restored.toString())
                .isTrue();
        assertOnce(stack, 30);
    }

    @Test
    void whatWasRefusedForItsSchemaIsTakenInOnceTheSchemaIsThere(RunningStack stack)
            throws IOException, InterruptedException, SQLException, ExecutionException {
        SchemaRegistry registry = new SchemaRegistry(stack.registry());
        Schema schema = widened();
        int next = registry.register(source + "-before", widened()) + 1;
        byte[] unknown = WireFormat.encode(next, event(schema, "replayed"));
        byte[] poison = "no event at all".getBytes(StandardCharsets.UTF_8);
        RecordMetadata refused;
        RecordMetadata poisoned;
        try (KafkaProducer<byte[], byte[]> producer = producer(stack)) {
            poisoned = producer.send(new ProducerRecord<>(FEEDBACK, poison)).get();
            refused = producer.send(new ProducerRecord<>(FEEDBACK, unknown)).get();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(deadLetter(stack, refused)).containsExactly(List.of("unknown_schema", "" + next));
                assertThat(deadLetter(stack, poisoned).get(0).get(0)).isEqualTo("not_wire_format");
            });
            assertThat(registry.register(source + "-value", schema)).isEqualTo(next);

            Result wrong = stack.run("replay-dead-letters", "--reason", "no_such_reason");
            Result dry = stack.run("replay-dead-letters", "--reason", "unknown_schema", "--dry-run");
            Result replay = stack.run("replay-dead-letters", "--reason", "unknown_schema");

            assertThat(wrong.status()).isEqualTo(2);
            assertThat(wrong.err()).contains("no_such_reason", "unknown_schema");
            assertThat(dry.out()).contains("1 would be sent");
            assertThat(replay.status()).as(replay.err()).isZero();
            assertThat(replay.out()).contains(" 1 sent", FEEDBACK + ": 1");
            assertOnce(stack, 1);
            assertThat(deadLetter(stack, poisoned))
                    .as("the poison is where it was")
                    .hasSize(1);

            assertThat(stack.run("replay-dead-letters", "--reason", "unknown_schema")
                            .out())
                    .contains(" 1 sent");
            // what is sent after the repetition is there, so the repetition was seen and taken for one
            producer.send(new ProducerRecord<>(
                            FEEDBACK, refused.partition(), null, WireFormat.encode(next, event(schema, "after"))))
                    .get();
            assertOnce(stack, 2);
        }
    }

    private void assertOnce(RunningStack stack, int events) {
        String count = "select count(*), count(distinct event_id) from raw.feedback where source = '" + source + "'";
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(stack.query(count)).containsExactly(List.of("" + events, "" + events)));
    }

    private static List<List<String>> deadLetter(RunningStack stack, RecordMetadata record) throws SQLException {
        return stack.query(
                "select reason, schema_id from raw.dead_letters where topic = '%s' and partition = %d and \"offset\" = %d"
                        .formatted(record.topic(), record.partition(), record.offset()));
    }

    /** A file with answers to a survey, all of one day long ago. */
    private Path feedback(int answers) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int answer = 1; answer <= answers; answer++) {
            lines.add(
                    ("{\"topic\":\"feedback\",\"event_id\":\"%s-%d\",\"event_name\":\"survey_answered\",\"source\":\"%s\","
                                    + "\"channel\":\"email\",\"customer_id\":\"%d\",\"survey_type\":\"nps\",\"score\":9,"
                                    + "\"occurred_at\":\"2009-03-01T10:00:00Z\"}")
                            .formatted(source, answer, source, answer));
        }
        return Files.write(folder.resolve("feedback.ndjson"), lines);
    }

    /** The contract with one more field, as its next version may have it; each time another. */
    private static Schema widened() {
        Schema contract = EventContract.of(FEEDBACK).schema();
        List<Schema.Field> fields = new ArrayList<>();
        contract.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field(
                "extra_" + UUID.randomUUID().toString().replace('-', '_'),
                SchemaBuilder.builder().unionOf().nullType().and().stringType().endUnion(),
                "something new",
                Schema.Field.NULL_DEFAULT_VALUE));
        return Schema.createRecord(contract.getName(), contract.getDoc(), contract.getNamespace(), false, fields);
    }

    private GenericRecord event(Schema schema, String id) {
        GenericData.Record event = new GenericRecordBuilder(schema)
                .set("event_id", source + "-" + id)
                .set("event_name", "survey_answered")
                .set("occurred_at", Instant.parse("2009-03-01T10:00:00Z").getEpochSecond() * 1_000_000)
                .set("source", source)
                .set("channel", "email")
                .set("survey_type", "nps")
                .set("score", 9)
                .build();
        return event;
    }

    private static KafkaProducer<byte[], byte[]> producer(RunningStack stack) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** What a job began with. */
    private static JsonNode restored(RunningStack stack, String job) throws IOException {
        for (JsonNode known : flink(stack, "/jobs/overview").path("jobs")) {
            if (known.path("name").asText().equals(job)
                    && known.path("state").asText().equals("RUNNING")) {
                return flink(stack, "/jobs/" + known.path("jid").asText() + "/checkpoints")
                        .at("/latest/restored");
            }
        }
        throw new AssertionError(job + " does not run");
    }

    private static JsonNode flink(RunningStack stack, String path) throws IOException {
        try (InputStream answer = stack.flink().resolve(path).toURL().openStream()) {
            return new ObjectMapper().readTree(answer);
        }
    }
}

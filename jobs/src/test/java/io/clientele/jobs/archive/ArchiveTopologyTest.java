package io.clientele.jobs.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.clientele.connectors.kafka.DeadLetter;
import io.clientele.connectors.kafka.EventStreams;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.RejectionReason;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.schemas.tables.LakeTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every event is somewhere exactly once: in its table or among the dead letters. */
class ArchiveTopologyTest {
    private static final ArchiveSettings SETTINGS = new ArchiveSettings("GBP", Duration.ofDays(30));
    private static final int EVENTS = 700;
    /** Of somebody who is in none of these events. */
    private static final Erasure ERASURE = Erasure.of("r", 1, List.of("customer_id:gone"));

    @ParameterizedTest(name = "parallelism {0}, seed {1}, {2}")
    @CsvSource({"1, 5, hashmap", "4, 6, rocksdb"})
    void everyRecordIsInItsTableOrAmongTheDeadLettersOnce(int parallelism, long seed, String backend) throws Exception {
        ReceivedEvents events = new ReceivedEvents();
        List<ReceivedEvent> log = new ArrayList<>();
        Map<String, List<String>> expected = new HashMap<>();
        for (int number = 0; number < EVENTS; number++) {
            String fields = ReceivedEvents.VALID.get(number % ReceivedEvents.VALID.size());
            ReceivedEvent event = events.event("e-" + number, fields);
            log.add(event);
            expected.computeIfAbsent(event.topic(), topic -> new ArrayList<>()).add(event.eventId());
            if (number % 3 == 0) {
                log.add(events.event("e-" + number, fields));
            }
        }
        List<ReceivedEvent> poison = IntStream.range(0, EVENTS / 100)
                .mapToObj(number -> events.event(
                        "bad-" + number, ReceivedEvents.VALID.get(1).replace("GBP", "EUR")))
                .toList();
        log.addAll(poison);
        List<DeadLetter> rejected = IntStream.range(0, EVENTS / 100)
                .mapToObj(offset -> new DeadLetter(
                        "orders", 3, offset, 0, RejectionReason.NULL_VALUE, "null", "test", null, null, null, 0))
                .toList();
        Collections.shuffle(log, new Random(seed));

        Archived archived = run(log, rejected, parallelism, backend);

        expected.forEach((topic, ids) ->
                assertThat(archived.eventIds().get(topic)).as(topic).containsExactlyInAnyOrderElementsOf(ids));
        assertThat(archived.deadLetters())
                .hasSize(poison.size() + rejected.size())
                .doesNotHaveDuplicates();
        assertThat(archived.deadLetterRows()).containsExactlyInAnyOrderElementsOf(archived.deadLetters());
    }

    @Test
    void everyOperatorHasAUidAndNoTypeNeedsKryo() {
        Configuration strict = new Configuration();
        strict.set(PipelineOptions.GENERIC_TYPES, false);
        strict.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(strict);
        ArchiveTopology.Outputs outputs = ArchiveTopology.of(
                new EventStreams(
                        env.fromData(events(), TypeInformation.of(ReceivedEvent.class))
                                .uid("events"),
                        env.fromData(letters(), TypeInformation.of(DeadLetter.class))
                                .uid("rejected")),
                env.fromData(List.of(ERASURE), TypeInformation.of(Erasure.class))
                        .uid("erasures"),
                ReceivedEvents.schemas(),
                SETTINGS);
        outputs.rows()
                .forEach((topic, rows) -> rows.sinkTo(new DiscardingSink<>()).uid("sink-" + topic));
        outputs.deadLetterRows().sinkTo(new DiscardingSink<>()).uid("sink-dead-letters");

        assertThatCode(() -> env.getStreamGraph().getJobGraph()).doesNotThrowAnyException();
    }

    /** Ids by topic, and dead letters as "topic/partition/offset reason". */
    private record Archived(
            Map<String, List<String>> eventIds, List<String> deadLetters, List<String> deadLetterRows) {}

    private static Archived run(List<ReceivedEvent> log, List<DeadLetter> rejected, int parallelism, String backend)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        ArchiveTopology.Outputs outputs = ArchiveTopology.of(
                new EventStreams(
                        env.fromData(log, TypeInformation.of(ReceivedEvent.class)),
                        env.fromData(rejected, TypeInformation.of(DeadLetter.class))),
                env.fromData(List.of(ERASURE), TypeInformation.of(Erasure.class)),
                ReceivedEvents.schemas(),
                SETTINGS);

        Map<String, DataStream<String>> ids = new HashMap<>();
        outputs.rows().forEach((topic, rows) -> ids.put(topic, eventIds(topic, rows)));
        Map<String, CloseableIterator<String>> collected = new HashMap<>();
        ids.forEach((topic, stream) -> collected.put(topic, stream.collectAsync()));
        CloseableIterator<String> letters =
                outputs.deadLetters().map(ArchiveTopologyTest::describe).collectAsync();
        int topic = position("dead_letters", "topic");
        int partition = position("dead_letters", "partition");
        int offset = position("dead_letters", "offset");
        int reason = position("dead_letters", "reason");
        CloseableIterator<String> letterRows = outputs.deadLetterRows()
                .map(row -> "%s/%d/%d %s"
                        .formatted(
                                row.getString(topic),
                                row.getInt(partition),
                                row.getLong(offset),
                                row.getString(reason)))
                .collectAsync();
        env.execute();

        Map<String, List<String>> byTopic = new HashMap<>();
        collected.forEach((name, iterator) -> byTopic.put(name, drain(iterator)));
        return new Archived(byTopic, drain(letters), drain(letterRows));
    }

    private static DataStream<String> eventIds(String topic, DataStream<RowData> rows) {
        int position = position(topic, "event_id");
        return rows.map(row -> row.getString(position).toString());
    }

    private static int position(String table, String column) {
        var definition = table.equals("dead_letters") ? LakeTables.DEAD_LETTERS : LakeTables.raw(table);
        return definition.schema().columns().indexOf(definition.schema().findField(column));
    }

    private static String describe(DeadLetter letter) {
        return "%s/%d/%d %s"
                .formatted(
                        letter.topic(),
                        letter.partition(),
                        letter.offset(),
                        letter.reason().code());
    }

    private static List<String> drain(CloseableIterator<String> iterator) {
        List<String> values = new ArrayList<>();
        iterator.forEachRemaining(values::add);
        return values;
    }

    private static List<ReceivedEvent> events() {
        return List.of(new ReceivedEvents().event("e-1", ReceivedEvents.VALID.get(0)));
    }

    private static List<DeadLetter> letters() {
        return List.of(DeadLetter.of(events().get(0), RejectionReason.UNDECODABLE, "noise", "test"));
    }
}

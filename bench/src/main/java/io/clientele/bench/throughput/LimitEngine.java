package io.clientele.bench.throughput;

import io.clientele.connectors.kafka.SchemaRegistry;
import io.clientele.connectors.kafka.WireFormat;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** What no engine can beat: a plain consumer that decodes every event and keeps nothing but a checksum. */
public final class LimitEngine {

    static final String FULL = "limit-full";
    static final String PROJECTED = "limit-projected";

    private final Map<String, TopicReader> readers = new HashMap<>();
    private final boolean isFull;
    private final SchemaRegistry registry;
    private long checksum;

    /** Reads the events of one topic, each into the same record. */
    private static final class TopicReader {
        private final GenericDatumReader<GenericRecord> reader;
        private @Nullable BinaryDecoder decoder;
        private @Nullable GenericRecord record;

        private TopicReader(GenericDatumReader<GenericRecord> reader) {
            this.reader = reader;
        }

        private GenericRecord read(byte[] value) throws IOException {
            decoder = DecoderFactory.get()
                    .binaryDecoder(value, WireFormat.PAYLOAD_OFFSET, value.length - WireFormat.PAYLOAD_OFFSET, decoder);
            GenericRecord event = reader.read(record, decoder);
            record = event;
            return event;
        }
    }

    private LimitEngine(Workload workload) {
        this.isFull = workload.engine().equals(FULL);
        this.registry = new SchemaRegistry(URI.create(workload.registry()));
    }

    /** Runs the workload of a file. */
    public static void main(String[] arguments) throws Exception {
        Workload workload = Workload.read(Path.of(arguments[0]));
        new LimitEngine(workload).run(workload);
    }

    private void run(Workload workload) throws Exception {
        Meter meter = new Meter(workload, workload.work());
        long seen = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", workload.bootstrapServers(),
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false",
                        "max.poll.records", "5000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(Stream.of(Workload.CLICKSTREAM, Workload.ORDERS)
                    .flatMap(topic -> IntStream.range(0, workload.partitions())
                            .mapToObj(partition -> new TopicPartition(topic, partition)))
                    .toList());
            while (!meter.hasReached(seen)) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofSeconds(1));
                for (ConsumerRecord<byte[], byte[]> each : polled) {
                    decode(each.topic(), each.value());
                }
                seen += polled.count();
            }
        }
        System.out.println("checksum " + checksum);
        meter.write(Digest.NONE);
    }

    private void decode(String topic, byte[] value) throws Exception {
        TopicReader topicReader = readers.get(topic);
        if (topicReader == null) {
            topicReader = new TopicReader(new GenericDatumReader<>(
                    registry.byId(WireFormat.schemaId(value)), schema(topic), Contracts.model()));
            readers.put(topic, topicReader);
        }
        GenericRecord event = topicReader.read(value);
        checksum += event.get("occurred_at").hashCode()
                + 31L * event.get("event_id").hashCode()
                + event.get("customer_id").hashCode();
    }

    private Schema schema(String topic) {
        return isFull ? EventContract.of(topic).readerSchema() : ResultFields.of(topic);
    }
}

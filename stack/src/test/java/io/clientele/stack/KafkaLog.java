package io.clientele.stack;

import io.clientele.connectors.kafka.Heartbeat;
import io.clientele.connectors.kafka.SchemaRegistry;
import io.clientele.connectors.kafka.UndecodableEvent;
import io.clientele.connectors.kafka.UnknownSchema;
import io.clientele.connectors.kafka.WireFormat;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.InvalidEvent;
import io.clientele.schemas.JsonEvent;
import io.clientele.schemas.JsonEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What is in Kafka, read without anything of the line. */
public final class KafkaLog {
    /** The topics of events. */
    static final List<String> TOPICS =
            EventContract.events().stream().map(EventContract::topic).toList();

    /** Where a record is. */
    public record Position(String topic, int partition, long offset) implements Comparable<Position> {
        private static final Comparator<Position> ORDER = Comparator.comparing(Position::topic)
                .thenComparingInt(Position::partition)
                .thenComparingLong(Position::offset);

        @Override
        public int compareTo(Position other) {
            return ORDER.compare(this, other);
        }
    }

    private final RunningStack stack;
    private final SchemaRegistry schemas;

    /** What the stack has in Kafka. */
    public KafkaLog(RunningStack stack) {
        this.stack = stack;
        this.schemas = new SchemaRegistry(stack.registry());
    }

    /** Every record of the event topics but heartbeats, with its value; an empty one for null. */
    public Map<Position, byte[]> records() {
        Map<Position, byte[]> records = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read(TOPICS)) {
            if (record.headers().lastHeader(Heartbeat.HEADER) == null) {
                records.put(
                        new Position(record.topic(), record.partition(), record.offset()),
                        record.value() == null ? new byte[0] : record.value());
            }
        }
        return records;
    }

    /** The keys of the records on the topic of segment changes. */
    Set<String> segmentChangeKeys() {
        Set<String> keys = new TreeSet<>();
        for (ConsumerRecord<byte[], byte[]> record : read(List.of(Contracts.SEGMENT_CHANGE.topic()))) {
            keys.add(new String(record.key(), StandardCharsets.UTF_8));
        }
        return keys;
    }

    /** The records on the topic of segment changes that a consumer sees, in their order. */
    public List<GenericRecord> segmentChanges() {
        return read(List.of(Contracts.SEGMENT_CHANGE.topic())).stream()
                .map(record -> decoded(Contracts.SEGMENT_CHANGE, record.value()))
                .toList();
    }

    /** The id in an event. */
    String eventId(String topic, byte[] value) {
        return event(topic, value).get("event_id").toString();
    }

    /** An event, whichever version of its contract it was written with. */
    public GenericRecord event(String topic, byte[] value) {
        return decoded(EventContract.of(topic), value);
    }

    private GenericRecord decoded(EventContract contract, byte[] value) {
        try {
            Schema writer = schemas.byId(WireFormat.schemaId(value));
            return new GenericDatumReader<GenericRecord>(writer, contract.readerSchema())
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            value,
                                            WireFormat.PAYLOAD_OFFSET,
                                            value.length - WireFormat.PAYLOAD_OFFSET,
                                            null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnknownSchema | UndecodableEvent e) {
            throw new IllegalArgumentException("this is no event", e);
        }
    }

    /** Sends records that are no events: nothing, noise, an unknown schema, a cut-off event, one that is too large. */
    public Set<Position> poison(Random random, int count) throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "max.request.size", 8 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int number = 0; number < count; number++) {
                String topic = number % 3 == 0 ? "clickstream" : "orders";
                byte[] key = ("poison" + random.nextInt()).getBytes(StandardCharsets.UTF_8);
                sent.add(producer.send(new ProducerRecord<>(topic, key, poison(number % 5, random))));
            }
            Set<Position> positions = new TreeSet<>();
            for (Future<RecordMetadata> record : sent) {
                RecordMetadata at = record.get();
                positions.add(new Position(at.topic(), at.partition(), at.offset()));
            }
            return positions;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the poison was not sent", e);
        }
    }

    /** Sends events as they are written, also those that an import would refuse. */
    void send(List<String> events) throws InvalidEvent, InterruptedException {
        JsonEvents json = new JsonEvents(ZoneOffset.UTC);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String line : events) {
                JsonEvent event = json.read(line);
                EventContract contract = event.contract();
                int id = schemas.register(contract.subject(), contract.schema());
                producer.send(new ProducerRecord<>(contract.topic(), WireFormat.encode(id, event.record())))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the events were not sent", e);
        }
    }

    private static byte[] poison(int kind, Random random) {
        byte[] noise = new byte[kind == 4 ? 2 << 20 : 20 + random.nextInt(200)];
        random.nextBytes(noise);
        return switch (kind) {
            case 0 -> new byte[] {};
            case 1 -> Arrays.copyOf(new byte[] {7}, noise.length);
            case 2 ->
                ByteBuffer.wrap(noise)
                        .put((byte) 0)
                        .putInt(900_000 + random.nextInt(1000))
                        .array();
            case 3 -> ByteBuffer.wrap(noise).put((byte) 0).putInt(1).array();
            default -> noise;
        };
    }

    private List<ConsumerRecord<byte[], byte[]>> read(List<String> topics) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }
}

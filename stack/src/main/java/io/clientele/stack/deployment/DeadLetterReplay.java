package io.clientele.stack.deployment;

import io.clientele.schemas.Contracts;
import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the records of the dead-letter topic to where they came from. Several jobs refuse the same record: it is sent once. Reads what
 * was there when it began, so that records which die again are not sent in circles.
 */
public final class DeadLetterReplay {

    private static final int HEAD = 5;

    /**
     * What was done.
     *
     * @param read dead letters that were read
     * @param sent records sent, by topic
     * @param without selected dead letters that do not hold the whole record: it had no value, or was too large to keep
     * @param older selected dead letters from before the time that was asked for
     */
    public record Outcome(long read, Map<String, Long> sent, long without, long older) {

        /** Records sent to all topics. */
        public long total() {
            return sent.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private record Origin(String topic, int partition, long offset) {}

    private final String bootstrapServers;

    public DeadLetterReplay(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Sends what is selected.
     *
     * @param reasons only these; all if empty
     * @param topics only those that came from these; all if empty
     * @param since only those refused at this time or later
     * @param isDryRun count, but send nothing
     */
    public Outcome run(Collection<String> reasons, Collection<String> topics, Instant since, boolean isDryRun) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                KafkaProducer<byte[], byte[]> producer = Heartbeats.producer(bootstrapServers)) {
            List<TopicPartition> partitions = consumer.partitionsFor(Contracts.DEAD_LETTER.topic()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Selection selection = new Selection(Set.copyOf(reasons), Set.copyOf(topics), since.toEpochMilli());
            AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end(ends, partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.offset() < end(ends, new TopicPartition(record.topic(), record.partition()))) {
                        ProducerRecord<byte[], byte[]> again =
                                selection.take(decode(record.value()), record.timestamp());
                        if (again != null && !isDryRun) {
                            var unused = producer.send(again, (metadata, error) -> {
                                if (error != null) {
                                    failure.compareAndSet(null, error);
                                }
                            });
                        }
                    }
                }
            }
            producer.flush();
            Exception refused = failure.get();
            if (refused != null) {
                throw failure(refused);
            }
            return new Outcome(selection.read, selection.sent, selection.without, selection.older);
        } catch (IOException | KafkaException e) {
            throw failure(e);
        }
    }

    private StackFailure failure(Exception e) {
        return new StackFailure("cannot replay the dead letters of " + bootstrapServers + ": " + e.getMessage(), e);
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        config.put("fetch.max.bytes", 32 << 20);
        config.put("max.partition.fetch.bytes", 16 << 20);
        config.put("request.timeout.ms", 10_000);
        config.put("default.api.timeout.ms", 15_000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Our own jobs wrote them, with the contract that this program has. */
    private static GenericRecord decode(byte[] value) throws IOException {
        Schema schema = Contracts.DEAD_LETTER.readerSchema();
        return new GenericDatumReader<GenericRecord>(Contracts.DEAD_LETTER.schema(), schema)
                .read(null, DecoderFactory.get().binaryDecoder(value, HEAD, value.length - HEAD, null));
    }

    private static final class Selection {
        private final Set<String> reasons;
        private final Set<String> topics;
        private final long sinceMillis;
        private final Set<Origin> seen = new HashSet<>();
        private final Map<String, Long> sent = new TreeMap<>();
        private long read;
        private long without;
        private long older;

        Selection(Set<String> reasons, Set<String> topics, long sinceMillis) {
            this.reasons = reasons;
            this.topics = topics;
            this.sinceMillis = sinceMillis;
        }

        @Nullable
        ProducerRecord<byte[], byte[]> take(GenericRecord letter, long refusedAt) {
            read++;
            String topic = letter.get("topic").toString();
            boolean isSelected =
                    (reasons.isEmpty() || reasons.contains(letter.get("reason").toString()))
                            && (topics.isEmpty() || topics.contains(topic));
            Origin origin = new Origin(topic, (Integer) letter.get("partition"), (Long) letter.get("offset"));
            if (!isSelected || !seen.add(origin)) {
                return null;
            }
            if (refusedAt < sinceMillis) {
                older++;
                return null;
            }
            byte @Nullable [] value = bytes(letter.get("record_value"));
            if (value == null || value.length < (Integer) letter.get("value_size")) {
                without++;
                return null;
            }
            sent.merge(topic, 1L, Long::sum);
            byte @Nullable [] key = bytes(letter.get("record_key"));
            // without its key it goes where it came from, so that it keeps its place among its own
            Integer partition = key == null ? (Integer) origin.partition() : null;
            return new ProducerRecord<>(topic, partition, key, value);
        }

        private static byte @Nullable [] bytes(@Nullable Object value) {
            if (!(value instanceof ByteBuffer buffer)) {
                return null;
            }
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
    }
}

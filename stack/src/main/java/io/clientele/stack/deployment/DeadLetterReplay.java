package io.clientele.stack.deployment;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.stack.StackFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the records of {@code raw.dead_letters} to where they came from. Not those of the topic {@code dead-letters}: an erasure removes
 * its beginning, and of the table only what was the person's. What has died again after it was sent is there twice and sent once.
 */
public final class DeadLetterReplay {
    private static final String TABLE = "lake.raw.dead_letters";
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);

    /**
     * What was done.
     *
     * @param read dead letters of these reasons and topics
     * @param sent records sent, by topic
     * @param without those that do not hold the whole record: it had no value, was too large to keep, or was erased
     * @param older those that came before the time that was asked for
     */
    public record Outcome(long read, Map<String, Long> sent, long without, long older) {

        /** Records sent to all topics. */
        public long total() {
            return sent.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private final String bootstrapServers;
    private final String jdbcUrl;

    /**
     * Sends nothing yet.
     *
     * @param jdbcUrl of Trino
     */
    public DeadLetterReplay(String bootstrapServers, String jdbcUrl) {
        this.bootstrapServers = bootstrapServers;
        this.jdbcUrl = jdbcUrl;
    }

    /**
     * Sends what is selected.
     *
     * @param reasons only these; all if empty
     * @param topics only those that came from these; all if empty
     * @param since only those that came to Kafka at this time or later
     * @param isDryRun count, but send nothing
     */
    public Outcome run(Collection<String> reasons, Collection<String> topics, Instant since, boolean isDryRun) {
        String selected = "(%s) and (%s)".formatted(isOneOf("reason", reasons), isOneOf("topic", topics));
        String time = "timestamp '" + TIMESTAMP.format(since) + "'";
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (TrinoClient trino = TrinoClient.connect(jdbcUrl, "replay");
                KafkaProducer<byte[], byte[]> producer = Heartbeats.producer(bootstrapServers)) {
            long older = trino.queryLong("select count(*) from %s where %s and kafka_timestamp < %s"
                            .formatted(TABLE, selected, time))
                    .orElse(0);
            Selection selection = new Selection();
            trino.forEach(
                    "select topic, partition, record_key, record_value, value_size from %s where %s and kafka_timestamp >= %s"
                            .formatted(TABLE, selected, time),
                    row -> {
                        ProducerRecord<byte[], byte[]> again = selection.take(row);
                        if (again != null && !isDryRun) {
                            var unused = producer.send(again, (metadata, error) -> {
                                if (error != null) {
                                    failure.compareAndSet(null, error);
                                }
                            });
                        }
                    });
            producer.flush();
            Exception refused = failure.get();
            if (refused != null) {
                throw failure(refused);
            }
            return new Outcome(older + selection.read, selection.sent, selection.without, older);
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    private StackFailure failure(Exception e) {
        return new StackFailure("cannot send dead letters to " + bootstrapServers + ": " + e.getMessage(), e);
    }

    private static String isOneOf(String column, Collection<String> values) {
        return values.isEmpty()
                ? "true"
                : values.stream()
                        .map(value -> "'" + value.replace("'", "''") + "'")
                        .collect(Collectors.joining(", ", column + " in (", ")"));
    }

    private static final class Selection {
        private final Set<ByteBuffer> seen = new HashSet<>();
        private final Map<String, Long> sent = new TreeMap<>();
        private final MessageDigest digest = sha256();
        private long read;
        private long without;

        @Nullable
        ProducerRecord<byte[], byte[]> take(List<@Nullable Object> letter) {
            read++;
            String topic = String.valueOf(letter.get(0));
            byte @Nullable [] key = (byte[]) letter.get(2);
            byte @Nullable [] value = (byte[]) letter.get(3);
            if (value == null || value.length < Objects.requireNonNull((Integer) letter.get(4))) {
                without++;
                return null;
            }
            digest.update(topic.getBytes(StandardCharsets.UTF_8));
            if (!seen.add(ByteBuffer.wrap(digest.digest(value)))) {
                return null;
            }
            sent.merge(topic, 1L, Long::sum);
            // without its key it goes where it came from, so that it keeps its place among its own
            Integer partition = key == null ? (Integer) letter.get(1) : null;
            return new ProducerRecord<>(topic, partition, key, value);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }
}

package io.clientele.stack.imports;

import io.clientele.connectors.kafka.Heartbeat;
import io.clientele.stack.StackFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to Kafka in the order given, each acknowledged by all replicas and once only, and heartbeats to every
 * partition, so that the partitions where nothing happens do not hold event time back, nor run ahead of it.
 */
public final class EventProducer implements AutoCloseable {
    /** Longer than any event may be; the line's own limit is checked before. */
    private static final int MAX_REQUEST_BYTES = 8 << 20;

    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(60);

    private final String brokers;
    private final KafkaProducer<byte[], byte[]> kafka;
    private final List<TopicPartition> partitions;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** @param partitions every partition of the event topics */
    public EventProducer(String brokers, Collection<TopicPartition> partitions) {
        this.brokers = brokers;
        this.partitions = List.copyOf(partitions);
        this.kafka = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        10,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        128 << 10,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        MAX_REQUEST_BYTES,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        20_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        (int) GIVE_UP_AFTER.toMillis(),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        GIVE_UP_AFTER.toMillis()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Sends an event; it may arrive a little later.
     *
     * @throws StackFailure if it, or one before, cannot be delivered
     */
    public void send(String topic, byte[] key, byte[] value) {
        send(new ProducerRecord<>(topic, key, value));
    }

    /**
     * Sends an event to a certain partition; it may arrive a little later.
     *
     * @throws StackFailure if it, or one before, cannot be delivered
     */
    public void send(String topic, int partition, byte[] value) {
        send(new ProducerRecord<>(topic, partition, null, value));
    }

    /** Tells every partition that all events before this instant have been sent. */
    public void heartbeat(Instant before) {
        for (TopicPartition partition : partitions) {
            send(Heartbeat.record(partition.topic(), partition.partition(), before));
        }
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        throwFailure();
        try {
            var unused = kafka.send(message, (metadata, error) -> {
                if (error != null) {
                    failure.compareAndSet(null, error);
                }
            });
        } catch (KafkaException e) {
            throw undelivered(e);
        }
    }

    /**
     * Returns when everything sent has been delivered.
     *
     * @throws StackFailure if something cannot be
     */
    public void flush() {
        kafka.flush();
        throwFailure();
    }

    private void throwFailure() {
        Exception error = failure.get();
        if (error != null) {
            throw undelivered(error);
        }
    }

    private StackFailure undelivered(Exception error) {
        return new StackFailure(
                ("Kafka at %s does not take the events: %s. See ./clientele status; the command can be repeated, what"
                                + " arrived already counts once")
                        .formatted(brokers, error.getMessage()),
                error);
    }

    @Override
    public void close() {
        kafka.close(Duration.ofSeconds(5));
    }
}

package io.clientele.stack.imports;

import io.clientele.connectors.kafka.WireFormat;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Checks events against their contract, encodes them, and gives them back by event time (equal times by event id). The
 * order is what keeps events from being late, so it is the corrected time, as the line sees it.
 */
public final class SortedEvents implements EventSink, AutoCloseable {
    private static final List<String> TOPICS =
            EventContract.events().stream().map(EventContract::topic).toList();

    private final ExternalSort sort;
    private final Map<String, Integer> schemaIds;
    private final EventRules rules;
    private final Limits limits;
    private long count;
    private long afterAsOf;
    private boolean hasOrders;
    private long firstMicros = Long.MAX_VALUE;
    private long lastMicros = Long.MIN_VALUE;

    /**
     * What is not sent.
     *
     * @param asOf events at or after this instant are left out and counted; null for no such limit
     * @param latest an event after this instant is refused: it would carry the clock of the whole line into the future
     * @param maxEventBytes an encoded event larger than this is refused, as the jobs would
     */
    public record Limits(@Nullable Instant asOf, Instant latest, int maxEventBytes) {}

    /** An event as it goes to Kafka. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    public record Encoded(long eventTimeMicros, String topic, byte[] key, byte[] value) {}

    /** The events in order, one at a time. */
    @FunctionalInterface
    public interface Cursor {
        /** The next event, or null after the last. */
        @Nullable
        Encoded next() throws IOException;
    }

    /** @param schemaIds id in the registry of each event topic's contract */
    SortedEvents(ExternalSort sort, Map<String, Integer> schemaIds, EventRules rules, Limits limits) {
        this.sort = sort;
        this.schemaIds = Map.copyOf(schemaIds);
        this.rules = rules;
        this.limits = limits;
    }

    @Override
    public void accept(String topic, GenericRecord event) throws RowRefused {
        String violation = rules.violation(EventContract.of(topic), event);
        if (violation != null) {
            throw new RowRefused("invalid", violation);
        }
        long micros = eventTimeMicros(event);
        if (limits.asOf() != null && micros >= ChronoUnit.MICROS.between(Instant.EPOCH, limits.asOf())) {
            afterAsOf++;
            return;
        }
        if (micros > ChronoUnit.MICROS.between(Instant.EPOCH, limits.latest())) {
            throw new RowRefused("in_the_future", "the event time %s is in the future".formatted(instant(micros)));
        }
        byte[] value = WireFormat.encode(schemaIds.getOrDefault(topic, 0), event);
        if (value.length > limits.maxEventBytes()) {
            throw new RowRefused(
                    "too_large", "%d bytes, at most %d are taken".formatted(value.length, limits.maxEventBytes()));
        }
        add(topic, event, micros, value);
        count++;
        hasOrders |= topic.equals(OrderEvents.CONTRACT.topic());
        firstMicros = Math.min(firstMicros, micros);
        lastMicros = Math.max(lastMicros, micros);
    }

    private void add(String topic, GenericRecord event, long micros, byte[] value) {
        byte[] id = event.get("event_id").toString().getBytes(StandardCharsets.UTF_8);
        byte[] key = EventKey.of(event);
        try {
            sort.add(
                    ByteBuffer.allocate(Long.BYTES + id.length)
                            .putLong(micros)
                            .put(id)
                            .array(),
                    ByteBuffer.allocate(1 + Integer.BYTES + key.length + value.length)
                            .put((byte) TOPICS.indexOf(topic))
                            .putInt(key.length)
                            .put(key)
                            .put(value)
                            .array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long eventTimeMicros(GenericRecord event) {
        long occurredAt = (long) event.get("occurred_at");
        return event.get("sent_at") instanceof Long sentAt && event.get("received_at") instanceof Long receivedAt
                ? receivedAt - (sentAt - occurredAt)
                : occurredAt;
    }

    /** The events in order; to be called once. */
    public Cursor sorted() throws IOException {
        ExternalSort.Cursor entries = sort.sorted();
        return () -> {
            ExternalSort.Entry entry = entries.next();
            return entry == null ? null : decode(entry);
        };
    }

    private static Encoded decode(ExternalSort.Entry entry) {
        ByteBuffer bytes = ByteBuffer.wrap(entry.value());
        String topic = TOPICS.get(bytes.get());
        byte[] key = new byte[bytes.getInt()];
        bytes.get(key);
        byte[] value = new byte[bytes.remaining()];
        bytes.get(value);
        return new Encoded(ByteBuffer.wrap(entry.key()).getLong(), topic, key, value);
    }

    /** Events that are to be sent. */
    public long count() {
        return count;
    }

    /** Valid events that are not sent because they are not before the as-of date. */
    public long afterAsOf() {
        return afterAsOf;
    }

    /** Whether an order or a refund is among them, so that the scores move. */
    public boolean hasOrders() {
        return hasOrders;
    }

    /** Event time of the first event; there must be one. */
    public Instant first() {
        return instant(firstMicros);
    }

    /** Event time of the last event; there must be one. */
    public Instant last() {
        return instant(lastMicros);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public void close() throws IOException {
        sort.close();
    }
}

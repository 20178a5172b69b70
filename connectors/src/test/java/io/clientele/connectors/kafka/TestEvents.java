package io.clientele.connectors.kafka;

import io.clientele.schemas.EventContract;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Events and Kafka records for tests. */
final class TestEvents {
    static final int ORDERS_ID = 7;
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private TestEvents() {}

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static GenericRecordBuilder order(String eventId) {
        return new GenericRecordBuilder(EventContract.of("orders").schema())
                .set("event_id", eventId)
                .set("event_name", "order_placed")
                .set("occurred_at", micros(NOON))
                .set("source", "shop")
                .set("channel", "web")
                .set("customer_id", "C-1")
                .set("order_id", "O-1")
                .set("currency", "GBP")
                .set("gross_amount", new BigDecimal("12.5000"));
    }

    static byte[] encoded(GenericRecord event) {
        return WireFormat.encode(ORDERS_ID, event);
    }

    static ConsumerRecord<byte[], byte[]> record(byte @Nullable [] value) {
        return record(value, new RecordHeaders());
    }

    static ConsumerRecord<byte[], byte[]> record(byte @Nullable [] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                "orders",
                2,
                41L,
                NOON.toEpochMilli(),
                TimestampType.CREATE_TIME,
                1,
                value == null ? 0 : value.length,
                "key".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                value,
                headers,
                java.util.Optional.empty());
    }

    /** Knows the orders contract under {@link #ORDERS_ID} and nothing else. */
    static WriterSchemas ordersOnly() {
        return id -> {
            if (id != ORDERS_ID) {
                throw new UnknownSchema("no schema " + id);
            }
            return EventContract.of("orders").schema();
        };
    }
}

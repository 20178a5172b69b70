package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WireFormat;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.schemas.EventContract;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;

/** Events as Kafka would bring them, encoded by their contracts. */
final class ShopLog {

    static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 2);

    private static final int CLICKSTREAM_ID = 1;
    private static final int ORDERS_ID = 2;

    private final List<ReceivedEvent> events = new ArrayList<>();

    /** The registry of these events: schema 1 is the clickstream's, 2 the orders'. */
    static WriterSchemas schemas() {
        return id -> EventContract.of(id == CLICKSTREAM_ID ? "clickstream" : "orders")
                .schema();
    }

    List<ReceivedEvent> events() {
        return events;
    }

    static Instant at(int day, int hour) {
        return FIRST_DAY.plusDays(day).atTime(hour, 0).toInstant(ZoneOffset.UTC);
    }

    ShopLog placed(String customer, String order, Instant at, String gross) {
        return order(customer, order, at, "order_placed", "gross_amount", gross);
    }

    ShopLog refunded(String customer, @Nullable String order, Instant at, String amount) {
        return order(customer, order, at, "order_refunded", "refund_amount", amount);
    }

    ShopLog cancelled(String customer, String order, Instant at) {
        return order(customer, order, at, "order_cancelled", null, null);
    }

    private ShopLog order(
            String customer,
            @Nullable String order,
            Instant at,
            String name,
            @Nullable String field,
            @Nullable String amount) {
        GenericRecordBuilder event = envelope("orders", name, at, customer).set("order_id", order);
        if (field != null && amount != null) {
            event.set("currency", "GBP").set(field, money(amount));
        }
        return add("orders", ORDERS_ID, at, customer, event.build());
    }

    ShopLog clicked(String customer, String name, Instant at) {
        return add(
                "clickstream",
                CLICKSTREAM_ID,
                at,
                customer,
                envelope("clickstream", name, at, customer)
                        .set("device_type", "mobile")
                        .set("utm_medium", "email")
                        .build());
    }

    /** A few customers over some weeks: orders, cancellations, refunds of any size, and clicks. */
    static List<ReceivedEvent> random(long seed, int customers, int days) {
        Random random = new Random(seed);
        ShopLog log = new ShopLog();
        for (int order = 0; order < customers * 4; order++) {
            String customer = "c" + (1 + (int) (customers * random.nextDouble() * random.nextDouble()));
            int day = random.nextInt(days);
            String id = "o" + order;
            int amount = 5 + random.nextInt(95);
            log.placed(customer, id, at(day, random.nextInt(24)), amount + ".25");
            int later = Math.min(days - 1, day + random.nextInt(9));
            switch (random.nextInt(8)) {
                case 0 -> log.cancelled(customer, id, at(later, 23));
                case 1 -> log.refunded(customer, id, at(later, 23), amount + ".25");
                case 2 -> log.refunded(customer, id, at(later, 23), "3.10");
                case 3 -> log.refunded(customer, null, at(later, 22), "1.05");
                default -> log.clicked(customer, "product_viewed", at(day, random.nextInt(24)));
            }
        }
        return log.events();
    }

    private static GenericRecordBuilder envelope(String topic, String name, Instant at, String customer) {
        return new GenericRecordBuilder(EventContract.of(topic).schema())
                .set("event_id", String.join("-", name, customer, at.toString()))
                .set("event_name", name)
                .set("occurred_at", micros(at))
                .set("source", "test")
                .set("channel", "web")
                .set("customer_id", customer);
    }

    private static BigDecimal money(String amount) {
        return new BigDecimal(amount).setScale(4);
    }

    private ShopLog add(String topic, int schemaId, Instant at, String customer, GenericRecord event) {
        String id = event.get("event_id") + "-" + event.get("order_id");
        event.put("event_id", id);
        events.add(new ReceivedEvent(
                topic,
                0,
                events.size(),
                at.toEpochMilli(),
                schemaId,
                WireFormat.encode(schemaId, event),
                micros(at),
                id,
                customer,
                null));
        return this;
    }

    private static long micros(Instant at) {
        return at.toEpochMilli() * 1000;
    }
}

package io.clientele.jobs.journey;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WireFormat;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.carts.CartRules;
import io.clientele.jobs.domain.sessions.OwnHosts;
import io.clientele.jobs.domain.sessions.SessionRules;
import io.clientele.schemas.EventContract;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;

/** Clicks and orders as Kafka would bring them, encoded by their contracts. */
final class VisitLog {
    static final JourneySettings SETTINGS = new JourneySettings(
            "GBP", OwnHosts.UNNAMED, Duration.ofDays(4), SessionRules.DEFAULT, CartRules.of(Duration.ofHours(24)));

    private static final int CLICKSTREAM_ID = 1;
    private static final int ORDERS_ID = 2;
    private static final List<String> TOPICS = List.of("", "clickstream", "orders");
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    private static final Schema PRODUCT = EventContract.of("clickstream")
            .schema()
            .getField("products")
            .schema()
            .getElementType();

    private final List<ReceivedEvent> events = new ArrayList<>();

    /** The registry of these events: schema 1 is the clickstream's, 2 the orders'. */
    static WriterSchemas schemas() {
        return id -> EventContract.of(TOPICS.get(id)).schema();
    }

    /** So many minutes after the first event. */
    static Instant at(double minutes) {
        return START.plusMillis(Math.round(minutes * 60_000));
    }

    List<ReceivedEvent> events() {
        return events;
    }

    /** A page seen by a cookie. */
    VisitLog viewed(String cookie, Instant at) {
        return clicked(
                "page_viewed", EventIdentifiers.of(null, cookie), at, Map.of("page_url", "https://shop.example/"));
    }

    VisitLog clicked(String name, EventIdentifiers identifiers, Instant at, Map<String, ?> fields) {
        return add("clickstream", CLICKSTREAM_ID, name, identifiers, at, fields, null);
    }

    /** A checkout that names an order. */
    VisitLog checkedOut(String cookie, String order, Instant at) {
        return clicked("checkout_started", EventIdentifiers.of(null, cookie), at, Map.of("order_id", order));
    }

    /** A product put into a cart. */
    VisitLog filled(String cart, String cookie, Instant at, String price) {
        GenericRecord product = new GenericRecordBuilder(PRODUCT)
                .set("product_id", "p1")
                .set("quantity", 1)
                .set("price", new BigDecimal(price).setScale(4))
                .build();
        return clicked(
                "product_added",
                EventIdentifiers.of(null, cookie),
                at,
                Map.of("cart_id", cart, "device_type", device(cookie), "products", List.of(product)));
    }

    /** A checkout of a cart that names an order. */
    VisitLog checkedOut(String cart, String cookie, String order, Instant at) {
        return clicked(
                "checkout_started",
                EventIdentifiers.of(null, cookie),
                at,
                Map.of("cart_id", cart, "device_type", device(cookie), "order_id", order));
    }

    private static String device(String cookie) {
        return cookie.equals("phone") ? "mobile" : "desktop";
    }

    VisitLog placed(String order, @Nullable String customer, @Nullable String cookie, Instant at, String gross) {
        return add(
                "orders",
                ORDERS_ID,
                "order_placed",
                EventIdentifiers.of(customer, cookie),
                at,
                Map.of("order_id", order, "currency", "GBP"),
                new BigDecimal(gross));
    }

    private VisitLog add(
            String topic,
            int schemaId,
            String name,
            EventIdentifiers identifiers,
            Instant at,
            Map<String, ?> fields,
            @Nullable BigDecimal gross) {
        String id = String.join("-", name, identifiers.toString(), at.toString(), fields.toString());
        GenericRecordBuilder event = new GenericRecordBuilder(
                        EventContract.of(topic).schema())
                .set("event_id", id)
                .set("event_name", name)
                .set("occurred_at", micros(at))
                .set("source", "test")
                .set("channel", name.equals("store_visited") ? "store" : "web")
                .set("customer_id", identifiers.customerId())
                .set("anonymous_id", identifiers.anonymousId());
        fields.forEach(event::set);
        if (gross != null) {
            event.set("gross_amount", gross.setScale(4)).set("discount_amount", BigDecimal.ONE.setScale(4));
        }
        events.add(new ReceivedEvent(
                topic,
                0,
                events.size(),
                at.toEpochMilli(),
                schemaId,
                WireFormat.encode(schemaId, event.build()),
                micros(at),
                id,
                identifiers));
        return this;
    }

    static long micros(Instant at) {
        return at.toEpochMilli() * 1000;
    }
}

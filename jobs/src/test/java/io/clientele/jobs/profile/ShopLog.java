package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WireFormat;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.identity.IdentifierType;
import io.clientele.jobs.domain.identity.IdentityRules;
import io.clientele.jobs.domain.rfm.ScoringRules;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.schemas.EventContract;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;

/** Events as Kafka would bring them, encoded by their contracts. */
final class ShopLog {

    static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 2);

    /** Of somebody who is in none of the events. */
    static final Erasure ERASURE_OF_NOBODY = Erasure.of("r", 1, List.of("customer_id:nobody"));

    private static final int CLICKSTREAM_ID = 1;
    private static final int ORDERS_ID = 2;
    private static final int CUSTOMERS_ID = 3;
    private static final List<String> TOPICS = List.of("", "clickstream", "orders", "customers");

    private final List<ReceivedEvent> events = new ArrayList<>();

    /** The registry of these events: schema 1 is the clickstream's, 2 the orders', 3 the customers'. */
    static WriterSchemas schemas() {
        return id -> EventContract.of(TOPICS.get(id)).schema();
    }

    /** A shop in UTC and pounds that scores all history. */
    static ProfileSettings settings(Duration deduplicationRetention) {
        return new ProfileSettings(
                new BusinessCalendar(ZoneOffset.UTC),
                "GBP",
                new ScoringRules(null, ScoringRules.ALL_HISTORY, 1_000_000),
                IdentityRules.DEFAULT,
                deduplicationRetention);
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

    ShopLog fulfilled(String customer, String order, Instant at) {
        return order(customer, order, at, "order_fulfilled", null, null);
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

    /** A click that carries several identifiers. */
    ShopLog clickedAs(EventIdentifiers identifiers, Instant at) {
        return add(
                "clickstream",
                CLICKSTREAM_ID,
                at,
                identifiers,
                identified("clickstream", "product_viewed", at, identifiers).build());
    }

    /** An order that carries several identifiers. */
    ShopLog placedAs(EventIdentifiers identifiers, String order, Instant at, String gross) {
        return add(
                "orders",
                ORDERS_ID,
                at,
                identifiers,
                identified("orders", "order_placed", at, identifiers)
                        .set("order_id", order)
                        .set("currency", "GBP")
                        .set("gross_amount", money(gross))
                        .build());
    }

    /** Somebody says that identifiers, {@code type:value} each, are one person's (link, merge) or not (unmerge). */
    ShopLog asserted(String assertion, Instant at, String... identifiers) {
        EventIdentifiers envelope = envelope(Identifier.parse(identifiers[0]));
        GenericRecordBuilder event = identified("customers", "identity_asserted", at, envelope);
        Schema named = EventContract.of("customers")
                .schema()
                .getField("identifiers")
                .schema()
                .getElementType();
        List<GenericRecord> list = new ArrayList<>();
        for (String text : identifiers) {
            int colon = text.indexOf(':');
            list.add(new GenericRecordBuilder(named)
                    .set("identifier_type", text.substring(0, colon))
                    .set("identifier_value", text.substring(colon + 1))
                    .build());
        }
        return add(
                "customers",
                CUSTOMERS_ID,
                at,
                envelope,
                event.set("assertion", assertion)
                        .set("identifiers", list)
                        .set(
                                "event_id",
                                String.join(
                                        "-",
                                        assertion,
                                        at.toString(),
                                        List.of(identifiers).toString()))
                        .build());
    }

    private static EventIdentifiers envelope(Identifier identifier) {
        Function<IdentifierType, @Nullable String> value =
                type -> identifier.type() == type ? identifier.value() : null;
        return new EventIdentifiers(
                value.apply(IdentifierType.CUSTOMER_ID),
                value.apply(IdentifierType.LOYALTY_ID),
                value.apply(IdentifierType.EMAIL_SHA256),
                value.apply(IdentifierType.PHONE_SHA256),
                value.apply(IdentifierType.DEVICE_ID),
                value.apply(IdentifierType.ANONYMOUS_ID));
    }

    private static GenericRecordBuilder identified(
            String topic, String name, Instant at, EventIdentifiers identifiers) {
        return new GenericRecordBuilder(EventContract.of(topic).schema())
                .set("event_id", String.join("-", name, identifiers.toString(), at.toString()))
                .set("event_name", name)
                .set("occurred_at", micros(at))
                .set("source", "test")
                .set("channel", "web")
                .set("customer_id", identifiers.customerId())
                .set("loyalty_id", identifiers.loyaltyId())
                .set("email_sha256", identifiers.emailSha256())
                .set("phone_sha256", identifiers.phoneSha256())
                .set("device_id", identifiers.deviceId())
                .set("anonymous_id", identifiers.anonymousId());
    }

    /** A few customers over some weeks: orders, cancellations, refunds of any size, clicks, and visits before they were known. */
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
        for (int customer = 1; customer <= customers; customer++) {
            log.cameBack("c" + customer, random.nextInt(days / 2), 1 + random.nextInt(days / 2 - 1));
        }
        return log.events();
    }

    /** A visitor looks around, is seen as a customer on a later day, and has been that customer from the beginning. */
    private void cameBack(String customer, int day, int later) {
        String cookie = "cookie-of-" + customer;
        clickedAs(new EventIdentifiers(null, null, null, null, null, cookie), at(day, 6));
        clickedAs(new EventIdentifiers(customer, null, null, null, null, cookie), at(day + later, 13));
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
        return add(topic, schemaId, at, EventIdentifiers.of(customer, null), event);
    }

    private ShopLog add(String topic, int schemaId, Instant at, EventIdentifiers identifiers, GenericRecord event) {
        String id = event.hasField("order_id")
                ? event.get("event_id") + "-" + event.get("order_id")
                : event.get("event_id").toString();
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
                identifiers));
        return this;
    }

    private static long micros(Instant at) {
        return at.toEpochMilli() * 1000;
    }
}

package io.clientele.schemas;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a contract asks of an event beyond its types: names, ranges, and amounts that add up. The rules look at one event
 * alone, so every job judges the same event in the same way.
 */
public final class EventRules {
    private static final List<String> EVERYWHERE =
            List.of("event_id", "event_name", "occurred_at", "sent_at", "received_at", "source", "channel", "country");
    private static final List<String> CATALOG_PRICES = List.of("price", "list_price", "unit_cost");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    // One event time in a far year would carry the watermark with it and make every other event late.
    private static final long EARLIEST_MICROS = 0;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final long LATEST_MICROS = LATEST.getEpochSecond() * 1_000_000;

    private static final Map<String, List<String>> FIELDS_BY_TOPIC = Map.of(
            "clickstream",
                    Stream.concat(Stream.of("currency"), OrderRules.lineFields("products"))
                            .toList(),
            "orders", OrderRules.FIELDS,
            "customers",
                    Stream.concat(CustomerRules.IDENTIFIERS.stream(), CustomerRules.FIELDS.stream())
                            .toList(),
            "interactions",
                    List.of(
                            "message_id",
                            "conversation_id",
                            "call_id",
                            "network",
                            "post_id",
                            "sentiment",
                            "duration_seconds",
                            "wait_seconds",
                            "spend_date",
                            "spend_amount",
                            "currency",
                            "exchange_rate",
                            "impressions",
                            "clicks",
                            "arm",
                            "arm_share"),
            "support", List.of("ticket_id", "status", "author_role", "is_public"),
            "feedback", List.of("survey_type", "score", "product_id", "rating"),
            "catalog",
                    Stream.concat(
                                    CATALOG_PRICES.stream(),
                                    Stream.of("product_id", "name", "currency", "stock_quantity"))
                            .toList());

    private static final Map<String, Map<String, Set<String>>> ALLOWED_BY_TOPIC = EventContract.events().stream()
            .collect(Collectors.toUnmodifiableMap(EventContract::topic, EventRules::allowedValues));

    private final MoneyRules money;

    /**
     * The rules of a shop.
     *
     * @param reportingCurrency ISO 4217 code; amounts in another one need their rate
     * @throws IllegalArgumentException if it is no currency
     */
    public EventRules(String reportingCurrency) {
        this.money = new MoneyRules(reportingCurrency);
    }

    /** The fields that the rules of a topic read, as {@link EventContract#schema(String...)} takes them. */
    public static Set<String> fields(EventContract contract) {
        Set<String> fields = new LinkedHashSet<>(EVERYWHERE);
        fields.addAll(allowed(contract).keySet());
        fields.addAll(ofTopic(FIELDS_BY_TOPIC, contract));
        return fields;
    }

    /**
     * What is wrong with an event; null if nothing is. Names the field.
     *
     * @param event the event, read with the whole contract or with a projection that has {@link #fields}
     * @throws IllegalArgumentException if the projection lacks one of them
     */
    public @Nullable String violation(EventContract contract, GenericRecord event) {
        CheckedEvent checked = new CheckedEvent(event);
        checkEnvelope(checked);
        allowed(contract).forEach((field, values) -> {
            String value = checked.text(field);
            checked.refuseIf(
                    value != null && !values.contains(value),
                    () -> field + " '" + value + "' is not one of " + String.join(", ", values));
        });
        String eventName = checked.text("event_name");
        if (checked.isValid() && eventName != null) {
            checkTopic(contract.topic(), checked, eventName);
        }
        return checked.violation();
    }

    private static void checkEnvelope(CheckedEvent event) {
        event.require("event_id", "an event");
        event.require("source", "an event");
        Number occurredAt = event.number("occurred_at");
        Number sentAt = event.number("sent_at");
        Number receivedAt = event.number("received_at");
        if (occurredAt == null) {
            event.refuse("an event needs occurred_at");
        } else {
            checkInstant(event, "occurred_at", occurredAt.longValue());
            if (sentAt != null && receivedAt != null) {
                // each in range, so that their difference cannot overflow
                checkInstant(event, "sent_at", sentAt.longValue());
                checkInstant(event, "received_at", receivedAt.longValue());
                if (event.isValid()) {
                    long corrected = receivedAt.longValue() - (sentAt.longValue() - occurredAt.longValue());
                    checkInstant(event, "received_at - (sent_at - occurred_at)", corrected);
                }
            }
        }
        String country = event.text("country");
        event.refuseIf(
                country != null && !COUNTRY.matcher(country).matches(),
                () -> "country '" + country + "' is not an ISO 3166-1 alpha-2 code such as GB");
    }

    private static void checkInstant(CheckedEvent event, String what, long micros) {
        event.refuseIf(
                micros < EARLIEST_MICROS || micros >= LATEST_MICROS,
                () -> what + " is " + micros + " microseconds after 1970, not a time between 1970 and 2200");
    }

    private void checkTopic(String topic, CheckedEvent event, String eventName) {
        switch (topic) {
            case "clickstream" -> checkClickstream(event);
            case "orders" -> OrderRules.check(event, eventName, money);
            case "customers" -> CustomerRules.check(event, eventName);
            case "interactions" -> checkInteraction(event, eventName);
            case "support" -> checkSupport(event, eventName);
            case "feedback" -> checkFeedback(event, eventName);
            case "catalog" -> checkCatalog(event, eventName);
            default -> throw new IllegalArgumentException("no rules for the topic '" + topic + "'");
        }
    }

    private static void checkClickstream(CheckedEvent event) {
        MoneyRules.checkCurrency(event, false);
        for (GenericRecord product : event.records("products")) {
            Integer quantity = CheckedEvent.integer(product, "quantity");
            BigDecimal price = CheckedEvent.decimal(product, "price");
            event.refuseIf(quantity != null && quantity < 0, () -> "a product has the quantity " + quantity);
            event.refuseIf(price != null && price.signum() < 0, () -> "a product has a negative price: " + price);
        }
    }

    private void checkInteraction(CheckedEvent event, String eventName) {
        if (eventName.startsWith("message_")) {
            event.require("message_id", eventName);
        } else if (eventName.startsWith("chat_")) {
            event.require("conversation_id", eventName);
        } else if (eventName.startsWith("call_")) {
            event.require("call_id", eventName);
        } else {
            event.require("network", eventName);
        }
        if (eventName.equals("social_mention")) {
            event.require("post_id", eventName);
        }
        if (eventName.equals("ad_spend_recorded")) {
            event.require("spend_date", eventName);
            event.require("spend_amount", eventName);
        }
        for (String count : List.of("duration_seconds", "wait_seconds", "impressions", "clicks")) {
            event.requireRange(count, 0, Long.MAX_VALUE);
        }
        Number sentiment = event.number("sentiment");
        event.refuseIf(
                sentiment != null && !(Math.abs(sentiment.doubleValue()) <= 1),
                () -> "sentiment is " + sentiment + ", not -1 to 1");
        Number armShare = event.number("arm_share");
        event.refuseIf(
                armShare != null && !(armShare.doubleValue() > 0 && armShare.doubleValue() <= 1),
                () -> "arm_share is " + armShare + ", not above 0 and up to 1");
        event.refuseIf(armShare != null && !event.has("arm"), () -> "arm_share without arm");
        event.requireNotNegative("spend_amount");
        money.check(event, event.has("spend_amount"));
    }

    private static void checkSupport(CheckedEvent event, String eventName) {
        event.require("ticket_id", eventName);
        if (eventName.equals("ticket_status_changed")) {
            event.require("status", eventName);
        }
        if (eventName.equals("ticket_replied")) {
            event.require("author_role", eventName);
            event.require("is_public", eventName);
        }
    }

    private static void checkFeedback(CheckedEvent event, String eventName) {
        if (eventName.equals("survey_answered")) {
            event.require("survey_type", eventName);
            event.require("score", eventName);
            String type = event.text("survey_type");
            if (type != null) {
                switch (type) {
                    case "nps" -> event.requireRange("score", 0, 10);
                    case "csat" -> event.requireRange("score", 1, 5);
                    case "ces" -> event.requireRange("score", 1, 7);
                    default -> event.refuse("no scale for the survey_type '" + type + "'");
                }
            }
        } else {
            event.require("product_id", eventName);
            event.require("rating", eventName);
        }
        event.requireRange("rating", 1, 5);
    }

    private static void checkCatalog(CheckedEvent event, String eventName) {
        event.require("product_id", eventName);
        CATALOG_PRICES.forEach(event::requireNotNegative);
        MoneyRules.checkCurrency(event, CATALOG_PRICES.stream().anyMatch(event::has));
        switch (eventName) {
            case "product_upserted" -> event.require("name", eventName);
            case "price_changed" -> event.require("price", eventName);
            case "stock_changed" -> event.require("stock_quantity", eventName);
            default -> {}
        }
    }

    private static Map<String, Set<String>> allowed(EventContract contract) {
        return ofTopic(ALLOWED_BY_TOPIC, contract);
    }

    private static <T> T ofTopic(Map<String, T> byTopic, EventContract contract) {
        T found = byTopic.get(contract.topic());
        if (found == null) {
            throw new IllegalArgumentException("'" + contract.topic() + "' is not an event topic");
        }
        return found;
    }

    private static Map<String, Set<String>> allowedValues(EventContract contract) {
        Map<String, Set<String>> allowed = new LinkedHashMap<>();
        for (Schema.Field field : contract.schema().getFields()) {
            Collection<String> values = EventContract.allowed(field);
            if (!values.isEmpty()) {
                allowed.put(field.name(), new LinkedHashSet<>(values));
            }
        }
        return allowed;
    }
}

package io.clientele.stack;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Events as lines of {@code import --format events-ndjson}. Fields are given as JSON: {@code "customer_id": "ann"}. */
final class EventLines {
    private EventLines() {}

    static String click(String id, String name, String at, String... fields) {
        return event("clickstream", id, name, at, "web", fields);
    }

    static String sent(String id, String customer, String at, String channel) {
        return message(id + "-sent", "message_sent", id, at, channel, "\"customer_id\": \"" + customer + "\"");
    }

    static String message(String id, String name, String message, String at, String channel, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.add("\"message_id\": \"" + message + "\"");
        return event("interactions", id, name, at, channel, all.toArray(String[]::new));
    }

    static String chat(String id, String name, String at, String fields) {
        return event("interactions", id, name, at, "chat", fields, "\"conversation_id\": \"c1\"");
    }

    static String ticket(String id, String name, String ticket, String at, String fields) {
        return event("support", id, name, at, "email", fields, "\"ticket_id\": \"" + ticket + "\"");
    }

    static String survey(String type, String at, int score, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.add("\"survey_type\": \"%s\", \"score\": %d".formatted(type, score));
        return event("feedback", type, "survey_answered", at, "email", all.toArray(String[]::new));
    }

    static String review(String id, String at, int rating, String fields) {
        return event("feedback", id, "product_reviewed", at, "web", fields, """
                "review_id": "r1", "product_id": "p1", "rating": %d""".formatted(rating));
    }

    static String order(String id, String customer, String at, String gross) {
        return order(id, customer, at, gross, 1);
    }

    /** An order of one line with so many pieces. */
    static String order(String id, String customer, String at, String gross, int pieces) {
        BigDecimal price = new BigDecimal(gross).divide(BigDecimal.valueOf(pieces));
        return event(
                "orders", id + "-placed", "order_placed", at, "web", """
                "order_id": "%s", "customer_id": "%s", "currency": "GBP", "gross_amount": "%s", \
                "lines": [{"product_id": "p1", "name": "RED MUG", "price": "%s", "quantity": %d}]""".formatted(id, customer, gross, price, pieces));
    }

    /** All of the order has left the warehouse. */
    static String fulfilled(String order, String at) {
        return event("orders", order + "-fulfilled", "order_fulfilled", at, "web", "\"order_id\": \"" + order + "\"");
    }

    /** Something becomes of pieces of the only line of Bob's order: they are {@code cancelled} or {@code fulfilled}. */
    static String pieces(int quantity, String order, String fate, String at) {
        return event("orders", order + "-" + fate, "order_" + fate, at, "web", """
                "order_id": "%s", "customer_id": "bob", "lines": [{"position": 1, "quantity": %d}]""".formatted(order, quantity));
    }

    /** Bob's order {@code two}: its second line was sent, named by its product, and cancelled afterwards; the first is still there. */
    static List<String> orderOfTwoLines() {
        return List.of(
                event("orders", "two-placed", "order_placed", "2026-02-13T08:00:00Z", "web", """
                        "order_id": "two", "customer_id": "bob", "currency": "GBP", "gross_amount": "9.00", \
                        "lines": [{"product_id": "p1", "name": "RED MUG", "price": "4.00", "quantity": 1}, \
                        {"product_id": "p2", "name": "BLUE MUG", "price": "5.00", "quantity": 1}]"""),
                event("orders", "two-fulfilled", "order_fulfilled", "2026-02-14T08:00:00Z", "web", """
                        "order_id": "two", "lines": [{"product_id": "p2", "quantity": 1}]"""),
                event("orders", "two-cancelled", "order_cancelled", "2026-02-15T08:00:00Z", "web", """
                        "order_id": "two", "lines": [{"position": 2, "quantity": 1}]"""));
    }

    static String event(String topic, String id, String name, String at, String channel, String... fields) {
        return """
                {"topic": "%s", "event_id": "%s", "event_name": "%s", "occurred_at": "%s", "source": "shop", \
                "channel": "%s", %s}""".formatted(topic, id, name, at, channel, String.join(", ", fields));
    }

    static String spent(
            String id, String at, String network, String campaign, String utmCampaign, String medium, String amount) {
        return event("interactions", id, "ad_spend_recorded", at, "web", """
                "spend_date": "2026-03-01", "network": "%s", "campaign_id": "%s", "utm_campaign": "%s", "utm_medium": "%s", \
                "currency": "GBP", "spend_amount": "%s\"""".formatted(
                        network, campaign, utmCampaign, medium, amount));
    }
}

package io.clientele.stack.faults;

import io.clientele.stack.KafkaLog;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.generic.GenericRecord;

/**
 * What the tables must say, from the records in Kafka alone: plain Java after docs/definitions.md, with nothing of the jobs. It knows
 * as much of the rules as a {@link ShopScript} needs: whole cancellations, partial refunds, one visitor per customer.
 *
 * @param orders order, customer, gross, discounts, refunds and whether it was sent
 * @param profiles customer, orders, items, gross, discounts, refunds, net, clicks, additions to carts
 * @param scores customer, frequency, monetary value
 * @param sessions visitor, begin, end, events
 * @param carts cart, units, order
 */
record Recomputed(
        Set<String> orders, Set<String> profiles, Set<String> scores, Set<String> sessions, Set<String> carts) {
    private static final Duration AWAY = Duration.ofMinutes(30);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final BigDecimal NOTHING = new BigDecimal("0.0000");

    private static final class Order {
        private String customer = "";
        private BigDecimal gross = NOTHING;
        private BigDecimal discount = NOTHING;
        private BigDecimal refunded = NOTHING;
        private long items;
        private boolean isCancelled;
        private String fulfillment = "unfulfilled";

        private BigDecimal kept(BigDecimal amount) {
            return isCancelled ? NOTHING : amount;
        }

        private String row(String id) {
            return String.join(
                    " ",
                    id,
                    customer,
                    kept(gross).toPlainString(),
                    kept(discount).toPlainString(),
                    kept(refunded).toPlainString(),
                    fulfillment);
        }
    }

    private static final class Customer {
        private long orders;
        private long items;
        private BigDecimal gross = NOTHING;
        private BigDecimal discount = NOTHING;
        private BigDecimal refunded = NOTHING;
        private long clicks;
        private long additions;

        private BigDecimal net() {
            return gross.subtract(discount).subtract(refunded);
        }

        private String row(String id) {
            return "%s %d %d %s %s %s %s %d %d"
                    .formatted(id, orders, items, gross, discount, refunded, net(), clicks, additions);
        }
    }

    /** From every record but the poison, each event id once. */
    static Recomputed of(KafkaLog log, Set<KafkaLog.Position> poison) {
        Map<String, Order> orders = new TreeMap<>();
        Map<String, Customer> customers = new TreeMap<>();
        Map<String, List<Instant>> clicks = new TreeMap<>();
        Map<String, String> carts = new TreeMap<>();
        Map<String, String> ordered = new HashMap<>();
        Set<String> ids = new HashSet<>();
        log.records().forEach((position, value) -> {
            if (poison.contains(position)) {
                return;
            }
            GenericRecord event = log.event(position.topic(), value);
            if (!ids.add(position.topic() + text(event, "event_id"))) {
                return;
            }
            switch (position.topic()) {
                case "orders" -> fold(orders.computeIfAbsent(text(event, "order_id"), id -> new Order()), event);
                case "clickstream" -> {
                    Customer customer = customers.computeIfAbsent(text(event, "customer_id"), id -> new Customer());
                    customer.clicks++;
                    clicks.computeIfAbsent(text(event, "anonymous_id"), visitor -> new ArrayList<>())
                            .add(at(event));
                    String name = text(event, "event_name");
                    if (name.equals("product_added")) {
                        customer.additions++;
                        carts.put(text(event, "cart_id"), String.valueOf(quantity(event, "products")));
                    } else if (name.equals("checkout_started")) {
                        ordered.put(text(event, "cart_id"), text(event, "order_id"));
                    }
                }
                default -> customers.computeIfAbsent(text(event, "customer_id"), id -> new Customer());
            }
        });
        orders.forEach((id, order) -> add(customers.computeIfAbsent(order.customer, c -> new Customer()), order));
        Set<String> scores = new TreeSet<>();
        customers.forEach((id, customer) -> {
            if (customer.orders > 0) {
                scores.add(id + " " + customer.orders + " " + customer.net());
            }
        });
        Set<String> cartRows = new TreeSet<>();
        carts.forEach((id, units) -> cartRows.add(id + " " + units + " " + ordered.get(id)));
        Set<String> orderRows = new TreeSet<>();
        orders.forEach((id, order) -> orderRows.add(order.row(id)));
        Set<String> profiles = new TreeSet<>();
        customers.forEach((id, customer) -> profiles.add(customer.row(id)));
        return new Recomputed(orderRows, profiles, scores, sessions(clicks), cartRows);
    }

    private static void fold(Order order, GenericRecord event) {
        order.customer = text(event, "customer_id");
        switch (text(event, "event_name")) {
            case "order_placed" -> {
                order.gross = money(event, "gross_amount");
                order.discount = money(event, "discount_amount");
                order.items = quantity(event, "lines");
            }
            case "order_cancelled" -> order.isCancelled = true;
            case "order_fulfilled" -> order.fulfillment = "fulfilled";
            case "order_refunded" -> order.refunded = order.refunded.add(money(event, "refund_amount"));
            default -> throw new IllegalArgumentException("no such event is in the script: " + event);
        }
    }

    private static void add(Customer customer, Order order) {
        if (!order.isCancelled) {
            customer.orders++;
            customer.items += order.items;
        }
        customer.gross = customer.gross.add(order.kept(order.gross));
        customer.discount = customer.discount.add(order.kept(order.discount));
        customer.refunded = customer.refunded.add(order.kept(order.refunded));
    }

    private static Set<String> sessions(Map<String, List<Instant>> clicks) {
        Set<String> sessions = new TreeSet<>();
        clicks.forEach((visitor, times) -> {
            List<Instant> sorted = times.stream().sorted().toList();
            int first = 0;
            for (int next = 1; next <= sorted.size(); next++) {
                if (next == sorted.size()
                        || Duration.between(sorted.get(next - 1), sorted.get(next))
                                        .compareTo(AWAY)
                                > 0) {
                    sessions.add("anonymous_id:%s %s %s %d"
                            .formatted(
                                    visitor,
                                    SECONDS.format(sorted.get(first)),
                                    SECONDS.format(sorted.get(next - 1)),
                                    next - first));
                    first = next;
                }
            }
        });
        return sessions;
    }

    private static Instant at(GenericRecord event) {
        return Instant.EPOCH.plus((long) event.get("occurred_at"), ChronoUnit.MICROS);
    }

    private static BigDecimal money(GenericRecord event, String field) {
        Object amount = event.get(field);
        if (amount instanceof ByteBuffer bytes) {
            byte[] digits = new byte[bytes.remaining()];
            bytes.duplicate().get(digits);
            return new BigDecimal(new BigInteger(digits), NOTHING.scale());
        }
        return NOTHING;
    }

    private static long quantity(GenericRecord event, String field) {
        long quantity = 0;
        for (Object line : (List<?>) event.get(field)) {
            quantity += (int) ((GenericRecord) line).get("quantity");
        }
        return quantity;
    }

    private static String text(GenericRecord event, String field) {
        return String.valueOf(event.get(field));
    }
}

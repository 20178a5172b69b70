package io.clientele.stack.faults;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Events of a shop in the order in which they are sent, the same for the same seed: visits with clicks, carts, orders, refunds and
 * cancellations; many of the visits are one customer's; events of a visit are shuffled inside the bound of a minute, and one in ten is
 * sent again later.
 */
final class ShopScript {
    private static final Instant BEGIN = Instant.parse("2026-02-02T08:00:00Z");
    private static final int SECONDS_OF_A_VISIT = 50;
    private static final int REMEMBERED = 50;

    /**
     * Who comes, and how often.
     *
     * @param customers how many customers there are
     * @param oneIn one in so many visits is the first customer's
     * @param apart how much later than a visit the next one is, in event time
     */
    record Pace(int customers, int oneIn, Duration apart) {}

    /** An event as {@code import --format events-ndjson} reads it, and the key of its record. */
    record Line(String key, String json) {}

    private final Random random;
    private final String run;
    private final List<Line> recent = new ArrayList<>();
    private final Set<Integer> known = new HashSet<>();
    private volatile Instant reached = BEGIN;
    private long visits;
    private long events;

    ShopScript(long seed) {
        this.random = new Random(seed);
        this.run = Long.toHexString(seed & 0xffffff);
    }

    /** The next visit, and what is sent again with it. */
    List<Line> next(Pace pace) {
        int customer = random.nextInt(pace.oneIn()) == 0 ? 0 : 1 + random.nextInt(pace.customers() - 1);
        List<Line> visit = new ArrayList<>();
        if (known.add(customer)) {
            visit.add(event("customers", "customer_registered", customer, 0, "\"country\": \"GB\""));
        }
        for (int page = 1 + random.nextInt(3); page > 0; page--) {
            visit.add(event(
                    "clickstream",
                    "page_viewed",
                    customer,
                    second(),
                    "\"page_url\": \"https://shop.example/p" + page + "\""));
        }
        if (random.nextInt(2) == 0) {
            visit.addAll(shopping(customer));
        }
        Collections.shuffle(visit, random);
        visits++;
        reached = reached.plus(pace.apart());
        List<Line> sent = new ArrayList<>(visit);
        for (Line line : visit) {
            if (random.nextInt(10) == 0) {
                sent.add(recent.isEmpty() ? line : recent.get(random.nextInt(recent.size())));
            }
        }
        recent.addAll(visit);
        recent.subList(0, Math.max(0, recent.size() - REMEMBERED)).clear();
        return sent;
    }

    /** What comes next is of another day: nobody has a score before a day begins, however short the load was. */
    void endDay() {
        reached = reached.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(32));
    }

    /** Before this instant nothing will happen any more. */
    Instant reached() {
        return reached;
    }

    private List<Line> shopping(int customer) {
        List<Line> lines = new ArrayList<>();
        String number = run + "-" + visits;
        String cart = "\"cart_id\": \"cart-" + number + "\"";
        int quantity = 1 + random.nextInt(4);
        BigDecimal price = BigDecimal.valueOf(100 + random.nextInt(9_900), 2);
        String product = "{\"product_id\": \"p%d\", \"price\": %s, \"quantity\": %d}"
                .formatted(random.nextInt(30), price, quantity);
        lines.add(event(
                "clickstream",
                "product_added",
                customer,
                10,
                cart + ", \"currency\": \"GBP\", \"products\": [" + product + "]"));
        if (random.nextInt(3) == 0) {
            return lines;
        }
        String order = "\"order_id\": \"order-" + number + "\"";
        BigDecimal gross = price.multiply(BigDecimal.valueOf(quantity));
        BigDecimal discount =
                random.nextInt(4) == 0 ? price.movePointLeft(1).setScale(2, RoundingMode.DOWN) : BigDecimal.ZERO;
        lines.add(event("clickstream", "checkout_started", customer, 20, cart + ", " + order));
        lines.add(event(
                "orders",
                "order_placed",
                customer,
                25,
                order
                        + ", \"currency\": \"GBP\", \"gross_amount\": %s, \"discount_amount\": %s, \"lines\": [%s]"
                                .formatted(gross, discount, product)));
        int fate = random.nextInt(8);
        if (fate == 0) {
            lines.add(event("orders", "order_cancelled", customer, 40, order));
        } else if (fate == 1) {
            lines.add(event(
                    "orders",
                    "order_refunded",
                    customer,
                    45,
                    order + ", \"currency\": \"GBP\", \"refund_amount\": 0.37"));
        } else if (fate == 2) {
            lines.add(event("orders", "order_fulfilled", customer, 49, order));
        }
        return lines;
    }

    private int second() {
        return random.nextInt(SECONDS_OF_A_VISIT);
    }

    private Line event(String topic, String name, int customer, int second, String fields) {
        String key = "c%02d".formatted(customer);
        String identifiers = topic.equals("orders")
                ? "\"customer_id\": \"" + key + "\""
                : "\"customer_id\": \"" + key + "\", \"anonymous_id\": \"v" + key + "\"";
        events++;
        return new Line(key, """
                {"topic": "%s", "event_id": "%s-%d", "event_name": "%s", "occurred_at": "%s", "source": "shop", "channel": "web", %s, %s}""".formatted(topic, run, events, name, reached.plusSeconds(second), identifiers, fields));
    }
}

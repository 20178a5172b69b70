package io.clientele.stack.demo;

import io.clientele.schemas.EventContract;
import io.clientele.stack.imports.EventBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes up what may have happened on the site around an order: the visit that led to it, visits of the same customer
 * before that led to nothing (some with a cart that was left, which the order may take up again), and strangers who
 * looked at the same things and went. It is a pure function of the order: no clock, no order of calls, no state between
 * orders. The events say {@code source = 'simulated'}.
 */
final class ClickstreamSimulator {
    private static final int MOST_PRODUCTS_OF_A_VISIT = 4;
    /** Of a hundred customers, how many let the shop follow what they do on its pages. */
    private static final int FOLLOWED_PERCENT = 45;

    private static final int TAKEN_UP_PERCENT = 70;
    private static final Duration LOOKING_AHEAD = Duration.ofDays(14);

    private static final List<String> PAYMENT_METHODS = List.of("card", "card", "card", "paypal", "invoice");

    /** What the simulator needs to know of an order. */
    private record Order(
            String id,
            @Nullable String customerId,
            Instant placedAt,
            @Nullable String country,
            @Nullable String currency,
            List<GenericRecord> products) {}

    /**
     * Makes the events around an order, of each visit in the order of time; nothing for what is no placed order, and nothing for a customer
     * who does not want to be followed.
     */
    void around(GenericRecord orderEvent, Consumer<GenericRecord> events) {
        if (!"order_placed".equals(text(orderEvent, "event_name"))) {
            return;
        }
        Order order = order(orderEvent);
        if (order.products().isEmpty() || !isFollowed(order)) {
            return;
        }
        SplittableRandom random = Shopper.random("order", order.id());
        Shopper shopper = order.customerId() == null
                ? Shopper.stranger("guest-" + order.id(), order.country())
                : Shopper.customer(order.customerId(), order.country());
        List<Visit> visits = new ArrayList<>();
        int lost = random.nextInt(3);
        for (int i = 0; i < lost; i++) {
            String id = order.id() + "-lost-" + i;
            visits.add(lostVisit(id, order, shopper, before(order, random)));
        }
        visits.add(purchase(order, shopper, cartLeftBehind(order, visits)));
        int strangers = random.nextInt(3);
        for (int i = 0; i < strangers; i++) {
            String id = order.id() + "-stranger-" + i;
            Shopper stranger = Shopper.stranger(id, order.country());
            visits.add(lostVisit(id, order, stranger, before(order, random)));
        }
        visits.forEach(visit -> visit.events().forEach(events));
    }

    /** Always or never the same customer's visits; of a guest it is up to the order. */
    private static boolean isFollowed(Order order) {
        String who = order.customerId() == null ? order.id() : order.customerId();
        return Shopper.random("followed", who).nextInt(100) < FOLLOWED_PERCENT;
    }

    /** The cart of the customer's last visit that left one, which most go on with; null for a new one. */
    private static @Nullable String cartLeftBehind(Order order, List<Visit> before) {
        @Nullable
        String left = before.stream()
                .filter(visit -> visit.cartId() != null)
                .max(Comparator.comparing(Visit::now))
                .map(Visit::cartId)
                .orElse(null);
        return Shopper.random("cart", order.id()).nextInt(100) < TAKEN_UP_PERCENT ? left : null;
    }

    private static Instant before(Order order, SplittableRandom random) {
        return order.placedAt().minusSeconds(random.nextLong(3600, LOOKING_AHEAD.toSeconds()));
    }

    /** From the first page to the payment, all of it before the order. */
    private static Visit purchase(Order order, Shopper shopper, @Nullable String cartId) {
        SplittableRandom random = Shopper.random("purchase", order.id());
        Instant start = order.placedAt().minusSeconds(random.nextInt(180, 1500));
        Visit visit = new Visit(order.id() + "-purchase", shopper, start, random.nextInt(100) < 60);
        visit.takeUp(cartId);
        arrive(visit, order);
        int products = Math.min(
                visit.between(2, MOST_PRODUCTS_OF_A_VISIT), order.products().size());
        for (int i = 0; i < products; i++) {
            GenericRecord product = order.products().get(i);
            step(visit, order, 5, 40);
            visit.product("product_viewed", product, order.currency());
            step(visit, order, 3, 30);
            visit.product("product_added", product, order.currency());
        }
        if (visit.chance(15)) {
            visit.product("product_removed", order.products().get(0), order.currency());
            step(visit, order, 2, 10);
            visit.product("product_added", order.products().get(0), order.currency());
        }
        step(visit, order, 3, 30);
        visit.cart();
        visit.login();
        step(visit, order, 5, 30);
        visit.checkout("checkout_started", order.id(), null, null);
        step(visit, order, 5, 40);
        visit.checkout("checkout_step_completed", order.id(), "delivery", null);
        String payment = PAYMENT_METHODS.get(visit.between(0, PAYMENT_METHODS.size() - 1));
        if (visit.chance(4)) {
            step(visit, order, 5, 20);
            visit.checkout("payment_failed", order.id(), null, payment);
        }
        step(visit, order, 5, 30);
        visit.checkout("payment_info_entered", order.id(), null, payment);
        return visit;
    }

    /** Somebody looks around, perhaps fills a cart, and goes. */
    private static Visit lostVisit(String id, Order order, Shopper shopper, Instant start) {
        SplittableRandom random = Shopper.random("lost", id);
        Visit visit = new Visit(id, shopper, start, shopper.customerId() != null && random.nextInt(100) < 50);
        arrive(visit, order);
        int products = visit.between(0, 3);
        for (int i = 0; i < products; i++) {
            GenericRecord product =
                    order.products().get(visit.between(0, order.products().size() - 1));
            step(visit, order, 5, 90);
            visit.product("product_viewed", product, order.currency());
            if (visit.chance(12)) {
                step(visit, order, 3, 30);
                visit.product("product_added", product, order.currency());
            } else if (visit.chance(6)) {
                visit.product("wishlist_added", product, order.currency());
            }
        }
        return visit;
    }

    private static void arrive(Visit visit, Order order) {
        visit.page("/");
        if (visit.chance(35)) {
            step(visit, order, 3, 20);
            visit.search(order.products().get(0));
        }
        if (visit.chance(60)) {
            step(visit, order, 3, 20);
            visit.list(String.valueOf(order.products().get(0).get("category_path")));
        }
    }

    private static void step(Visit visit, Order order, int leastSeconds, int mostSeconds) {
        visit.pass(
                Duration.ofMillis(visit.between(leastSeconds * 1000, mostSeconds * 1000)),
                order.placedAt().minusMillis(1));
    }

    private static Order order(GenericRecord event) {
        List<GenericRecord> products = new ArrayList<>();
        if (event.get("lines") instanceof List<?> lines) {
            for (int i = 0; i < Math.min(lines.size(), 12); i++) {
                products.add(product((GenericRecord) lines.get(i), i + 1));
            }
        }
        return new Order(
                text(event, "order_id"),
                event.get("customer_id") == null ? null : text(event, "customer_id"),
                Instant.EPOCH.plus((long) event.get("occurred_at"), ChronoUnit.MICROS),
                event.get("country") == null ? null : text(event, "country"),
                event.get("currency") == null ? null : text(event, "currency"),
                products);
    }

    private static GenericRecord product(GenericRecord line, int position) {
        String name = line.get("name") == null ? text(line, "product_id") : text(line, "name");
        return EventBuilder.item(EventContract.of("clickstream"), "products")
                .set("product_id", text(line, "product_id"))
                .set("sku", text(line, "sku"))
                .set("name", name)
                .set("category_path", ProductCategories.of(name))
                .set("price", (BigDecimal) line.get("price"))
                .set("quantity", 1)
                .set("position", position)
                .build();
    }

    private static String text(GenericRecord record, String field) {
        return String.valueOf(record.get(field));
    }
}

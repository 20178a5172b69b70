package io.clientele.stack.imports;

import static io.clientele.stack.imports.Imported.text;

import io.clientele.jobs.domain.carts.Cart;
import io.clientele.jobs.domain.carts.CartAction;
import io.clientele.jobs.domain.carts.CartEvent;
import io.clientele.jobs.domain.carts.CartItem;
import io.clientele.jobs.domain.carts.CartLog;
import io.clientele.jobs.domain.carts.CartOrder;
import io.clientele.jobs.domain.carts.CartRules;
import io.clientele.jobs.domain.sessions.Action;
import io.clientele.jobs.domain.sessions.Arrival;
import io.clientele.jobs.domain.sessions.Session;
import io.clientele.jobs.domain.sessions.SessionRules;
import io.clientele.jobs.domain.sessions.VisitEvent;
import io.clientele.jobs.domain.sessions.VisitOrder;
import io.clientele.jobs.domain.sessions.VisitorLog;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Sessions and carts of imported events, folded by the rules of the domain as the journey job does. */
final class Journeys {
    private static final BigDecimal UNITS = BigDecimal.valueOf(10_000);

    private final Map<String, VisitorLog> visitors = new TreeMap<>();
    private final Map<String, CartLog> carts = new TreeMap<>();

    /** Folds events of the topics clickstream and orders. */
    static Journeys of(List<GenericRecord> events) {
        Journeys journeys = new Journeys();
        Map<String, GenericRecord> orders = new HashMap<>();
        events.stream()
                .filter(event -> text(event, "event_name").equals("order_placed"))
                .forEach(order -> orders.putIfAbsent(text(order, "order_id"), order));
        events.stream()
                .filter(event -> event.getSchema().getName().equals("ClickstreamEvent"))
                .forEach(click -> journeys.click(click, orders));
        return journeys;
    }

    /** Event time, epoch microseconds: corrected for the client's clock. */
    static long time(GenericRecord event) {
        long occurredAt = (long) event.get("occurred_at");
        return event.get("sent_at") instanceof Long sentAt && event.get("received_at") instanceof Long receivedAt
                ? receivedAt - (sentAt - occurredAt)
                : occurredAt;
    }

    /** Who did it: the identifier closest to the device. */
    static String visitor(GenericRecord event) {
        @Nullable Object anonymous = event.get("anonymous_id");
        return anonymous == null ? "customer:" + event.get("customer_id") : anonymous.toString();
    }

    /** The sessions of each visitor. */
    Map<String, List<Session>> sessions() {
        Map<String, List<Session>> sessions = new TreeMap<>();
        visitors.forEach((visitor, log) -> sessions.put(visitor, log.sessions(SessionRules.DEFAULT)));
        return sessions;
    }

    /** The carts by id. */
    Map<String, Cart> carts() {
        Map<String, Cart> known = new TreeMap<>();
        carts.forEach((id, log) -> {
            @Nullable Cart cart = log.cart(CartRules.of(Duration.ofHours(24)));
            if (cart != null) {
                known.put(id, cart);
            }
        });
        return known;
    }

    private void click(GenericRecord click, Map<String, GenericRecord> orders) {
        String id = text(click, "event_id");
        String name = text(click, "event_name");
        String visitor = visitor(click);
        VisitorLog log = visitors.getOrDefault(visitor, VisitorLog.empty());
        if (!log.contains(id)) {
            log = log.with(new VisitEvent(id, time(click), Action.of(name), "", Arrival.UNKNOWN));
        }
        @Nullable GenericRecord order = orders.get(text(click, "order_id"));
        @Nullable Object cartId = click.get("cart_id");
        if (order != null) {
            log = log.withOrder(new VisitOrder(text(order, "order_id"), time(click), value(order)));
        }
        visitors.put(visitor, log);
        if (cartId == null) {
            return;
        }
        List<CartItem> items = items(click);
        CartLog cart = carts.getOrDefault(cartId.toString(), CartLog.empty());
        @Nullable CartAction action = CartAction.of(name, !items.isEmpty());
        if (action != null) {
            cart = cart.with(new CartEvent(id, time(click), action, items, visitor, text(click, "channel"), ""));
        }
        if (order != null) {
            cart = cart.with(new CartOrder(text(order, "order_id"), time(order), value(order)));
        }
        carts.put(cartId.toString(), cart);
    }

    private static List<CartItem> items(GenericRecord click) {
        List<CartItem> items = new ArrayList<>();
        for (Object each : (List<?>) click.get("products")) {
            GenericRecord product = (GenericRecord) each;
            @Nullable BigDecimal price = (BigDecimal) product.get("price");
            items.add(new CartItem(
                    text(product, "product_id"),
                    "",
                    (Integer) product.get("quantity"),
                    price == null ? null : Long.valueOf(price.multiply(UNITS).longValueExact())));
        }
        return items;
    }

    private static long value(GenericRecord order) {
        BigDecimal gross = (BigDecimal) order.get("gross_amount");
        BigDecimal discount = (BigDecimal) order.get("discount_amount");
        return gross.subtract(discount).multiply(UNITS).longValueExact();
    }
}

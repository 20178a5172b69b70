package io.clientele.jobs.domain.carts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a cart: what it came to by the events that nothing can come before any more, and the events and orders since.
 * The cart is computed from it alone, so neither the order of arrival nor a repetition can matter.
 *
 * @param settled what the older events came to; null for none
 * @param events the others, by time, then id
 * @param orders that the shop has of it, by time, then number
 * @param version rises with every change, also over the time when a closed cart was forgotten; 0 while nothing has happened
 */
public record CartLog(@Nullable Cart settled, List<CartEvent> events, List<CartOrder> orders, long version) {

    private static final CartLog EMPTY = new CartLog(null, List.of(), List.of(), 0);

    public CartLog {
        events = List.copyOf(events);
        orders = List.copyOf(orders);
    }

    /** Nothing yet. */
    public static CartLog empty() {
        return EMPTY;
    }

    /** Whether nothing is in it. */
    public boolean isEmpty() {
        return settled == null && events.isEmpty() && orders.isEmpty();
    }

    /** Whether the event is in it, unless it is settled. */
    public boolean contains(String eventId) {
        return events.stream().anyMatch(event -> event.eventId().equals(eventId));
    }

    /** With one more event, which must not be in it. */
    public CartLog with(CartEvent event) {
        List<CartEvent> longer = new ArrayList<>(events);
        int at = longer.size();
        while (at > 0 && event.isBefore(longer.get(at - 1))) {
            at--;
        }
        longer.add(at, event);
        return new CartLog(settled, longer, orders, versionAfter(event.time()));
    }

    /** With an order in place of what was known of it. */
    public CartLog with(CartOrder order) {
        List<CartOrder> longer = new ArrayList<>(withoutOrder(order.orderId()).orders);
        int at = longer.size();
        while (at > 0 && order.isBefore(longer.get(at - 1))) {
            at--;
        }
        longer.add(at, order);
        return longer.equals(orders) ? this : new CartLog(settled, events, longer, versionAfter(order.placedAt()));
    }

    /** Without an order. */
    public CartLog withoutOrder(String orderId) {
        List<CartOrder> left = orders.stream()
                .filter(order -> !order.orderId().equals(orderId))
                .toList();
        return left.size() == orders.size() ? this : new CartLog(settled, events, left, version + 1);
    }

    /** Without what somebody did; all that is settled goes with whom it says last touched the cart. */
    public CartLog without(Predicate<String> owner) {
        List<CartEvent> left =
                events.stream().filter(event -> !owner.test(event.owner())).toList();
        boolean isSettledGone = settled != null && owner.test(settled.owner());
        if (left.size() == events.size() && !isSettledGone) {
            return this;
        }
        @Nullable Cart kept = isSettledGone ? null : settled;
        return kept == null && left.isEmpty() ? EMPTY : new CartLog(kept, left, orders, version + 1);
    }

    /** The same, with the change counted that time alone has made. */
    public CartLog changed() {
        return new CartLog(settled, events, orders, version + 1);
    }

    /** The same cart, when neither an event nor an order before a time can come or go any more. */
    public CartLog settledBefore(long time, CartRules rules) {
        int end = 0;
        while (end < events.size() && events.get(end).time() < time) {
            end++;
        }
        if (end == 0) {
            return this;
        }
        List<CartOrder> certain =
                orders.stream().filter(order -> order.placedAt() < time).toList();
        return new CartLog(
                fold(settled, events.subList(0, end), certain, rules),
                events.subList(end, events.size()),
                orders,
                version);
    }

    /** Time of the newest thing in it, epoch microseconds; of a log that is not empty. */
    public long newest() {
        long newest = settled == null ? Long.MIN_VALUE : settled.endedAt();
        if (!events.isEmpty()) {
            newest = Math.max(newest, events.get(events.size() - 1).time());
        }
        return orders.isEmpty()
                ? newest
                : Math.max(newest, orders.get(orders.size() - 1).placedAt());
    }

    /** The cart; null while there is none. */
    public @Nullable Cart cart(CartRules rules) {
        return fold(settled, events, orders, rules);
    }

    private static @Nullable Cart fold(
            @Nullable Cart from, List<CartEvent> events, List<CartOrder> orders, CartRules rules) {
        @Nullable Cart cart = from;
        int next = 0;
        for (CartEvent event : events) {
            for (; next < orders.size() && orders.get(next).placedAt() < event.time(); next++) {
                cart = after(cart, orders.get(next), rules);
            }
            cart = after(cart, event, orders, rules);
        }
        for (; next < orders.size(); next++) {
            cart = after(cart, orders.get(next), rules);
        }
        return cart;
    }

    /** What is done with an ordered cart changes nothing, and neither does what is done with a closed one, unless it fills it anew. */
    private static @Nullable Cart after(@Nullable Cart cart, CartEvent event, List<CartOrder> orders, CartRules rules) {
        if (cart != null && event.time() - cart.endedAt() <= rules.closedAfter()) {
            return cart.isOrdered() ? cart : cart.with(event, rules);
        }
        if (!event.action().isBeginning()) {
            return cart;
        }
        @Nullable Cart begun = Cart.begunBy(event);
        for (CartOrder order : orders) {
            if (order.placedAt() < event.time()) {
                begun = after(begun, order, rules);
            }
        }
        return begun;
    }

    /** Only the first order of a cart is its own. */
    private static @Nullable Cart after(@Nullable Cart cart, CartOrder order, CartRules rules) {
        if (cart == null || cart.isOrdered()) {
            return cart;
        }
        boolean isOfIt = order.placedAt() >= cart.createdAt() - rules.orderReach()
                && order.placedAt() - cart.lastActivityAt() <= rules.closedAfter();
        return isOfIt ? cart.with(order, rules) : cart;
    }

    /** A cart that comes again after it was forgotten goes on above its old versions, for it counts from the time of what happened. */
    private long versionAfter(long time) {
        return version == 0 ? time : version + 1;
    }
}

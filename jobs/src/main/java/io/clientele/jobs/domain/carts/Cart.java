package io.clientele.jobs.domain.carts;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a cart came to, by all that is known to have happened to it. Times are epoch microseconds.
 *
 * @param createdAt of the first event
 * @param lastActivityAt of the last event before it was ordered
 * @param abandonedAt when it was last abandoned before somebody came back to it; null for never
 * @param order the order; null while there is none
 * @param items what is in it, in the order in which it was put in
 * @param owner who touched it last, {@code type:value}
 * @param channel of the first event
 * @param deviceTypes that touched it, sorted
 */
public record Cart(
        long createdAt,
        long lastActivityAt,
        @Nullable Long abandonedAt,
        @Nullable CartOrder order,
        List<CartItem> items,
        String owner,
        String channel,
        List<String> deviceTypes) {

    /** The greatest amount that fits decimal(18,4), in ten-thousandths. */
    private static final BigInteger MOST = BigInteger.TEN.pow(18).subtract(BigInteger.ONE);

    public Cart {
        items = List.copyOf(items);
        deviceTypes = List.copyOf(deviceTypes);
    }

    /** Whether it was ordered. */
    public boolean isOrdered() {
        return order != null;
    }

    /**
     * What has become of it.
     *
     * @param isTimeOver whether event time is so far beyond the last activity that the cart is abandoned if it was not ordered
     */
    public CartStatus status(boolean isTimeOver) {
        if (isOrdered()) {
            return abandonedAt == null ? CartStatus.ORDERED : CartStatus.RECOVERED;
        }
        return isTimeOver ? CartStatus.ABANDONED : CartStatus.OPEN;
    }

    /** Units in it. */
    public long units() {
        return items.stream().mapToLong(CartItem::quantity).sum();
    }

    /** Units in it whose price is not known. */
    public long unpricedUnits() {
        return items.stream()
                .filter(item -> item.price() == null)
                .mapToLong(CartItem::quantity)
                .sum();
    }

    /** Price × quantity of those whose price is known, in ten-thousandths of the reporting currency; at most what a column holds. */
    public long value() {
        BigInteger sum = BigInteger.ZERO;
        for (CartItem item : items) {
            @Nullable Long price = item.price();
            if (price != null) {
                sum = sum.add(BigInteger.valueOf(price).multiply(BigInteger.valueOf(item.quantity())));
            }
        }
        return sum.min(MOST).longValueExact();
    }

    /** Time of the last thing that happened to it. */
    long endedAt() {
        return order == null ? lastActivityAt : Math.max(order.placedAt(), lastActivityAt);
    }

    static Cart begunBy(CartEvent event) {
        return new Cart(
                event.time(),
                event.time(),
                null,
                null,
                itemsAfter(List.of(), event),
                event.owner(),
                event.channel(),
                event.deviceType().isEmpty() ? List.of() : List.of(event.deviceType()));
    }

    Cart with(CartEvent event, CartRules rules) {
        return new Cart(
                createdAt,
                event.time(),
                abandonedBefore(event.time(), rules),
                order,
                itemsAfter(items, event),
                event.owner(),
                channel,
                deviceTypesWith(event.deviceType()));
    }

    Cart with(CartOrder placed, CartRules rules) {
        return new Cart(
                createdAt,
                lastActivityAt,
                abandonedBefore(placed.placedAt(), rules),
                placed,
                items,
                owner,
                channel,
                deviceTypes);
    }

    private @Nullable Long abandonedBefore(long time, CartRules rules) {
        return time - lastActivityAt > rules.abandonedAfter()
                ? Long.valueOf(lastActivityAt + rules.abandonedAfter())
                : abandonedAt;
    }

    private List<String> deviceTypesWith(String deviceType) {
        if (deviceType.isEmpty() || deviceTypes.contains(deviceType)) {
            return deviceTypes;
        }
        TreeSet<String> sorted = new TreeSet<>(deviceTypes);
        sorted.add(deviceType);
        return List.copyOf(sorted);
    }

    private static List<CartItem> itemsAfter(List<CartItem> before, CartEvent event) {
        List<CartItem> after = new ArrayList<>(event.action() == CartAction.SHOWN ? List.of() : before);
        for (CartItem item : event.items()) {
            int at = indexOf(after, item.productId());
            boolean isIn = at < after.size();
            switch (event.action()) {
                case ADDED, SHOWN -> {
                    if (isIn) {
                        after.set(at, after.get(at).plus(item));
                    } else if (item.quantity() > 0) {
                        after.add(item);
                    }
                }
                case REMOVED -> {
                    if (isIn && after.get(at).quantity() > item.quantity()) {
                        after.set(at, after.get(at).minus(item.quantity()));
                    } else if (isIn) {
                        after.remove(at);
                    }
                }
                case CHECKED_OUT, TOUCHED -> {}
            }
        }
        return after;
    }

    private static int indexOf(List<CartItem> items, String productId) {
        int at = 0;
        while (at < items.size() && !items.get(at).productId().equals(productId)) {
            at++;
        }
        return at;
    }
}

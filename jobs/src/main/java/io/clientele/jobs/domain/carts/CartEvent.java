package io.clientele.jobs.domain.carts;

import java.util.List;

/**
 * Something that somebody did with a cart.
 *
 * @param time epoch microseconds
 * @param items the products that it is about
 * @param owner the identifier closest to the device that did it, {@code type:value}
 * @param channel where, as the contract has it
 * @param deviceType as the contract has it; empty where nobody says
 */
public record CartEvent(
        String eventId,
        long time,
        CartAction action,
        List<CartItem> items,
        String owner,
        String channel,
        String deviceType) {

    public CartEvent {
        items = List.copyOf(items);
    }

    boolean isBefore(CartEvent other) {
        return time < other.time || (time == other.time && eventId.compareTo(other.eventId) < 0);
    }
}

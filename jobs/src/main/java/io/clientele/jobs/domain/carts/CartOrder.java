package io.clientele.jobs.domain.carts;

/**
 * An order of what is in a cart.
 *
 * @param placedAt epoch microseconds
 * @param value gross less discounts, in ten-thousandths of the reporting currency
 */
public record CartOrder(String orderId, long placedAt, long value) {

    boolean isBefore(CartOrder other) {
        return placedAt < other.placedAt || (placedAt == other.placedAt && orderId.compareTo(other.orderId) < 0);
    }
}

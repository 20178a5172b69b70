package io.clientele.jobs.domain.carts;

import org.jspecify.annotations.Nullable;

/**
 * A product in a cart, or in an event about it.
 *
 * @param productId the shop's number of it
 * @param name as shown; empty where nobody says
 * @param quantity units
 * @param price of one unit, in ten-thousandths of the reporting currency; null where nobody says, or says it in another currency
 */
public record CartItem(
        String productId,
        String name,
        long quantity,
        @Nullable Long price) {

    /** So many more of it, with what is said newly of name and price. */
    CartItem plus(CartItem added) {
        return new CartItem(
                productId,
                added.name.isEmpty() ? name : added.name,
                quantity + added.quantity,
                added.price == null ? price : added.price);
    }

    /** So many of it less. */
    CartItem minus(long units) {
        return new CartItem(productId, name, quantity - units, price);
    }
}

package io.clientele.jobs.journey;

import io.clientele.jobs.domain.carts.Cart;
import io.clientele.jobs.domain.carts.CartStatus;

/**
 * A cart after a change.
 *
 * @param version grows with every change of a cart
 * @param changedAt when what is behind the change happened, epoch microseconds
 */
public record CartChange(String cartId, Cart cart, CartStatus status, long version, long changedAt) {}

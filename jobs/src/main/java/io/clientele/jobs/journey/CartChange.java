package io.clientele.jobs.journey;

import io.clientele.jobs.domain.carts.Cart;
import io.clientele.jobs.domain.carts.CartStatus;

/**
 * A cart after a change.
 *
 * @param version grows with every change of a cart
 * @param changedAt when what is behind the change happened, epoch microseconds
 * @param isDeleted whether there is no cart any more: who filled it is forgotten, others only touched it
 */
public record CartChange(
        String cartId, Cart cart, CartStatus status, long version, long changedAt, boolean isDeleted) {}

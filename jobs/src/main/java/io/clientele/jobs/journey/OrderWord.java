package io.clientele.jobs.journey;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.jobs.domain.sessions.OrderClaims;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of an order: that a visitor's click names it, or that it was placed.
 *
 * @param orderId the shop's order number
 * @param visitor whose the click is, {@link io.clientele.jobs.domain.sessions.Visitor#key}; empty where it was placed
 * @param cartId the cart that the click names too; empty for none
 * @param placing the order; null for a click
 * @param at when the event happened, epoch microseconds
 * @param identifiers whom the event names
 */
public record OrderWord(
        String orderId,
        String visitor,
        String cartId,
        OrderClaims.@Nullable Placing placing,
        long at,
        EventIdentifiers identifiers,
        EventPlace place) {}

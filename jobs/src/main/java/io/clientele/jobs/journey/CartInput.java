package io.clientele.jobs.journey;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.jobs.domain.carts.CartEvent;
import io.clientele.jobs.domain.carts.CartOrder;
import org.jspecify.annotations.Nullable;

/**
 * What concerns a cart: something that was done with it, or an order of it that is given or taken away.
 *
 * @param cartId as the contract has it
 * @param event what was done; null for an order
 * @param place where the event was
 * @param order the order; null for an event
 * @param isGiven whether the order is given
 * @param identifiers whom the event names
 */
public record CartInput(
        String cartId,
        @Nullable CartEvent event,
        @Nullable EventPlace place,
        @Nullable CartOrder order,
        boolean isGiven,
        EventIdentifiers identifiers) {

    static CartInput of(String cartId, CartEvent event, EventPlace place, EventIdentifiers identifiers) {
        return new CartInput(cartId, event, place, null, false, identifiers);
    }

    static CartInput of(String cartId, CartOrder order, boolean isGiven) {
        return new CartInput(cartId, null, null, order, isGiven, EventIdentifiers.NONE);
    }
}

package io.clientele.jobs.journey;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.jobs.domain.sessions.VisitEvent;
import org.jspecify.annotations.Nullable;

/**
 * What concerns a visitor: an event, an order, or, with neither, the command to forget all.
 *
 * @param visitor {@link io.clientele.jobs.domain.sessions.Visitor#key}
 * @param event an event of a visit
 * @param place where the event was
 * @param order an order that is given or taken away
 * @param identifiers whom the event names
 */
public record VisitorInput(
        String visitor,
        @Nullable VisitEvent event,
        @Nullable EventPlace place,
        @Nullable OrderOfVisitor order,
        EventIdentifiers identifiers) {

    static VisitorInput of(OrderOfVisitor order) {
        return new VisitorInput(order.visitor(), null, null, order, EventIdentifiers.NONE);
    }

    static VisitorInput erasure(String visitor) {
        return new VisitorInput(visitor, null, null, null, EventIdentifiers.NONE);
    }

    /** Whether the visitor is to be forgotten. */
    boolean isErasure() {
        return event == null && order == null;
    }
}

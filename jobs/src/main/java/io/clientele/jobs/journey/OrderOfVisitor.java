package io.clientele.jobs.journey;

import io.clientele.jobs.domain.sessions.VisitOrder;

/**
 * An order that is given to a visitor, or taken away.
 *
 * @param visitor {@link io.clientele.jobs.domain.sessions.Visitor#key}
 * @param orderId the shop's order number
 * @param at when it belongs to the visitor, epoch microseconds
 * @param value in ten-thousandths of the reporting currency
 * @param isGiven whether it is given
 */
public record OrderOfVisitor(String visitor, String orderId, long at, long value, boolean isGiven) {

    /** What the visitor's log keeps of it. */
    VisitOrder order() {
        return new VisitOrder(orderId, at, value);
    }
}

package io.clientele.jobs.domain.orders;

import java.util.List;

/**
 * The order as one {@code order_placed} or {@code order_updated} event tells it.
 *
 * @param at the event's time, epoch microseconds
 * @param eventId breaks ties between versions of the same instant
 * @param gross the order's value before discounts, in units of the reporting currency
 * @param discount all discounts of the order, in the same units
 */
public record OrderVersion(long at, String eventId, long gross, long discount, List<OrderLine> lines)
        implements OrderEvent {}

package io.clientele.jobs.domain.sessions;

/**
 * An order of a visitor.
 *
 * @param time when it belongs to the visitor, epoch microseconds
 * @param value in ten-thousandths of the reporting currency
 */
public record VisitOrder(String orderId, long time, long value) {}

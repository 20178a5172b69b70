package io.clientele.jobs.domain.orders;

/**
 * Money given back; it counts on its own date.
 *
 * @param at the event's time, epoch microseconds
 * @param amount in units of the reporting currency, positive
 */
public record Refund(long at, String eventId, long amount) implements OrderEvent {}

package io.clientele.bench.streams;

/**
 * An event, decoded.
 *
 * @param at epoch microseconds
 * @param isOrder whether it is an order, else a click
 * @param netSales of an order, in units of 1/10,000
 */
record ShopEvent(String eventId, String name, long at, boolean isOrder, long netSales) {}

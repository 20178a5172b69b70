package io.clientele.jobs.domain.attribution;

/**
 * What a channel is worth to all ways to an order.
 *
 * @param channel the channel
 * @param removalEffect share of the orders, 0 to 1, that would be lost if every way through the channel ended there
 * @param creditedOrders orders credited to it: all orders, shared out by the removal effects
 */
public record ChannelEffect(String channel, double removalEffect, double creditedOrders) {}

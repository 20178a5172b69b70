package io.clientele.jobs.profile;

/**
 * What the graph tells a node.
 *
 * @param node the node, {@code type:value}
 * @param personId whose it is now
 * @param answers how many of the node's facts this answers: 0 or 1
 * @param at event time of the fact behind it, epoch microseconds
 */
public record IdentityNews(String node, String personId, int answers, long at) {}

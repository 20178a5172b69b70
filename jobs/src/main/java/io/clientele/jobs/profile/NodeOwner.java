package io.clientele.jobs.profile;

/**
 * Whose a node is from now on.
 *
 * @param version grows with every change of the person
 * @param at event time of what made it so, epoch microseconds
 */
public record NodeOwner(String node, String personId, long version, long at) {}

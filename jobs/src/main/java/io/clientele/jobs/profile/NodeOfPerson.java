package io.clientele.jobs.profile;

import org.jspecify.annotations.Nullable;

/**
 * A node's profile on its way to its person.
 *
 * @param profile the profile; null when the node is no longer this person's
 * @param at when what is behind it happened, epoch microseconds
 */
public record NodeOfPerson(
        String personId, String node, @Nullable NodeProfile profile, long at) {}

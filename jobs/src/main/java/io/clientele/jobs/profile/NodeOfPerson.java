package io.clientele.jobs.profile;

import org.jspecify.annotations.Nullable;

/**
 * A node's profile on its way to its person.
 *
 * @param profile the profile; null when the node is no longer this person's
 * @param isErasure whether the node is taken away because it is forgotten
 * @param at when what is behind it happened, epoch microseconds
 */
public record NodeOfPerson(
        String personId, String node, @Nullable NodeProfile profile, boolean isErasure, long at) {

    static NodeOfPerson of(String personId, NodeProfile profile, long at) {
        return new NodeOfPerson(personId, profile.nodeKey(), profile, false, at);
    }

    static NodeOfPerson moved(String personId, String node, long at) {
        return new NodeOfPerson(personId, node, null, false, at);
    }

    static NodeOfPerson forgotten(String personId, String node, long at) {
        return new NodeOfPerson(personId, node, null, true, at);
    }
}

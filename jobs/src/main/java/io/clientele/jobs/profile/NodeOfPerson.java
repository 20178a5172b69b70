package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.identity.Identifier;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A node's profile on its way to its person.
 *
 * @param profile the profile; null when the node is no longer this person's
 * @param isErasure whether the node is taken away because it is forgotten
 * @param isFromItself whether it comes from a node that is a person by itself, and not by way of who knows whose the linked ones are
 * @param at when what is behind it happened, epoch microseconds
 * @param day the business day, days since 1970-01-01, from whose end on scores and cut points see the node with this person, or no longer
 */
@TypeInfo(NodeOfPersonSerializer.Factory.class)
public record NodeOfPerson(
        String personId,
        String node,
        @Nullable NodeProfile profile,
        boolean isErasure,
        boolean isFromItself,
        long at,
        int day) {

    /** The profile of a node alone, for the person that it is by itself. */
    static NodeOfPerson ofItself(NodeProfile profile) {
        return new NodeOfPerson(
                Identifier.parse(profile.nodeKey()).personId(),
                profile.nodeKey(),
                profile,
                false,
                true,
                profile.changedAt(),
                BusinessCalendar.BEFORE_ALL_DAYS);
    }

    /** The same person is told that the node is forgotten. */
    static NodeOfPerson forgottenItself(String node, long at) {
        return new NodeOfPerson(
                Identifier.parse(node).personId(), node, null, true, true, at, BusinessCalendar.BEFORE_ALL_DAYS);
    }

    static NodeOfPerson of(String personId, NodeProfile profile, long at, int day) {
        return new NodeOfPerson(personId, profile.nodeKey(), profile, false, false, at, day);
    }

    static NodeOfPerson moved(String personId, String node, long at, int day) {
        return new NodeOfPerson(personId, node, null, false, false, at, day);
    }

    static NodeOfPerson forgotten(String personId, String node, long at) {
        return new NodeOfPerson(personId, node, null, true, false, at, BusinessCalendar.BEFORE_ALL_DAYS);
    }

    /** Whether it is about the node that the person is named after. */
    boolean isOfNamesake() {
        return isFromItself || Identifier.parse(node).personId().equals(personId);
    }
}

package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;

/**
 * What the graph tells a node.
 *
 * @param node the node, {@code type:value}
 * @param personId whose it is now
 * @param answers how many of the node's facts this answers: 0 or 1
 * @param isForgotten whether the graph has forgotten the node: its last word about it
 * @param at event time of the fact behind it, epoch microseconds
 * @param day the business day, days since 1970-01-01, from whose end on it counts in scores and cut points
 */
public record IdentityNews(String node, String personId, int answers, boolean isForgotten, long at, int day) {

    static IdentityNews forgotten(String node, long at) {
        return new IdentityNews(node, "", 0, true, at, BusinessCalendar.BEFORE_ALL_DAYS);
    }

    /** The same answer of a node that is still this person's. */
    IdentityNews of(String person) {
        return new IdentityNews(node, person, answers, isForgotten, at, day);
    }
}

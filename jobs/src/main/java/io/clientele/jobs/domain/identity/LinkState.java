package io.clientele.jobs.domain.identity;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a link, however often it was observed.
 *
 * @param at the earliest event time, epoch microseconds
 * @param eventId the event that said so
 * @param refusal why it joins nothing; null when it is in force
 * @param nextOfFirst the pair of the next link of the pair's first identifier, empty at the end of the list
 * @param nextOfSecond the same for the second identifier
 */
public record LinkState(
        long at, String eventId, @Nullable RefusalReason refusal, String nextOfFirst, String nextOfSecond) {

    LinkState observed(Linked link) {
        return new LinkState(link.at(), link.eventId(), refusal, nextOfFirst, nextOfSecond);
    }

    /** With another link next in the list of the identifier. */
    LinkState followedBy(String next, boolean isFirst) {
        return new LinkState(at, eventId, refusal, isFirst ? next : nextOfFirst, isFirst ? nextOfSecond : next);
    }

    LinkState refused(@Nullable RefusalReason reason) {
        return new LinkState(at, eventId, reason, nextOfFirst, nextOfSecond);
    }
}

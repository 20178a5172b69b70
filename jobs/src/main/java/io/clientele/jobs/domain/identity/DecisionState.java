package io.clientele.jobs.domain.identity;

/**
 * The newest decision about a pair.
 *
 * @param isMerge whether the two were merged, else unmerged
 * @param at its event time, epoch microseconds
 * @param eventId the event that said so
 * @param isRefused whether the merge joins nothing, because it contradicts an unmerge
 */
public record DecisionState(boolean isMerge, long at, String eventId, boolean isRefused) {

    static DecisionState of(Decision decision) {
        return new DecisionState(decision.isMerge(), decision.at(), decision.eventId(), false);
    }

    DecisionState refused(boolean refused) {
        return new DecisionState(isMerge, at, eventId, refused);
    }

    Decision about(IdentifierPair pair) {
        return isMerge ? new Merged(pair, at, eventId) : new Unmerged(pair, at, eventId);
    }
}

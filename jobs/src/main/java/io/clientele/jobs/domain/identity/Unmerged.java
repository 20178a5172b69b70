package io.clientele.jobs.domain.identity;

/**
 * Somebody decided that two identifiers belong to two persons, whatever links are observed.
 *
 * @param at the event's time, epoch microseconds
 */
public record Unmerged(IdentifierPair pair, long at, String eventId) implements Decision {

    @Override
    public boolean isMerge() {
        return false;
    }
}

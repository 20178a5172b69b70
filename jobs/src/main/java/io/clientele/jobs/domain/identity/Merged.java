package io.clientele.jobs.domain.identity;

/**
 * Somebody decided that two identifiers belong to one person, whatever the limits say.
 *
 * @param at the event's time, epoch microseconds
 */
public record Merged(IdentifierPair pair, long at, String eventId) implements Decision {

    @Override
    public boolean isMerge() {
        return true;
    }
}

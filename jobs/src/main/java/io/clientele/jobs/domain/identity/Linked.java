package io.clientele.jobs.domain.identity;

/**
 * Two identifiers were observed together. Observed many times, it is one link with the earliest time.
 *
 * @param at the event's time, epoch microseconds
 */
public record Linked(IdentifierPair pair, long at, String eventId) implements IdentityFact {

    @Override
    public String subject() {
        return "link " + pair.text();
    }

    @Override
    public boolean prevailsOver(IdentityFact other) {
        return other instanceof Linked link && (at < link.at || (at == link.at && eventId.compareTo(link.eventId) < 0));
    }
}

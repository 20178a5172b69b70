package io.clientele.jobs.domain.identity;

/**
 * An identifier was observed. Only the earliest time counts; which event it came from serves the log alone.
 *
 * @param at the event's time, epoch microseconds
 */
public record Seen(Identifier identifier, long at, String eventId) implements IdentityFact {

    @Override
    public String subject() {
        return "seen " + identifier.text();
    }

    @Override
    public boolean prevailsOver(IdentityFact other) {
        return other instanceof Seen seen && at < seen.at;
    }
}

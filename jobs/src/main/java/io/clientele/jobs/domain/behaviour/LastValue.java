package io.clientele.jobs.domain.behaviour;

/**
 * A value and when it was said; of several the newest counts.
 *
 * @param at epoch microseconds
 */
public record LastValue(long at, String eventId, String value) {

    /** The later of two; of the same instant, the one with the larger event id. */
    public LastValue later(LastValue other) {
        int order = Long.compare(at, other.at);
        return (order != 0 ? order : eventId.compareTo(other.eventId)) >= 0 ? this : other;
    }
}

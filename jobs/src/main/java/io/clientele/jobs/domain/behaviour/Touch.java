package io.clientele.jobs.domain.behaviour;

import org.jspecify.annotations.Nullable;

/**
 * A contact and where it came from.
 *
 * @param at epoch microseconds
 * @param channel the marketing channel (utm_medium) if the contact carries one, else where it happened (web, store …)
 * @param source utm_source, if the contact carries one
 * @param campaign utm_campaign, if the contact carries one
 */
public record Touch(
        long at,
        String eventId,
        @Nullable String channel,
        @Nullable String source,
        @Nullable String campaign) {

    /** The earlier of two; of the same instant, the one with the smaller event id. */
    public Touch earlier(Touch other) {
        int order = Long.compare(at, other.at);
        return (order != 0 ? order : eventId.compareTo(other.eventId)) <= 0 ? this : other;
    }
}

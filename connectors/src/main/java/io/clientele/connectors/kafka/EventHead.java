package io.clientele.connectors.kafka;

import org.jspecify.annotations.Nullable;

/**
 * What is read of every event before it is sent on: its key for duplicates, when it happened and whose it is.
 *
 * @param eventId {@code event_id}
 * @param occurredAt {@code occurred_at}, epoch microseconds UTC by the client's clock
 * @param sentAt {@code sent_at}, by the same clock
 * @param receivedAt {@code received_at}, by the receiving server's clock
 * @param identifiers the identifiers that it carries
 */
record EventHead(
        String eventId,
        long occurredAt,
        @Nullable Long sentAt,
        @Nullable Long receivedAt,
        EventIdentifiers identifiers) {

    /**
     * When the event happened by the server's clock: {@code received_at - (sent_at - occurred_at)} where both are known, else
     * {@code occurred_at}. A client's wrong clock cancels out.
     *
     * @throws ArithmeticException if the times are so far apart that no instant results
     */
    long eventTimeMicros() {
        return sentAt == null || receivedAt == null
                ? occurredAt
                : Math.subtractExact(receivedAt, Math.subtractExact(sentAt, occurredAt));
    }
}

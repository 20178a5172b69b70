package io.clientele.jobs.events;

/**
 * An event that came after event time had passed it by.
 *
 * @param eventTime epoch microseconds
 * @param watermark where event time stood, epoch milliseconds
 * @param reason {@code after_boundary}: in the profile, but not in the cut points of its day until a rebuild;
 *     {@code beyond_deduplication}: not in the profile until a rebuild; {@code beyond_sessions}: in no session until a rebuild;
 *     {@code beyond_carts}: in no cart until a rebuild
 */
public record LateEvent(
        String topic,
        int partition,
        long offset,
        String eventId,
        String eventName,
        long eventTime,
        long watermark,
        String reason) {}

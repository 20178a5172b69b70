package io.clientele.jobs.journey;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.events.LateEvent;

/** Where an event was in Kafka, and what it is called. */
public record EventPlace(String topic, int partition, long offset, String eventName) {
    /** Why an event is late: no session can take it in any more. */
    static final String BEYOND_SESSIONS = "beyond_sessions";
    /** Why an event is late: its cart has settled. */
    static final String BEYOND_CARTS = "beyond_carts";

    static EventPlace of(ReceivedEvent event, String eventName) {
        return new EventPlace(event.topic(), event.partition(), event.offset(), eventName);
    }

    /** The event as one that came too late for its session. */
    LateEvent late(String eventId, long eventTime, long watermark) {
        return late(eventId, eventTime, watermark, BEYOND_SESSIONS);
    }

    /** The event as one that came too late for its cart. */
    LateEvent lateForCart(String eventId, long eventTime, long watermark) {
        return late(eventId, eventTime, watermark, BEYOND_CARTS);
    }

    private LateEvent late(String eventId, long eventTime, long watermark, String reason) {
        return new LateEvent(topic, partition, offset, eventId, eventName, eventTime, watermark, reason);
    }
}

package io.clientele.jobs.journey;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.events.LateEvent;

/** Where an event was in Kafka, and what it is called. */
public record EventPlace(String topic, int partition, long offset, String eventName) {

    static EventPlace of(ReceivedEvent event, String eventName) {
        return new EventPlace(event.topic(), event.partition(), event.offset(), eventName);
    }

    /** The event as one that came too late for its session. */
    LateEvent late(String eventId, long eventTime, long watermark) {
        return late(eventId, eventTime, watermark, "beyond_sessions");
    }

    /** The event as one that came too late for its cart. */
    LateEvent lateForCart(String eventId, long eventTime, long watermark) {
        return late(eventId, eventTime, watermark, "beyond_carts");
    }

    private LateEvent late(String eventId, long eventTime, long watermark, String reason) {
        return new LateEvent(topic, partition, offset, eventId, eventName, eventTime, watermark, reason);
    }
}

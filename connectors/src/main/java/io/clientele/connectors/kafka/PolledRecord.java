package io.clientele.connectors.kafka;

import org.jspecify.annotations.Nullable;

/**
 * What one Kafka record turned out to be: exactly one of an event, a dead letter and a heartbeat. Inside the source only, and
 * public because Flink makes no records of classes it cannot see.
 *
 * @param event an event
 * @param rejected a dead letter
 * @param heartbeatMillis the heartbeat's instant, epoch milliseconds UTC
 */
public record PolledRecord(
        @Nullable ReceivedEvent event,
        @Nullable DeadLetter rejected,
        @Nullable Long heartbeatMillis) {

    static PolledRecord of(ReceivedEvent event) {
        return new PolledRecord(event, null, null);
    }

    static PolledRecord of(DeadLetter rejected) {
        return new PolledRecord(null, rejected, null);
    }

    static PolledRecord heartbeat(long millis) {
        return new PolledRecord(null, null, millis);
    }

    /** The Flink timestamp: the event's time, the heartbeat's instant, the Kafka timestamp of what cannot be read. */
    long timestampMillis() {
        if (event != null) {
            return event.eventTimeMillis();
        }
        if (rejected != null) {
            return rejected.kafkaTimestamp();
        }
        return heartbeatMillis == null ? Long.MIN_VALUE : heartbeatMillis;
    }
}

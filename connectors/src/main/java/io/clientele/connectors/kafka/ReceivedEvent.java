package io.clientele.connectors.kafka;

/**
 * An event as it came from Kafka, still encoded: only the head of the envelope was read. The payload was checked to be one
 * complete record of its writer schema, so decoding it later cannot run past its end.
 *
 * @param topic Kafka topic
 * @param partition Kafka partition
 * @param offset Kafka offset
 * @param kafkaTimestamp the record's Kafka timestamp, epoch milliseconds UTC
 * @param schemaId the registry's id of the writer schema
 * @param value the whole Kafka value, wire format header included
 * @param eventTimeMicros when it happened, epoch microseconds UTC, corrected for a wrong client clock
 * @param eventId the envelope's {@code event_id}, the key for dropping duplicates
 * @param identifiers the envelope's identifiers
 */
public record ReceivedEvent(
        String topic,
        int partition,
        long offset,
        long kafkaTimestamp,
        int schemaId,
        byte[] value,
        long eventTimeMicros,
        String eventId,
        EventIdentifiers identifiers) {

    /** Event time in epoch milliseconds UTC, rounded down. */
    public long eventTimeMillis() {
        return Math.floorDiv(eventTimeMicros, 1000L);
    }
}

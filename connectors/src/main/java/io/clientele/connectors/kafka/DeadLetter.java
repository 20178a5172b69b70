package io.clientele.connectors.kafka;

import io.clientele.schemas.Contracts;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be used: where it was, why it was refused and its bytes, so that it can be replayed after a fix.
 *
 * @param topic Kafka topic it came from
 * @param partition its partition
 * @param offset its offset
 * @param kafkaTimestamp its Kafka timestamp, epoch milliseconds UTC
 * @param reason why it was refused
 * @param detail the reason in words, for people
 * @param job the job that refused it
 * @param schemaId the writer schema id, if the value got that far
 * @param recordKey the Kafka key
 * @param recordValue the whole Kafka value
 * @param valueSize size of the value in bytes, 0 for null
 */
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        long kafkaTimestamp,
        RejectionReason reason,
        String detail,
        String job,
        @Nullable Integer schemaId,
        byte @Nullable [] recordKey,
        byte @Nullable [] recordValue,
        int valueSize) {

    static DeadLetter of(
            ConsumerRecord<byte[], byte[]> record,
            RejectionReason reason,
            String detail,
            String job,
            @Nullable Integer schemaId) {
        byte @Nullable [] value = record.value();
        return new DeadLetter(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                reason,
                detail,
                job,
                schemaId,
                record.key(),
                value,
                value == null ? 0 : value.length);
    }

    /** The dead letter as its contract {@link Contracts#DEAD_LETTER} has it. */
    public GenericRecord toAvro() {
        GenericRecord record = new GenericData.Record(Contracts.DEAD_LETTER.schema());
        record.put("topic", topic);
        record.put("partition", partition);
        record.put("offset", offset);
        record.put("kafka_timestamp", kafkaTimestamp * 1_000);
        record.put("reason", reason.code());
        record.put("detail", detail);
        record.put("job", job);
        record.put("schema_id", schemaId);
        record.put("record_key", recordKey == null ? null : ByteBuffer.wrap(recordKey));
        record.put("record_value", recordValue == null ? null : ByteBuffer.wrap(recordValue));
        record.put("value_size", valueSize);
        return record;
    }

    /** The dead letter of an event of a person who was erased: where it was and no more. */
    public static DeadLetter ofErased(ReceivedEvent event, String job) {
        return new DeadLetter(
                event.topic(),
                event.partition(),
                event.offset(),
                event.kafkaTimestamp(),
                RejectionReason.ERASED,
                "It carries an identifier of a person who was erased; nothing of it is kept",
                job,
                event.schemaId(),
                null,
                null,
                event.value().length);
    }

    /** The dead letter of an event that was read but refused later. Its Kafka key is no longer known. */
    public static DeadLetter of(ReceivedEvent event, RejectionReason reason, String detail, String job) {
        return new DeadLetter(
                event.topic(),
                event.partition(),
                event.offset(),
                event.kafkaTimestamp(),
                reason,
                detail,
                job,
                event.schemaId(),
                null,
                event.value(),
                event.value().length);
    }
}

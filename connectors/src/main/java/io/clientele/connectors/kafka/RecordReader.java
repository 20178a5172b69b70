package io.clientele.connectors.kafka;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells events, heartbeats and unreadable records apart, in this order: null value, size, wire format, schema id, payload. Reads
 * only the head of the envelope; decoding the fields that a job needs is for the operator that needs them.
 */
final class RecordReader implements KafkaRecordDeserializationSchema<PolledRecord>, Serializable {
    private static final long serialVersionUID = 1L;

    private final WriterSchemas schemas;
    private final int maxEventBytes;
    private final String prefix;
    private final String jobName;

    private transient @Nullable Map<Integer, EventHeadReader> readers;

    /** @param prefix what the names of the topics have before those of the contracts */
    RecordReader(WriterSchemas schemas, int maxEventBytes, String prefix, String jobName) {
        this.schemas = schemas;
        this.maxEventBytes = maxEventBytes;
        this.prefix = prefix;
        this.jobName = jobName;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<PolledRecord> out) {
        out.collect(read(record));
    }

    @Override
    public TypeInformation<PolledRecord> getProducedType() {
        return TypeInformation.of(PolledRecord.class);
    }

    PolledRecord read(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        if (value == null) {
            Long heartbeat = Heartbeat.timeOf(record.headers());
            return heartbeat != null
                    ? PolledRecord.heartbeat(heartbeat)
                    : rejected(record, RejectionReason.NULL_VALUE, "A null value that is no heartbeat", null);
        }
        @Nullable Integer schemaId = null;
        try {
            requireAcceptedSize(value);
            schemaId = WireFormat.schemaId(value);
            return PolledRecord.of(event(record, value, schemaId));
        } catch (UndecodableEvent undecodable) {
            return rejected(record, undecodable.reason(), undecodable.detail(), schemaId);
        }
    }

    private ReceivedEvent event(ConsumerRecord<byte[], byte[]> record, byte[] value, int schemaId)
            throws UndecodableEvent {
        EventHead head = reader(schemaId).read(value);
        return new ReceivedEvent(
                record.topic().substring(prefix.length()),
                record.partition(),
                record.offset(),
                record.timestamp(),
                schemaId,
                value,
                eventTime(head),
                head.eventId(),
                head.identifiers());
    }

    private EventHeadReader reader(int schemaId) throws UndecodableEvent {
        if (readers == null) {
            readers = new HashMap<>();
        }
        EventHeadReader reader = readers.get(schemaId);
        if (reader == null) {
            try {
                reader = EventHeadReader.of(schemas.byId(schemaId));
            } catch (UnknownSchema unknown) {
                throw new UndecodableEvent(
                        RejectionReason.UNKNOWN_SCHEMA, String.valueOf(unknown.getMessage()), unknown);
            }
            readers.put(schemaId, reader);
        }
        return reader;
    }

    private static long eventTime(EventHead head) throws UndecodableEvent {
        try {
            return head.eventTimeMicros();
        } catch (ArithmeticException overflow) {
            throw new UndecodableEvent(
                    RejectionReason.UNDECODABLE,
                    "occurred_at, sent_at and received_at are too far apart to be instants",
                    overflow);
        }
    }

    private void requireAcceptedSize(byte[] value) throws UndecodableEvent {
        if (value.length > maxEventBytes) {
            throw new UndecodableEvent(
                    RejectionReason.OVERSIZED,
                    "The value has %d bytes, accepted are %d".formatted(value.length, maxEventBytes));
        }
    }

    private PolledRecord rejected(
            ConsumerRecord<byte[], byte[]> record, RejectionReason reason, String detail, @Nullable Integer schemaId) {
        return PolledRecord.of(DeadLetter.of(record, reason, detail, jobName, schemaId));
    }
}

package io.clientele.connectors.kafka;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes whole records of one contract; records without a value say nothing and are passed over. */
final class DecodedRecords<T> implements KafkaRecordDeserializationSchema<T> {
    private static final long serialVersionUID = 1L;

    private final EventDecoder decoder;
    private final TypeInformation<T> type;
    private final SerializableFunction<GenericRecord, T> element;

    DecodedRecords(
            WriterSchemas schemas,
            Schema reader,
            TypeInformation<T> type,
            SerializableFunction<GenericRecord, T> element) {
        this.decoder = new EventDecoder(schemas, reader);
        this.type = type;
        this.element = element;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<T> out) throws IOException {
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        try {
            out.collect(element.apply(decoder.decode(new ReceivedEvent(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    WireFormat.schemaId(value),
                    value,
                    0,
                    "",
                    EventIdentifiers.NONE))));
        } catch (UndecodableEvent unreadable) {
            throw new IOException(
                    "topic %s, partition %d, offset %d: %s"
                            .formatted(record.topic(), record.partition(), record.offset(), unreadable.detail()),
                    unreadable);
        }
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }
}

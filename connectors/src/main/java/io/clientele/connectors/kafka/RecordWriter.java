package io.clientele.connectors.kafka;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Turns elements into Kafka records in wire format, with the schema id that the registry gave when the sink opened. */
final class RecordWriter<T> implements KafkaRecordSerializationSchema<T> {
    private static final long serialVersionUID = 1L;

    private final SchemaRegistry registry;
    private final String topic;
    private final Schema schema;
    private final RecordKey<T> key;
    private final SerializableFunction<T, GenericRecord> record;

    private transient int schemaId;

    RecordWriter(
            SchemaRegistry registry,
            String topic,
            Schema schema,
            RecordKey<T> key,
            SerializableFunction<T, GenericRecord> record) {
        this.registry = registry;
        this.topic = topic;
        this.schema = schema;
        this.key = key;
        this.record = record;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        schemaId = registry.register(topic + "-value", schema);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(T element, KafkaSinkContext context, @Nullable Long timestamp) {
        // Flink's timestamp is event time and may lie years back; the record's time in Kafka is when it was sent.
        return new ProducerRecord<>(topic, null, key.of(element), WireFormat.encode(schemaId, record.apply(element)));
    }
}

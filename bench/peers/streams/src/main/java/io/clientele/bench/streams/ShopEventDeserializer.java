package io.clientele.bench.streams;

import io.clientele.bench.throughput.ResultFields;
import io.clientele.bench.throughput.Workload;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Decodes the fields that the result needs, into a record that each thread uses again. */
final class ShopEventDeserializer implements Deserializer<ShopEvent> {

    /** Confluent's wire format has a byte and the schema's id before the record. */
    private static final int HEADER = 5;

    /** All threads of Kafka Streams have the same deserializer. */
    private final ThreadLocal<Readers> readers = ThreadLocal.withInitial(Readers::new);

    private static final class Readers {
        private final Map<String, GenericDatumReader<GenericRecord>> byTopic = new HashMap<>();
        private final Map<String, GenericRecord> records = new HashMap<>();
        private @Nullable BinaryDecoder decoder;

        private GenericRecord read(String topic, byte[] value) throws IOException {
            decoder = DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, decoder);
            GenericRecord event = byTopic.computeIfAbsent(topic, ShopEventDeserializer::reader)
                    .read(records.get(topic), decoder);
            records.put(topic, event);
            return event;
        }
    }

    @Override
    public ShopEvent deserialize(String topic, byte[] value) {
        GenericRecord event;
        try {
            event = readers.get().read(topic, value);
        } catch (IOException undecodable) {
            throw new SerializationException("an event of " + topic + " cannot be decoded", undecodable);
        }
        boolean isOrder = topic.equals(Workload.ORDERS);
        return new ShopEvent(
                (String) event.get("event_id"),
                (String) event.get("event_name"),
                (Long) event.get("occurred_at"),
                isOrder,
                isOrder ? units(event.get("gross_amount")) - units(event.get("discount_amount")) : 0);
    }

    private static GenericDatumReader<GenericRecord> reader(String topic) {
        return new GenericDatumReader<>(EventContract.of(topic).schema(), ResultFields.of(topic), Contracts.model());
    }

    private static long units(@Nullable Object amount) {
        return amount == null ? 0 : ((BigDecimal) amount).unscaledValue().longValueExact();
    }
}

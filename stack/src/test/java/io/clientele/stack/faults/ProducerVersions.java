package io.clientele.stack.faults;

import io.clientele.connectors.kafka.SchemaRegistry;
import io.clientele.connectors.kafka.WireFormat;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.FrozenContracts;
import io.clientele.schemas.JsonEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/**
 * Row 17: producers of several versions at once. Each event is sent as one of them sends it: with any released version of its contract, or
 * with one that has a field of which nobody here knows.
 */
final class ProducerVersions {

    /** A schema that producers write with, and its id. */
    private record Version(int id, Schema schema) {}

    private final Map<EventContract, List<Version>> versions = new HashMap<>();
    private final Random random;

    ProducerVersions(SchemaRegistry registry, Random random) {
        this.random = random;
        for (EventContract contract : EventContract.events()) {
            List<Schema> schemas = new ArrayList<>(FrozenContracts.of(contract));
            schemas.add(ofTomorrow(contract.schema()));
            versions.put(
                    contract,
                    schemas.stream()
                            .map(schema -> new Version(registry.register(contract.subject(), schema), schema))
                            .toList());
        }
    }

    /** The value of the event's record, as one of the producers writes it. */
    byte[] encode(JsonEvent event) {
        List<Version> possible = versions.getOrDefault(event.contract(), List.of());
        Version version = possible.get(random.nextInt(possible.size()));
        byte[] today = WireFormat.encode(version.id(), event.record());
        try {
            GenericRecord written = new GenericDatumReader<GenericRecord>(
                            event.record().getSchema(), version.schema(), Contracts.model())
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            today,
                                            WireFormat.PAYLOAD_OFFSET,
                                            today.length - WireFormat.PAYLOAD_OFFSET,
                                            null));
            return WireFormat.encode(version.id(), written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema ofTomorrow(Schema today) {
        List<Schema.Field> fields = new ArrayList<>();
        fields.add(new Schema.Field(
                "of_tomorrow",
                SchemaBuilder.builder().unionOf().stringType().and().nullType().endUnion(),
                "something new, which every event has",
                "new"));
        today.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        return Schema.createRecord(today.getName(), today.getDoc(), today.getNamespace(), false, fields);
    }
}

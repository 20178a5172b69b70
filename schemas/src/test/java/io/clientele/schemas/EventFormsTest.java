package io.clientele.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** An event is the same event in every form: as JSON, on the wire, and read through a projection. */
class EventFormsTest {
    private static final JsonEvents JSON = new JsonEvents(ZoneOffset.UTC);
    private static final EventRules RULES = new EventRules("GBP");

    @Provide
    Arbitrary<EventContract> contracts() {
        return Arbitraries.of(EventContract.events());
    }

    @Property(tries = 500)
    void jsonLosesNothing(@ForAll("contracts") EventContract contract, @ForAll long seed)
            throws InvalidEvent, IOException {
        GenericRecord event = new RandomEvents(seed).next(contract.schema());
        ObjectNode json = (ObjectNode) json(contract.schema(), event);
        json.put("topic", contract.topic());
        assertThat(encode(JSON.read(json.toString()).record())).isEqualTo(encode(event));
    }

    @Property(tries = 500)
    void theWireLosesNothing(@ForAll("contracts") EventContract contract, @ForAll long seed) throws IOException {
        GenericRecord event = new RandomEvents(seed).next(contract.schema());
        GenericRecord read = decode(encode(event), contract.schema(), contract.readerSchema());
        for (Schema.Field field : contract.schema().getFields()) {
            assertThat(read.get(field.name())).isEqualTo(withSchema(event.get(field.pos()), read.get(field.name())));
        }
        assertThat(read.get("event_id")).isInstanceOf(String.class);
    }

    @Property(tries = 1000)
    void theRulesJudgeAProjectionLikeTheWhole(@ForAll("contracts") EventContract contract, @ForAll long seed)
            throws IOException {
        GenericRecord event = new RandomEvents(seed).next(contract.schema());
        Schema projection = contract.schema(EventRules.fields(contract).toArray(String[]::new));
        GenericRecord projected = decode(encode(event), contract.schema(), projection);
        assertThat(RULES.violation(contract, projected)).isEqualTo(RULES.violation(contract, event));
    }

    private static byte[] encode(GenericRecord event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(event.getSchema(), Contracts.model()).write(event, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static GenericRecord decode(byte[] bytes, Schema writer, Schema reader) throws IOException {
        return new GenericDatumReader<GenericRecord>(writer, reader, Contracts.model())
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }

    /** Records of the writer's and the reader's schema are never equal; their texts are. */
    private static @Nullable Object withSchema(@Nullable Object written, @Nullable Object read) {
        return written != null && read != null && written.toString().equals(read.toString()) ? read : written;
    }

    private static JsonNode json(Schema schema, @Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value == null) {
            return nodes.nullNode();
        }
        if (schema.isUnion()) {
            return json(schema.getTypes().get(1), value);
        }
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
            return nodes.textNode(
                    Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString());
        }
        if (schema.getLogicalType() instanceof LogicalTypes.Date) {
            return nodes.textNode(LocalDate.ofEpochDay((Integer) value).toString());
        }
        if (value instanceof GenericRecord record) {
            ObjectNode object = nodes.objectNode();
            schema.getFields()
                    .forEach(field -> object.set(field.name(), json(field.schema(), record.get(field.pos()))));
            return object;
        }
        if (value instanceof List<?> items) {
            ArrayNode array = nodes.arrayNode();
            items.forEach(item -> array.add(json(schema.getElementType(), item)));
            return array;
        }
        if (value instanceof BigDecimal decimal) {
            return nodes.numberNode(decimal);
        }
        return switch (schema.getType()) {
            case STRING -> nodes.textNode((String) value);
            case INT -> nodes.numberNode((Integer) value);
            case LONG -> nodes.numberNode((Long) value);
            case DOUBLE -> nodes.numberNode((Double) value);
            case BOOLEAN -> nodes.booleanNode((Boolean) value);
            default -> throw new IllegalStateException("no JSON form of " + schema);
        };
    }
}

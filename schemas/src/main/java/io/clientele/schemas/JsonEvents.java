package io.clientele.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from JSON: one flat object with the fields of the contract, and {@code topic} beside them. Nothing is
 * guessed: a field that is unknown, missing or of another type is refused.
 *
 * <p>Instants are ISO 8601 texts; without an offset they are in the business zone. Dates are ISO 8601 texts. Decimals are
 * numbers or texts. Whether the event keeps the rules of its contract is a second question, for {@link EventRules}.
 */
public final class JsonEvents {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String TOPIC = "topic";

    private final JsonScalars scalars;

    /** Reads events whose times without an offset are in this zone. */
    public JsonEvents(ZoneId businessZone) {
        this.scalars = new JsonScalars(businessZone);
    }

    /**
     * Reads one event.
     *
     * @param json an object with {@code topic} and the fields of that topic's contract
     * @throws InvalidEvent if it is not one; names the field
     */
    public JsonEvent read(String json) throws InvalidEvent {
        JsonNode node = parse(json);
        if (!(node instanceof ObjectNode object)) {
            throw new InvalidEvent("event", "is not a JSON object", json);
        }
        JsonNode topic = object.remove(TOPIC);
        if (topic == null) {
            throw new InvalidEvent(TOPIC, "is missing", "");
        }
        EventContract contract = EventContract.events().stream()
                .filter(candidate -> candidate.topic().equals(topic.textValue()))
                .findFirst()
                .orElseThrow(() -> new InvalidEvent(TOPIC, "is not an event topic", topic.asText()));
        return new JsonEvent(contract, read(contract, object));
    }

    /**
     * Reads one event of a known topic.
     *
     * @param object the fields of the contract; decimals must not have been read as binary floating point
     * @throws InvalidEvent if a field is unknown, missing or of another type
     */
    public GenericRecord read(EventContract contract, JsonNode object) throws InvalidEvent {
        return readRecord("", contract.schema(), object);
    }

    private static JsonNode parse(String json) throws InvalidEvent {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InvalidEvent("event", "is not valid JSON", e.getOriginalMessage());
        }
    }

    private GenericRecord readRecord(String path, Schema schema, JsonNode object) throws InvalidEvent {
        if (!object.isObject()) {
            throw new InvalidEvent(path.isEmpty() ? "event" : path, "is not a JSON object", object.toString());
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (schema.getField(name) == null) {
                throw new InvalidEvent(
                        join(path, name),
                        "is not a field of " + schema.getName(),
                        object.path(name).toString());
            }
        }
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            String name = join(path, field.name());
            JsonNode value = object.get(field.name());
            record.put(field.pos(), value == null ? absent(name, field) : readValue(name, field.schema(), value));
        }
        return record;
    }

    private static @Nullable Object absent(String name, Schema.Field field) throws InvalidEvent {
        if (field.schema().isNullable()) {
            return null;
        }
        if (field.hasDefaultValue()) {
            return GenericData.get().getDefaultValue(field);
        }
        throw new InvalidEvent(name, "is missing", "");
    }

    private @Nullable Object readValue(String name, Schema schema, JsonNode value) throws InvalidEvent {
        if (value.isNull()) {
            if (schema.isNullable()) {
                return null;
            }
            throw new InvalidEvent(name, "must not be null", "");
        }
        return switch (schema.getType()) {
            case UNION -> readValue(name, present(schema), value);
            case RECORD -> readRecord(name, schema, value);
            case ARRAY -> readArray(name, schema, value);
            default -> scalars.read(name, schema, value);
        };
    }

    private List<Object> readArray(String name, Schema schema, JsonNode value) throws InvalidEvent {
        if (!value.isArray()) {
            throw new InvalidEvent(name, "is not a JSON array", value.toString());
        }
        List<Object> items = new ArrayList<>(value.size());
        for (int index = 0; index < value.size(); index++) {
            String place = name + "[" + index + "]";
            Object item = readValue(place, schema.getElementType(), value.get(index));
            if (item == null) {
                throw new InvalidEvent(place, "must not be null", "");
            }
            items.add(item);
        }
        return items;
    }

    private static Schema present(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}

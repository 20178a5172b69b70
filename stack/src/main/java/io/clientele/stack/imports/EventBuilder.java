package io.clientele.stack.imports;

import io.clientele.schemas.EventContract;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Fills an event of a contract field by field, by name. What is not set is null, or the empty list. */
public final class EventBuilder {
    private final GenericData.Record event;

    private EventBuilder(Schema schema) {
        this.event = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            if (field.schema().getType() == Schema.Type.ARRAY) {
                event.put(field.pos(), new ArrayList<>());
            }
        }
    }

    /**
     * Begins an event with the fields that every event has.
     *
     * @param source the system it comes from
     */
    public static EventBuilder event(
            EventContract contract, String name, String eventId, Instant occurredAt, String source, String channel) {
        return new EventBuilder(contract.schema())
                .set("event_id", eventId)
                .set("event_name", name)
                .set("occurred_at", ChronoUnit.MICROS.between(Instant.EPOCH, occurredAt))
                .set("source", source)
                .set("channel", channel);
    }

    /** Begins a line item for a list of records of a contract, {@code lines} of orders for example. */
    public static EventBuilder item(EventContract contract, String listField) {
        return new EventBuilder(field(contract.schema(), listField).schema().getElementType());
    }

    /**
     * Sets a field. Decimals take the scale of the contract; a value with more digits is rounded half up.
     *
     * @throws IllegalArgumentException if the contract has no such field
     */
    public EventBuilder set(String name, @Nullable Object value) {
        Schema.Field field = field(event.getSchema(), name);
        event.put(field.pos(), value instanceof BigDecimal number ? scaled(number, field.schema()) : value);
        return this;
    }

    /** Sets a list of records. */
    public EventBuilder set(String name, List<GenericRecord> items) {
        event.put(field(event.getSchema(), name).pos(), items);
        return this;
    }

    public GenericRecord build() {
        return event;
    }

    private static BigDecimal scaled(BigDecimal number, Schema schema) {
        for (Schema branch : schema.isUnion() ? schema.getTypes() : List.of(schema)) {
            if (branch.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
                return number.setScale(decimal.getScale(), RoundingMode.HALF_UP);
            }
        }
        return number;
    }

    private static Schema.Field field(Schema schema, String name) {
        Schema.Field field = schema.getField(name);
        if (field == null) {
            throw new IllegalArgumentException("%s has no field '%s'".formatted(schema.getFullName(), name));
        }
        return field;
    }
}

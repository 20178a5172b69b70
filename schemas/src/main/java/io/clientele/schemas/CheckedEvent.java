package io.clientele.schemas;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A record being checked: typed access to its fields, and the first violation that was found. */
final class CheckedEvent {
    private final GenericRecord record;
    private @Nullable String violation;

    CheckedEvent(GenericRecord record) {
        this.record = record;
    }

    @Nullable
    String violation() {
        return violation;
    }

    boolean isValid() {
        return violation == null;
    }

    /** Notes a violation unless there is one already. */
    void refuse(String message) {
        if (violation == null) {
            violation = message;
        }
    }

    /** Notes a violation if there is one; its words are only put together then. */
    void refuseIf(boolean broken, Supplier<String> message) {
        if (broken) {
            refuse(message.get());
        }
    }

    boolean has(String field) {
        return value(record, field) != null;
    }

    @Nullable
    String text(String field) {
        Object value = value(record, field);
        return value == null ? null : value.toString();
    }

    @Nullable
    Number number(String field) {
        return (Number) value(record, field);
    }

    @Nullable
    BigDecimal decimal(String field) {
        return decimal(record, field);
    }

    /** Notes a violation unless the field is there and not blank. */
    void require(String field, String eventName) {
        String text = text(field);
        if (text == null || text.isBlank()) {
            refuse(eventName + " needs " + field);
        }
    }

    void requireRange(String field, long least, long most) {
        Number value = number(field);
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            refuse(field + " is " + value + ", not " + least + " to " + most);
        }
    }

    void requireNotNegative(String field) {
        BigDecimal amount = decimal(field);
        if (amount != null && amount.signum() < 0) {
            refuse(field + " is negative: " + amount.toPlainString());
        }
    }

    /** The records of a list field, not to be changed. */
    @SuppressWarnings("unchecked") // the contract says of what
    List<GenericRecord> records(String field) {
        return value(record, field) instanceof List<?> items ? (List<GenericRecord>) items : List.of();
    }

    static @Nullable Integer integer(GenericRecord record, String field) {
        return (Integer) value(record, field);
    }

    static @Nullable BigDecimal decimal(GenericRecord record, String field) {
        Object value = value(record, field);
        if (value instanceof ByteBuffer bytes) {
            byte[] unscaled = new byte[bytes.remaining()];
            bytes.duplicate().get(unscaled);
            return new BigDecimal(
                    new BigInteger(unscaled),
                    scale(record.getSchema().getField(field).schema()));
        }
        return (BigDecimal) value;
    }

    private static int scale(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .mapToInt(CheckedEvent::scale)
                        .findFirst()
                        .orElseThrow()
                : ((LogicalTypes.Decimal) schema.getLogicalType()).getScale();
    }

    private static @Nullable Object value(GenericRecord record, String field) {
        Schema.Field found = record.getSchema().getField(field);
        if (found == null) {
            throw new IllegalArgumentException(
                    "the schema " + record.getSchema().getFullName() + " was read with lacks " + field
                            + ": a projection must have the fields that EventRules.fields names");
        }
        return record.get(found.pos());
    }
}

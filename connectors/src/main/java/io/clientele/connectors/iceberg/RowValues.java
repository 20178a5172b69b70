package io.clientele.connectors.iceberg;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Turns Java and Avro values into Flink's internal ones, by the type of the Iceberg column. */
final class RowValues {
    private static final int MICROS_PER_MILLI = 1_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private RowValues() {}

    static Object toInternal(Type type, Object value) {
        return switch (type.typeId()) {
            case STRING -> StringData.fromString(string(value));
            case INTEGER -> (Integer) value;
            case LONG -> value instanceof Integer number ? (Object) number.longValue() : (Long) value;
            case BOOLEAN -> (Boolean) value;
            case DOUBLE -> (Double) value;
            case FLOAT -> (Float) value;
            case DECIMAL -> decimal((Types.DecimalType) type, value);
            case DATE -> date(value);
            case TIMESTAMP -> timestamp(value);
            case BINARY -> bytes(value);
            case LIST -> list(type.asListType(), (Collection<?>) value);
            case MAP -> map(type.asMapType(), (Map<?, ?>) value);
            case STRUCT -> struct(type.asStructType(), value);
            default -> throw new IllegalArgumentException("columns of type " + type + " are not supported");
        };
    }

    private static String string(Object value) {
        if (value instanceof CharSequence
                || value instanceof Enum<?>
                || value instanceof org.apache.avro.generic.GenericEnumSymbol<?>) {
            return value.toString();
        }
        throw new IllegalArgumentException("a text is needed");
    }

    private static DecimalData decimal(Types.DecimalType type, Object value) {
        BigDecimal exact;
        if (value instanceof BigDecimal number) {
            exact = number;
        } else if (value instanceof GenericFixed fixed) {
            exact = new BigDecimal(new BigInteger(fixed.bytes()), type.scale());
        } else {
            exact = new BigDecimal(new BigInteger(bytes(value)), type.scale());
        }
        BigDecimal stripped = exact.stripTrailingZeros();
        if (stripped.scale() > type.scale()
                || stripped.precision() - stripped.scale() > type.precision() - type.scale()) {
            throw new IllegalArgumentException(exact.toPlainString() + " does not fit without loss");
        }
        return DecimalData.fromBigDecimal(exact.setScale(type.scale()), type.precision(), type.scale());
    }

    private static Integer date(Object value) {
        return value instanceof LocalDate date ? Integer.valueOf(Math.toIntExact(date.toEpochDay())) : (Integer) value;
    }

    private static TimestampData timestamp(Object value) {
        if (value instanceof Instant instant) {
            return TimestampData.fromInstant(instant.truncatedTo(ChronoUnit.MICROS));
        }
        long micros = (Long) value;
        return TimestampData.fromEpochMillis(
                Math.floorDiv(micros, MICROS_PER_MILLI), Math.floorMod(micros, MICROS_PER_MILLI) * NANOS_PER_MICRO);
    }

    private static byte[] bytes(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
        return (byte[]) value;
    }

    private static GenericArrayData list(Types.ListType type, Collection<?> elements) {
        Object[] converted = new Object[elements.size()];
        int next = 0;
        for (Object element : elements) {
            converted[next++] = nullable(type.elementType(), type.isElementRequired(), "an element", element);
        }
        return new GenericArrayData(converted);
    }

    private static GenericMapData map(Types.MapType type, Map<?, ?> entries) {
        Map<Object, @Nullable Object> converted = new HashMap<>();
        entries.forEach((key, value) -> converted.put(
                toInternal(type.keyType(), key), nullable(type.valueType(), type.isValueRequired(), "a value", value)));
        return new GenericMapData(converted);
    }

    private static GenericRowData struct(Types.StructType type, Object value) {
        List<Types.NestedField> fields = type.fields();
        GenericRowData row = new GenericRowData(fields.size());
        for (int position = 0; position < fields.size(); position++) {
            Types.NestedField field = fields.get(position);
            Object given = value instanceof IndexedRecord record
                    ? avroField(record, field.name())
                    : ((Map<?, ?>) value).get(field.name());
            row.setField(position, nullable(field.type(), field.isRequired(), field.name(), given));
        }
        requireKnownFields(type, value);
        return row;
    }

    private static @Nullable Object avroField(IndexedRecord record, String name) {
        Schema.Field field = record.getSchema().getField(name);
        return field == null ? null : record.get(field.pos());
    }

    private static void requireKnownFields(Types.StructType type, Object value) {
        Collection<?> names = value instanceof IndexedRecord record
                ? record.getSchema().getFields().stream()
                        .map(Schema.Field::name)
                        .toList()
                : ((Map<?, ?>) value).keySet();
        for (Object name : names) {
            if (type.field(name.toString()) == null) {
                throw new IllegalArgumentException("the struct has no field '" + name + "'");
            }
        }
    }

    private static @Nullable Object nullable(Type type, boolean isRequired, String what, @Nullable Object value) {
        if (value == null) {
            if (isRequired) {
                throw new IllegalArgumentException(what + " is required but null");
            }
            return null;
        }
        return toInternal(type, value);
    }
}

package io.clientele.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Reads single values from JSON, exactly or not at all. */
final class JsonScalars {
    private static final int LONGEST_NUMBER = 100;

    private final ZoneId zone;

    JsonScalars(ZoneId zone) {
        this.zone = zone;
    }

    Object read(String name, Schema schema, JsonNode value) throws InvalidEvent {
        LogicalType logical = schema.getLogicalType();
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return readDecimal(name, decimal, value);
        }
        if (logical instanceof LogicalTypes.TimestampMicros) {
            return readInstant(name, value);
        }
        if (logical instanceof LogicalTypes.Date) {
            return readDate(name, value);
        }
        return switch (schema.getType()) {
            case STRING -> {
                require(value.isTextual(), name, "is not a JSON string", value);
                yield value.textValue();
            }
            case BOOLEAN -> {
                require(value.isBoolean(), name, "is not true or false", value);
                yield value.booleanValue();
            }
            case INT -> {
                require(value.isIntegralNumber() && value.canConvertToInt(), name, "is not a whole number", value);
                yield value.intValue();
            }
            case LONG -> {
                require(value.isIntegralNumber() && value.canConvertToLong(), name, "is not a whole number", value);
                yield value.longValue();
            }
            case DOUBLE -> {
                require(value.isNumber() && Double.isFinite(value.doubleValue()), name, "is not a number", value);
                yield value.doubleValue();
            }
            default -> throw new IllegalStateException("no JSON form for the field " + name + ": " + schema);
        };
    }

    private static BigDecimal readDecimal(String name, LogicalTypes.Decimal type, JsonNode value) throws InvalidEvent {
        BigDecimal number = number(name, value).stripTrailingZeros();
        require(number.scale() <= type.getScale(), name, "has more than " + type.getScale() + " decimals", value);
        // in long, and before setScale: 1e999999999 is short as text but not as digits
        long wholeDigits = (long) number.precision() - number.scale();
        int most = type.getPrecision() - type.getScale();
        require(wholeDigits <= most, name, "has more than " + most + " digits before the point", value);
        return number.setScale(type.getScale());
    }

    private static BigDecimal number(String name, JsonNode value) throws InvalidEvent {
        if (value.isBigDecimal() || value.isIntegralNumber()) {
            return value.decimalValue();
        }
        require(value.isTextual() && value.textValue().length() <= LONGEST_NUMBER, name, "is not a decimal", value);
        try {
            return new BigDecimal(value.textValue());
        } catch (NumberFormatException e) {
            throw new InvalidEvent(name, "is not a decimal", value.toString());
        }
    }

    private long readInstant(String name, JsonNode value) throws InvalidEvent {
        String problem = "is not an ISO 8601 time";
        require(value.isTextual(), name, problem, value);
        try {
            TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    value.textValue(), ZonedDateTime::from, LocalDateTime::from);
            Instant instant =
                    time instanceof LocalDateTime local ? local.atZone(zone).toInstant() : Instant.from(time);
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        } catch (DateTimeException | ArithmeticException e) {
            throw new InvalidEvent(name, problem, value.toString());
        }
    }

    private static int readDate(String name, JsonNode value) throws InvalidEvent {
        String problem = "is not an ISO 8601 date";
        require(value.isTextual(), name, problem, value);
        try {
            return Math.toIntExact(LocalDate.parse(value.textValue()).toEpochDay());
        } catch (DateTimeException | ArithmeticException e) {
            throw new InvalidEvent(name, problem, value.toString());
        }
    }

    private static void require(boolean holds, String name, String problem, JsonNode value) throws InvalidEvent {
        if (!holds) {
            throw new InvalidEvent(name, problem, value.toString());
        }
    }
}

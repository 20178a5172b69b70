package io.clientele.schemas;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Records with arbitrary values of the contract's types; few of them keep its rules. */
final class RandomEvents {
    private static final long LAST_MICROS = 7_258_118_400_000_000L;

    private final Random random;

    RandomEvents(long seed) {
        this.random = new Random(seed);
    }

    GenericRecord next(Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            List<String> allowed = EventContract.allowed(field);
            boolean isNull = field.schema().isNullable() && random.nextInt(3) == 0;
            boolean isAllowed = !allowed.isEmpty() && random.nextInt(10) > 0;
            record.put(
                    field.pos(),
                    isNull ? null : isAllowed ? allowed.get(random.nextInt(allowed.size())) : value(field.schema()));
        }
        return record;
    }

    private @Nullable Object value(Schema schema) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            BigDecimal number = new BigDecimal(new BigInteger(random.nextInt(60), random), decimal.getScale());
            return random.nextBoolean() ? number : number.negate();
        }
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
            return random.nextLong(LAST_MICROS);
        }
        if (schema.getLogicalType() instanceof LogicalTypes.Date) {
            return random.nextInt(80_000) - 20_000;
        }
        return switch (schema.getType()) {
            case UNION -> value(schema.getTypes().get(1));
            case RECORD -> next(schema);
            case ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (int count = random.nextInt(4); count > 0; count--) {
                    items.add(value(schema.getElementType()));
                }
                yield items;
            }
            case STRING -> text();
            case INT -> random.nextInt(8) - 1;
            case LONG -> random.nextLong();
            case DOUBLE -> random.nextGaussian();
            case BOOLEAN -> random.nextBoolean();
            default -> throw new IllegalStateException("no values for " + schema);
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(6); count > 0; count--) {
            text.appendCodePoint(new int[] {'a', 'Z', '"', '\\', '\n', ' ', 0xE9, 0x1F600}[random.nextInt(8)]);
        }
        return text.toString();
    }
}

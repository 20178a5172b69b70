package io.clientele.schemas.tables;

import io.clientele.schemas.EventContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The columns of a table that holds records as their contract has them: same names, comments and nullability. Lists
 * become lists, records structs, instants timestamps with time zone.
 *
 * <p>Field ids follow the place of a field: the n-th column has {@code first + n}, and what is nested in it
 * {@code (n + 1) * 1000} and up.
 */
final class ContractColumns {
    private static final int NESTED_IDS_PER_COLUMN = 1000;

    private ContractColumns() {}

    static List<Types.NestedField> of(EventContract contract, int firstId) {
        List<Types.NestedField> columns = new ArrayList<>();
        for (Schema.Field field : contract.schema().getFields()) {
            int index = columns.size();
            columns.add(column(firstId + index, field, new Ids((index + 1) * NESTED_IDS_PER_COLUMN)));
        }
        return columns;
    }

    /** The fields that the contract marks as personal data. */
    static Set<String> personal(EventContract contract) {
        return contract.schema().getFields().stream()
                .filter(field -> Boolean.TRUE.equals(field.getObjectProp(EventContract.PII)))
                .map(Schema.Field::name)
                .collect(Collectors.toSet());
    }

    private static Types.NestedField column(int id, Schema.Field field, Ids nested) {
        Type type = type(field.name(), present(field.schema()), nested);
        String comment = Objects.requireNonNull(field.doc(), field.name());
        return field.schema().isNullable()
                ? Types.NestedField.optional(id, field.name(), type, comment)
                : Types.NestedField.required(id, field.name(), type, comment);
    }

    private static Type type(String name, Schema schema, Ids ids) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return Types.DecimalType.of(decimal.getPrecision(), decimal.getScale());
        }
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
            return Types.TimestampType.withZone();
        }
        if (schema.getLogicalType() instanceof LogicalTypes.Date) {
            return Types.DateType.get();
        }
        return switch (schema.getType()) {
            case STRING -> Types.StringType.get();
            case INT -> Types.IntegerType.get();
            case LONG -> Types.LongType.get();
            case DOUBLE -> Types.DoubleType.get();
            case BOOLEAN -> Types.BooleanType.get();
            case BYTES -> Types.BinaryType.get();
            case ARRAY -> Types.ListType.ofRequired(ids.next(), type(name, schema.getElementType(), ids));
            case RECORD ->
                Types.StructType.of(schema.getFields().stream()
                        .map(field -> column(ids.next(), field, ids))
                        .toList());
            default -> throw new IllegalStateException("no column type for the field '" + name + "': " + schema);
        };
    }

    private static Schema present(Schema schema) {
        if (!schema.isUnion()) {
            return schema;
        }
        return schema.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    private static final class Ids {
        private int next;

        Ids(int first) {
            this.next = first;
        }

        int next() {
            return next++;
        }
    }
}

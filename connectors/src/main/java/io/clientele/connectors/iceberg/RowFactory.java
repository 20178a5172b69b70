package io.clientele.connectors.iceberg;

import io.clientele.schemas.tables.TableDefinition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of one table by column name, so that no caller ever counts columns.
 *
 * <p>Values are given as String, Integer, Long, Boolean, Double, BigDecimal (exact: more digits after the point than the
 * column has are refused), LocalDate, Instant (cut to microseconds), byte[], Map, List, and for a struct a Map by field
 * name or an Avro record; Avro's own representations (Utf8, ByteBuffer, micros, days) are taken too.
 */
public final class RowFactory implements Serializable {
    private final String table;
    private final Types.StructType columns;
    private final HashMap<String, Integer> positions = new HashMap<>();

    private RowFactory(TableDefinition definition) {
        this.table = definition.fullName();
        this.columns = definition.schema().asStruct();
        List<Types.NestedField> fields = columns.fields();
        for (int position = 0; position < fields.size(); position++) {
            positions.put(fields.get(position).name(), position);
        }
    }

    /** A factory for rows of the table, with the columns in the order of its definition. */
    public static RowFactory of(TableDefinition definition) {
        return new RowFactory(definition);
    }

    /** The type of the rows, for {@code returns(…)}: Flink's own binary format, no generic serializer. */
    public TypeInformation<RowData> typeInformation() {
        return typeInformation(columns);
    }

    /** The type of a table's rows, as {@link #typeInformation()}. */
    public static TypeInformation<RowData> typeInformation(TableDefinition definition) {
        return typeInformation(definition.schema().asStruct());
    }

    private static TypeInformation<RowData> typeInformation(Types.StructType columns) {
        return InternalTypeInfo.of(FlinkSchemaUtil.convert(new org.apache.iceberg.Schema(columns.fields())));
    }

    /** An empty row. */
    public Row row() {
        return new Row();
    }

    /**
     * A row with the fields of an Avro record, each in the column of its name; further columns may be set.
     *
     * @throws IllegalArgumentException if the record has a field that the table has no column for
     */
    public Row fromAvro(IndexedRecord record) {
        Row row = new Row();
        for (Schema.Field field : record.getSchema().getFields()) {
            row.set(field.name(), record.get(field.pos()));
        }
        return row;
    }

    /** A row in the making; not for reuse after {@link #build}. */
    public final class Row {
        private final GenericRowData values =
                new GenericRowData(columns.fields().size());

        private Row() {}

        /**
         * Sets a column.
         *
         * @throws IllegalArgumentException if there is no such column, or the value does not fit its type
         */
        public Row set(String column, @Nullable Object value) {
            Integer position = positions.get(column);
            if (position == null) {
                throw new IllegalArgumentException("table " + table + " has no column '" + column + "'");
            }
            Types.NestedField field = columns.fields().get(position);
            try {
                values.setField(position, value == null ? null : RowValues.toInternal(field.type(), value));
            } catch (IllegalArgumentException | ClassCastException e) {
                throw new IllegalArgumentException(
                        "column '%s' (%s) of table %s does not take this %s: %s"
                                .formatted(
                                        column,
                                        field.type(),
                                        table,
                                        value == null
                                                ? "null"
                                                : value.getClass().getSimpleName(),
                                        e.getMessage()),
                        e);
            }
            return this;
        }

        /** Sets several columns. */
        public Row setAll(Map<String, ?> byColumn) {
            byColumn.forEach(this::set);
            return this;
        }

        /**
         * The row; columns that were not set are null.
         *
         * @throws IllegalStateException naming the required columns that have no value
         */
        public GenericRowData build() {
            List<String> missing = new ArrayList<>();
            List<Types.NestedField> fields = columns.fields();
            for (int position = 0; position < fields.size(); position++) {
                if (fields.get(position).isRequired() && values.isNullAt(position)) {
                    missing.add(fields.get(position).name());
                }
            }
            if (!missing.isEmpty()) {
                throw new IllegalStateException("required columns of table " + table + " have no value: " + missing);
            }
            return values;
        }
    }

    /**
     * A stream as rows of a table.
     *
     * @param what begins the uid, {@code <what>-rows}, never to change
     */
    public static <T> DataStream<RowData> rows(
            DataStream<T> stream, TableDefinition table, SerializableFunction<T, RowData> row, String what) {
        return stream.map(row::apply)
                .returns(typeInformation(table))
                .uid(what + "-rows")
                .name("Rows of " + table.fullName());
    }
}

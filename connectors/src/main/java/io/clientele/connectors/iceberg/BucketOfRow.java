package io.clientele.connectors.iceberg;

import io.clientele.schemas.tables.TableDefinition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SerializableFunction;

/** The bucket of a table that a row falls into, by columns of text. */
final class BucketOfRow implements KeySelector<RowData, Integer> {
    private static final long serialVersionUID = 1;

    /** A column and its bucket. */
    private record Column(int position, SerializableFunction<Object, Integer> bucket) implements Serializable {}

    private final ArrayList<Column> columns;

    private BucketOfRow(List<Column> columns) {
        this.columns = new ArrayList<>(columns);
    }

    /**
     * Empty for a table without buckets.
     *
     * @throws IllegalArgumentException if the table is bucketed by something else than text
     */
    static Optional<BucketOfRow> of(TableDefinition table) {
        Schema schema = table.schema();
        List<Column> columns = new ArrayList<>();
        for (PartitionField field : table.partitionSpec().fields()) {
            if (field.transform().toString().startsWith("bucket[")) {
                columns.add(column(table, schema.findField(field.sourceId()), field));
            }
        }
        return columns.isEmpty() ? Optional.empty() : Optional.of(new BucketOfRow(columns));
    }

    @SuppressWarnings("unchecked") // what a bucket is by its transform: a number, of the column's value
    private static Column column(TableDefinition table, Types.NestedField column, PartitionField field) {
        if (!column.type().equals(Types.StringType.get())) {
            throw new IllegalArgumentException("table %s has buckets by %s, which is %s and not string"
                    .formatted(table.fullName(), column.name(), column.type()));
        }
        return new Column(table.schema().columns().indexOf(column), (SerializableFunction<Object, Integer>)
                field.transform().bind(column.type()));
    }

    /** A number for all buckets of the row, its bucket where all but the last column have one bucket; null is in the first. */
    @Override
    public Integer getKey(RowData row) {
        int number = 0;
        for (Column column : columns) {
            int bucket = row.isNullAt(column.position())
                    ? 0
                    : column.bucket().apply(row.getString(column.position()).toString());
            number = 31 * number + bucket;
        }
        return number;
    }
}

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

    /** Empty for a table without buckets by text. */
    static Optional<BucketOfRow> of(TableDefinition table) {
        Schema schema = table.schema();
        List<Column> columns = new ArrayList<>();
        for (PartitionField field : table.partitionSpec().fields()) {
            Types.NestedField column = schema.findField(field.sourceId());
            if (field.transform().toString().startsWith("bucket[")
                    && column.type().equals(Types.StringType.get())) {
                @SuppressWarnings("unchecked") // what a bucket is by its transform: a number, of the column's value
                SerializableFunction<Object, Integer> bucket = (SerializableFunction<Object, Integer>)
                        field.transform().bind(column.type());
                columns.add(new Column(schema.columns().indexOf(column), bucket));
            }
        }
        return columns.isEmpty() ? Optional.empty() : Optional.of(new BucketOfRow(columns));
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

package io.clientele.connectors.iceberg;

import io.clientele.schemas.tables.TableDefinition;
import java.util.Optional;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SerializableFunction;

/** The bucket of a table that a row falls into, by a column of text. */
final class BucketOfRow implements KeySelector<RowData, Integer> {
    private static final long serialVersionUID = 1;

    private final int position;
    private final SerializableFunction<Object, Integer> bucket;

    private BucketOfRow(int position, SerializableFunction<Object, Integer> bucket) {
        this.position = position;
        this.bucket = bucket;
    }

    /** Empty for a table without buckets, or with buckets by something else than text. */
    static Optional<BucketOfRow> of(TableDefinition table) {
        Schema schema = table.schema();
        for (PartitionField field : table.partitionSpec().fields()) {
            Types.NestedField column = schema.findField(field.sourceId());
            if (field.transform().toString().startsWith("bucket[")
                    && column.type().equals(Types.StringType.get())) {
                @SuppressWarnings("unchecked") // what a bucket is by its transform: a number, of the column's value
                SerializableFunction<Object, Integer> bucket = (SerializableFunction<Object, Integer>)
                        field.transform().bind(column.type());
                return Optional.of(new BucketOfRow(schema.columns().indexOf(column), bucket));
            }
        }
        return Optional.empty();
    }

    @Override
    public Integer getKey(RowData row) {
        return row.isNullAt(position) ? 0 : bucket.apply(row.getString(position).toString());
    }
}

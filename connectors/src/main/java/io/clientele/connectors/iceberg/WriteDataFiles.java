package io.clientele.connectors.iceberg;

import io.clientele.schemas.tables.TableDefinition;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;

/**
 * Writes rows to data files and emits each finished file as JSON, all of them before the barrier. No state: a file that
 * was not emitted in a completed checkpoint is in no snapshot, and the removal of orphan files takes it.
 */
final class WriteDataFiles extends AbstractStreamOperator<String>
        implements OneInputStreamOperator<RowData, String>, BoundedOneInput {
    private final String tableName;
    private final Schema schema;
    private final LakeSettings lake;

    private transient RESTCatalog catalog;
    private transient Table table;
    private transient PartitionedFiles files;

    @SuppressWarnings("NullAway.Init") // Flink opens the operator before it uses it
    WriteDataFiles(TableDefinition definition, LakeSettings lake) {
        this.tableName = definition.fullName();
        this.schema = definition.schema();
        this.lake = lake;
    }

    @Override
    public void open() throws Exception {
        super.open();
        catalog = lake.open();
        table = catalog.loadTable(TableIdentifier.parse(tableName));
        files = new PartitionedFiles(
                table,
                schema,
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                getRuntimeContext().getTaskInfo().getAttemptNumber());
    }

    @Override
    public void processElement(StreamRecord<RowData> element) throws Exception {
        files.write(element.getValue());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        emitFinished();
    }

    @Override
    public void endInput() throws Exception {
        emitFinished();
    }

    @Override
    public void close() throws Exception {
        try {
            if (files != null) {
                files.abandon();
            }
        } finally {
            if (catalog != null) {
                catalog.close();
            }
            super.close();
        }
    }

    private void emitFinished() throws Exception {
        for (DataFile file : files.finish()) {
            output.collect(new StreamRecord<>(
                    ContentFileParser.toJson(file, table.specs().get(file.specId()))));
        }
    }
}

package io.clientele.connectors.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.TemporaryClassLoaderContext;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.RowDataWrapper;
import org.apache.iceberg.flink.sink.FlinkFileWriterFactory;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.RollingDataWriter;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.util.PropertyUtil;

/**
 * The open data files of one subtask, one for each partition. A replay can touch a year of days between two checkpoints,
 * and an open Parquet file costs megabytes of heap: beyond a bound, the file that was longest not written to is closed.
 */
final class PartitionedFiles {
    private static final int MAX_OPEN_FILES = 16;
    private static final long TARGET_FILE_BYTES = 512L << 20;

    private final Table table;
    private final FlinkFileWriterFactory writers;
    private final OutputFileFactory locations;
    private final PartitionKey partition;
    private final RowDataWrapper wrapper;
    private final long targetFileBytes;
    private final ClassLoader quickToConfigure = new WithoutHadoopDefaults();
    private final Map<PartitionKey, RollingDataWriter<RowData>> open = new LinkedHashMap<>(16, 0.75f, true);
    private final List<DataFile> closed = new ArrayList<>();

    PartitionedFiles(Table table, Schema definition, int subtask, int attempt) {
        this.table = table;
        // The definition's order of columns, with the ids that the catalog gave them.
        Schema writeSchema = TypeUtil.reassignIds(definition, table.schema());
        TypeUtil.validateWriteSchema(table.schema(), writeSchema, true, false);
        RowType rowType = FlinkSchemaUtil.convert(writeSchema);
        FileFormat format = FileFormat.fromString(table.properties()
                .getOrDefault("write.format.default", "parquet")
                .toLowerCase(Locale.ROOT));
        this.writers = new FlinkFileWriterFactory.Builder(table)
                .dataSchema(writeSchema)
                .dataFlinkType(rowType)
                .dataFileFormat(format)
                .build();
        this.locations = OutputFileFactory.builderFor(table, subtask, attempt)
                .format(format)
                .build();
        this.partition = new PartitionKey(table.spec(), writeSchema);
        this.wrapper = new RowDataWrapper(rowType, writeSchema.asStruct());
        this.targetFileBytes =
                PropertyUtil.propertyAsLong(table.properties(), "write.target-file-size-bytes", TARGET_FILE_BYTES);
    }

    void write(RowData row) throws IOException {
        partition.partition(wrapper.wrap(row));
        RollingDataWriter<RowData> writer = open.get(partition);
        if (writer == null) {
            if (open.size() >= MAX_OPEN_FILES) {
                closeEldest();
            }
            PartitionKey key = partition.copy();
            writer = newFile(key);
            open.put(key, writer);
        }
        writer.write(row);
    }

    /** Closes everything and hands the files over, once. */
    List<DataFile> finish() throws IOException {
        while (!open.isEmpty()) {
            closeEldest();
        }
        List<DataFile> finished = List.copyOf(closed);
        closed.clear();
        return finished;
    }

    /** Closes what is open after a failure; the files are in no snapshot. */
    void abandon() throws IOException {
        finish();
    }

    @SuppressWarnings("try") // it is closed, nothing more
    private RollingDataWriter<RowData> newFile(PartitionKey key) {
        try (TemporaryClassLoaderContext ignored = TemporaryClassLoaderContext.of(quickToConfigure)) {
            return new RollingDataWriter<>(writers, locations, table.io(), targetFileBytes, table.spec(), key);
        }
    }

    private void closeEldest() throws IOException {
        Iterator<RollingDataWriter<RowData>> eldest = open.values().iterator();
        RollingDataWriter<RowData> writer = eldest.next();
        eldest.remove();
        writer.close();
        closed.addAll(writer.result().dataFiles());
    }
}

package io.clientele.connectors.iceberg;

import io.clientele.connectors.metrics.LineMetrics;
import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.types.Types;

/**
 * Lets through, for each key and checkpoint, only the row with the highest {@code version}, and writes the number of the
 * checkpoint into its {@code checkpoint_id}.
 *
 * <p>Rows wait on the heap and leave before the barrier, so nothing waits over a checkpoint; the only state is the number of
 * the last checkpoint. More
 * than {@code maxRows} waiting rows leave early, stamped with the checkpoint that comes next; the key may then have
 * several rows in that checkpoint. A stamp is always above every checkpoint that was committed before, which is what the
 * merge of the changes relies on.
 *
 * <p>The input must be partitioned by key, or versions of one key from two subtasks both get through.
 */
public final class BundleLatest extends AbstractStreamOperator<RowData>
        implements OneInputStreamOperator<RowData, RowData>, BoundedOneInput {

    /** Column of the row's version, a long. */
    public static final String VERSION = "version";

    /** Column that is stamped, a long. */
    public static final String CHECKPOINT_ID = "checkpoint_id";

    private final int maxRows;
    private final int versionPosition;
    private final int checkpointPosition;
    private final int[] keyPositions;
    private final RowType rowType;

    private transient Map<List<Object>, RowData> newest;
    private transient TypeSerializer<RowData> serializer;
    private transient RowData.FieldGetter[] getters;
    private transient long lastCheckpoint;
    private transient volatile int lastBundle; // read by whoever reports the metrics
    private transient ListState<Long> lastCheckpointState;

    @SuppressWarnings("NullAway.Init") // Flink opens the operator before it uses it
    BundleLatest(TableDefinition changes, List<String> key, int maxRows) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1, but is " + maxRows);
        }
        this.maxRows = maxRows;
        this.rowType = FlinkSchemaUtil.convert(changes.schema());
        this.versionPosition = position(changes, VERSION);
        this.checkpointPosition = position(changes, CHECKPOINT_ID);
        this.keyPositions =
                key.stream().mapToInt(column -> position(changes, column)).toArray();
    }

    /** Bundles the changes of a live table by the table's key. */
    public static SingleOutputStreamOperator<RowData> perCheckpoint(
            DataStream<RowData> changes, LiveTable table, int maxRows, String uid) {
        return perCheckpoint(changes, table, table.key(), maxRows, uid);
    }

    /**
     * Bundles the changes of a live table.
     *
     * @param changes rows of the table of changes, partitioned by its key
     * @param key columns of which the newest row is kept per checkpoint: the table's key, and more where the history must be
     *     complete by those too
     * @param maxRows rows that wait in one subtask at most
     * @param uid kebab-case uid of the operator
     */
    public static SingleOutputStreamOperator<RowData> perCheckpoint(
            DataStream<RowData> changes, LiveTable table, List<String> key, int maxRows, String uid) {
        TableDefinition definition = table.changes();
        return changes.transform(
                        "Bundle " + definition.fullName(),
                        RowFactory.typeInformation(definition),
                        new BundleLatest(definition, key, maxRows))
                .uid(uid)
                .setParallelism(changes.getParallelism());
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        // State, though a checkpoint id would do: Flink tells a task without state nothing about the restored
        // checkpoint.
        lastCheckpointState = context.getOperatorStateStore()
                .getUnionListState(
                        new ListStateDescriptor<>("last-checkpoint", org.apache.flink.api.common.typeinfo.Types.LONG));
        lastCheckpoint = context.getRestoredCheckpointId().orElse(0);
        for (Long restored : lastCheckpointState.get()) {
            lastCheckpoint = Math.max(lastCheckpoint, restored);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        lastCheckpointState.update(List.of(lastCheckpoint));
    }

    @Override
    public void open() throws Exception {
        super.open();
        newest = new LinkedHashMap<>();
        getMetricGroup().gauge(LineMetrics.BUNDLE_SIZE, () -> lastBundle);
        serializer = InternalTypeInfo.of(rowType).toRowSerializer();
        getters = new RowData.FieldGetter[rowType.getFieldCount()];
        for (int position = 0; position < getters.length; position++) {
            getters[position] = RowData.createFieldGetter(rowType.getTypeAt(position), position);
        }
    }

    @Override
    public void processElement(StreamRecord<RowData> element) {
        RowData row = element.getValue();
        RowData waiting = newest.get(key(row));
        if (waiting != null && waiting.getLong(versionPosition) >= row.getLong(versionPosition)) {
            return;
        }
        // A copy: with object reuse the row may be the caller's to fill again.
        RowData copy = serializer.copy(row);
        newest.put(key(copy), copy);
        if (newest.size() >= maxRows) {
            flush(lastCheckpoint + 1);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        flush(checkpointId);
        lastCheckpoint = checkpointId;
    }

    @Override
    public void endInput() {
        flush(lastCheckpoint + 1);
    }

    private void flush(long checkpointId) {
        lastBundle = newest.size();
        newest.values().forEach(row -> output.collect(new StreamRecord<>(stamped(row, checkpointId))));
        newest.clear();
    }

    private RowData stamped(RowData row, long checkpointId) {
        GenericRowData stamped = new GenericRowData(row.getRowKind(), getters.length);
        for (int position = 0; position < getters.length; position++) {
            stamped.setField(position, getters[position].getFieldOrNull(row));
        }
        stamped.setField(checkpointPosition, checkpointId);
        return stamped;
    }

    private List<Object> key(RowData row) {
        List<Object> key = new ArrayList<>(keyPositions.length);
        for (int position : keyPositions) {
            key.add(Objects.requireNonNull(getters[position].getFieldOrNull(row), "a key column is null"));
        }
        return key;
    }

    private static int position(TableDefinition table, String column) {
        List<Types.NestedField> fields = table.schema().columns();
        for (int position = 0; position < fields.size(); position++) {
            if (fields.get(position).name().equals(column)) {
                return position;
            }
        }
        throw new IllegalArgumentException("table " + table.fullName() + " has no column '" + column + "'");
    }
}

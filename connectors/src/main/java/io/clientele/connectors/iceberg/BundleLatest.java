package io.clientele.connectors.iceberg;

import io.clientele.connectors.metrics.LineMetrics;
import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
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
import org.apache.flink.util.function.SerializableFunction;

/**
 * Lets through, for each key and checkpoint, only the newest of the changes, the last of those with the highest version, makes a row of it, and
 * writes the number of the checkpoint into its {@code checkpoint_id}.
 *
 * <p>Changes wait on the heap and leave before the barrier, so nothing waits over a checkpoint; the only state is the number of
 * the last checkpoint. More than {@code maxRows} waiting changes leave early, stamped with the checkpoint that comes next; the key may then
 * have several rows in that checkpoint. A stamp is always above every checkpoint that was committed before, which is what the
 * merge of the changes relies on.
 *
 * <p>The input must be partitioned by key, or versions of one key from two subtasks both get through, and nobody may change a change
 * that was emitted.
 *
 * @param <T> a change
 */
public final class BundleLatest<T> extends AbstractStreamOperator<RowData>
        implements OneInputStreamOperator<T, RowData>, BoundedOneInput {

    /** Column that is stamped, a long. */
    public static final String CHECKPOINT_ID = "checkpoint_id";

    /**
     * What is needed of a change.
     *
     * @param key of which the newest change is kept per checkpoint: the table's key, and more where the history must be complete
     *     by that too
     * @param version grows with every change of a key
     * @param row the change as a row of the table
     */
    public record Reading<T>(
            SerializableFunction<T, Object> key,
            SerializableFunction<T, Long> version,
            SerializableFunction<T, GenericRowData> row)
            implements Serializable {}

    private final Reading<T> reading;
    private final int maxRows;
    private final int checkpointPosition;

    private transient Map<Object, T> newest;
    private transient long lastCheckpoint;
    private transient volatile int lastBundle; // read by whoever reports the metrics
    private transient ListState<Long> lastCheckpointState;

    @SuppressWarnings("NullAway.Init") // Flink opens the operator before it uses it
    BundleLatest(TableDefinition changes, Reading<T> reading, int maxRows) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1, but is " + maxRows);
        }
        this.reading = reading;
        this.maxRows = maxRows;
        this.checkpointPosition =
                changes.schema().columns().indexOf(changes.schema().findField(CHECKPOINT_ID));
        if (checkpointPosition < 0) {
            throw new IllegalArgumentException(
                    "table " + changes.fullName() + " has no column '" + CHECKPOINT_ID + "'");
        }
    }

    /**
     * Bundles the changes of a live table, as rows of its table of changes.
     *
     * @param changes partitioned by the key
     * @param maxRows changes that wait in one subtask at most
     * @param uid kebab-case uid of the operator
     */
    public static <T> SingleOutputStreamOperator<RowData> perCheckpoint(
            DataStream<T> changes, LiveTable table, Reading<T> reading, int maxRows, String uid) {
        TableDefinition definition = table.changes();
        return changes.transform(
                        "Bundle " + definition.fullName(),
                        RowFactory.typeInformation(definition),
                        new BundleLatest<>(definition, reading, maxRows))
                .uid(uid)
                .setParallelism(changes.getParallelism());
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        // State, though a checkpoint id would do: Flink tells a task without state nothing about the restored
        // checkpoint.
        lastCheckpointState = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("last-checkpoint", Types.LONG));
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
    }

    @Override
    public void processElement(StreamRecord<T> element) {
        T change = element.getValue();
        newest.merge(reading.key().apply(change), change, this::newer);
        if (newest.size() >= maxRows) {
            flush(lastCheckpoint + 1);
        }
    }

    private T newer(T known, T change) {
        return reading.version().apply(known) > reading.version().apply(change) ? known : change;
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
        for (T change : newest.values()) {
            GenericRowData row = reading.row().apply(change);
            row.setField(checkpointPosition, checkpointId);
            output.collect(new StreamRecord<>(row));
        }
        newest.clear();
    }
}

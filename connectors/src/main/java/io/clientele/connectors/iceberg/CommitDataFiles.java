package io.clientele.connectors.iceberg;

import io.clientele.connectors.metrics.LineMetrics;
import io.clientele.schemas.tables.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.util.JsonUtil;

/**
 * Commits the data files of all subtasks, when the checkpoint that covers them has completed; a checkpoint without files
 * makes no snapshot. State: the pending files of each checkpoint until they are committed, and the number of the last
 * committed one. A start commits what its state has pending, before anything else.
 */
final class CommitDataFiles extends AbstractStreamOperator<Void> implements OneInputStreamOperator<String, Void> {
    private final String tableName;
    private final LakeSettings lake;
    private final String writer;

    private transient List<String> arrived;
    private transient ListState<PendingFiles> pendingState;
    private transient ListState<Long> committedState;
    private transient WriterStart start;
    private transient RESTCatalog catalog;
    private transient TableAppender appender;
    // read by whoever reports the metrics
    private transient volatile long lastCheckpointAt;
    private transient volatile long lastCommitAt;

    @SuppressWarnings("NullAway.Init") // Flink initializes the operator before it uses it
    CommitDataFiles(TableDefinition definition, LakeSettings lake, String writer) {
        this.tableName = definition.fullName();
        this.lake = lake;
        this.writer = writer;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        arrived = new ArrayList<>();
        pendingState = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("pending-files", TypeInformation.of(PendingFiles.class)));
        committedState =
                context.getOperatorStateStore().getListState(new ListStateDescriptor<>("committed", Types.LONG));
        OptionalLong restored = context.getRestoredCheckpointId();
        start = new WriterStart(restored);
    }

    @Override
    public void open() throws Exception {
        super.open();
        long committed = CommittedCheckpoint.NONE;
        for (Long restored : committedState.get()) {
            committed = Math.max(committed, restored);
        }
        catalog = lake.open();
        Table table = catalog.loadTable(TableIdentifier.parse(tableName));
        String jobId = getRuntimeContext().getJobInfo().getJobId().toHexString();
        appender = new TableAppender(table, writer, jobId, committed);
        for (PendingFiles restored : pendingState.get()) {
            appender.add(restored);
        }
        lastCheckpointAt = now();
        lastCommitAt = lastCheckpointAt;
        MetricGroup metrics = LineMetrics.ofTable(getMetricGroup(), tableName);
        metrics.gauge(LineMetrics.PENDING_CHECKPOINTS, appender::pendingCheckpoints);
        metrics.gauge(LineMetrics.COMMIT_AGE, () -> now() - lastCommitAt);
        metrics.gauge(LineMetrics.CHECKPOINT_AGE, () -> now() - lastCheckpointAt);
        recover(table.io());
    }

    @Override
    public void processElement(StreamRecord<String> element) {
        arrived.add(element.getValue());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        if (!arrived.isEmpty()) {
            appender.add(new PendingFiles(context.getCheckpointId(), arrived.toArray(String[]::new)));
            arrived.clear();
        }
        List<PendingFiles> pending = new ArrayList<>();
        appender.pending().forEach(pending::add);
        pendingState.update(pending);
        committedState.update(List.of(appender.committed()));
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        commitUpTo(checkpointId);
        lastCheckpointAt = now();
    }

    /** For the metrics alone. */
    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    @Override
    public void close() throws Exception {
        try {
            if (catalog != null) {
                catalog.close();
            }
        } finally {
            super.close();
        }
    }

    private void recover(FileIO io) {
        try {
            appender.reconcile(start);
            // After that, so that files which were committed, and compacted away since, are not missed.
            requireFiles(io);
            appender.commitUpTo(Long.MAX_VALUE, start);
        } catch (CommitRefused refused) {
            throw new SuppressRestartsException(refused);
        }
    }

    private void commitUpTo(long checkpointId) {
        try {
            long before = appender.committed();
            appender.commitUpTo(checkpointId, start);
            if (appender.committed() != before) {
                lastCommitAt = now();
            }
        } catch (CommitRefused refused) {
            // No restart can mend it.
            throw new SuppressRestartsException(refused);
        }
    }

    /** A snapshot that names a lost file would break every reader of the table; better to stop here and say so. */
    private void requireFiles(FileIO io) {
        for (PendingFiles pending : appender.pending()) {
            for (String file : pending.files()) {
                String location = JsonUtil.parse(file, node -> JsonUtil.getString("file-path", node));
                if (!io.newInputFile(location).exists()) {
                    throw new IllegalStateException(
                            "the data file %s of the pending checkpoint %d of table %s is gone: was it removed as an orphan?"
                                    .formatted(location, pending.checkpointId(), tableName));
                }
            }
        }
    }
}

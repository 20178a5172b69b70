package io.clientele.connectors.iceberg;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.util.JsonUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what one writer has pending, each checkpoint once, whatever became of earlier attempts.
 *
 * <p>The writer's state says which checkpoint it has committed last and which are pending; the table says which it has of
 * that writer. They fit in two ways only: the table has the last one, or one of the pending ones with the very same files
 * (an attempt whose answer was lost). Anything else is a rewind, a fresh start, a rolled back table or a second run of the
 * job, and is refused. What the decision rests on is checked again inside the commit, against the parent that the catalog
 * will compare: an earlier attempt that lands in between makes this one decide again instead of doubling it.
 *
 * <p>Files are never deleted here, not even after a failure: another attempt may have put them into a snapshot.
 */
final class TableAppender {
    private static final Logger LOG = LoggerFactory.getLogger(TableAppender.class);
    private static final int MAX_DECISIONS = 20;

    private final Table table;
    private final String writer;
    private final String flinkJobId;
    private final TreeMap<Long, PendingFiles> pending = new TreeMap<>();
    private long committed;

    /** An appender in the state given: {@code committed} is the writer's last committed checkpoint. */
    TableAppender(Table table, String writer, String flinkJobId, long committed) {
        this.table = table;
        this.writer = writer;
        this.flinkJobId = flinkJobId;
        this.committed = committed;
    }

    void add(PendingFiles files) {
        pending.put(files.checkpointId(), files);
    }

    Iterable<PendingFiles> pending() {
        return pending.values();
    }

    int pendingCheckpoints() {
        return pending.size();
    }

    long committed() {
        return committed;
    }

    /**
     * Finds out what earlier attempts have committed of what is pending.
     *
     * @param start how this run of the writer started, for the message of a refusal
     * @return what the table has of this writer
     * @throws CommitRefused if the table and the state do not belong together
     */
    CommittedCheckpoint reconcile(WriterStart start) {
        table.refresh();
        CommittedCheckpoint found = CommittedCheckpoint.newest(table, writer);
        if (found.checkpointId() == committed) {
            return found;
        }
        PendingFiles same = pending.get(found.checkpointId());
        if (same == null || !same.digest().equals(found.digest())) {
            throw new CommitRefused(start.explain(table.name(), writer, found.checkpointId(), committed));
        }
        LOG.info("{}: checkpoint {} was committed by an earlier attempt", table.name(), found.checkpointId());
        committed = found.checkpointId();
        pending.headMap(committed, true).clear();
        return found;
    }

    /**
     * Makes sure that everything up to the checkpoint is in the table, in one snapshot if it is not there yet.
     *
     * @param start how this run of the writer started, for the message of a refusal
     * @throws CommitRefused if the table and the state do not belong together
     * @throws org.apache.iceberg.exceptions.CommitStateUnknownException if the catalog's answer was lost; the next start
     *     finds out what became of it
     */
    void commitUpTo(long checkpointId, WriterStart start) {
        for (int decision = 1; ; decision++) {
            CommittedCheckpoint found = reconcile(start);
            NavigableMap<Long, PendingFiles> due = pending.headMap(checkpointId, true);
            if (due.isEmpty()) {
                return;
            }
            try {
                append(due, found.isInAncestry() ? found.checkpointId() : CommittedCheckpoint.NONE);
                committed = due.lastKey();
                due.clear();
                return;
            } catch (HistoryMoved | CommitFailedException conflict) {
                if (decision == MAX_DECISIONS) {
                    throw conflict;
                }
                LOG.info(
                        "{}: commit of checkpoint {} is decided again: {}",
                        table.name(),
                        due.lastKey(),
                        conflict.getMessage());
            }
        }
    }

    private void append(NavigableMap<Long, PendingFiles> due, long newestInAncestry) {
        PendingFiles newest = due.lastEntry().getValue();
        Transaction transaction = table.newTransaction();
        AppendFiles append = transaction
                .newAppend()
                .validateWith(new UnmovedHistory(newestInAncestry))
                .set(CommittedCheckpoint.WRITER, writer)
                .set(CommittedCheckpoint.CHECKPOINT, Long.toString(newest.checkpointId()))
                .set(CommittedCheckpoint.DIGEST, newest.digest())
                .set(CommittedCheckpoint.JOB, flinkJobId);
        for (PendingFiles files : due.values()) {
            for (String file : files.files()) {
                append.appendFile(dataFile(file));
            }
        }
        append.commit();
        long snapshotId = transaction.table().currentSnapshot().snapshotId();
        transaction
                .updateProperties()
                .set(CommittedCheckpoint.property(writer), CommittedCheckpoint.propertyValue(newest, snapshotId))
                .commit();
        transaction.commitTransaction();
    }

    private DataFile dataFile(String json) {
        return JsonUtil.parse(json, node -> (DataFile) ContentFileParser.fromJson(node, table.specs()));
    }

    /** Holds when the writer's newest commit is still the one that the decision was made on. */
    private final class UnmovedHistory implements SnapshotAncestryValidator {
        private final long expected;

        private UnmovedHistory(long expected) {
            this.expected = expected;
        }

        @Override
        public boolean validate(@Nullable Iterable<Snapshot> ancestors) {
            long newest =
                    ancestors == null ? CommittedCheckpoint.NONE : CommittedCheckpoint.newestAmong(ancestors, writer);
            if (newest != expected) {
                throw new HistoryMoved(writer, expected, newest);
            }
            return true;
        }
    }

    /**
     * Not one of Iceberg's own failures on purpose: after those the manifests are deleted, but when the commit was applied
     * and its answer lost, a repeated request is what moved the history, and those manifests are in use.
     */
    private static final class HistoryMoved extends RuntimeException {
        private HistoryMoved(String writer, long expected, long newest) {
            super("writer '%s' had committed checkpoint %d, now %d".formatted(writer, expected, newest));
        }
    }
}

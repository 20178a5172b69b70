package io.clientele.connectors.iceberg;

import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * The newest checkpoint that a writer has committed to a table, as the table tells.
 *
 * <p>Each commit says in its snapshot who made it, and in a table property, changed in the same transaction, which it was.
 * The snapshots tell first, because they follow a rollback of the table; the property tells when the writer's snapshots
 * have expired.
 *
 * @param checkpointId number of the checkpoint; {@link #NONE} when there is none
 * @param digest digest of its files
 * @param isInAncestry whether a snapshot told it, not the property
 */
record CommittedCheckpoint(long checkpointId, String digest, boolean isInAncestry) {
    /** Below every number that Flink gives a checkpoint. */
    static final long NONE = 0;

    static final String WRITER = "clientele.writer-uid";
    static final String CHECKPOINT = "clientele.checkpoint-id";
    static final String DIGEST = "clientele.files-digest";
    static final String JOB = "clientele.flink-job-id";

    private static final String PROPERTY_PREFIX = "clientele.writer.";
    private static final CommittedCheckpoint NEVER = new CommittedCheckpoint(NONE, "", true);

    static String property(String writer) {
        return PROPERTY_PREFIX + writer;
    }

    static String propertyValue(PendingFiles newest, long snapshotId) {
        return newest.checkpointId() + " " + newest.digest() + " " + snapshotId;
    }

    static String propertyValue(CommittedCheckpoint newest, long snapshotId) {
        return newest.checkpointId() + " " + newest.digest() + " " + snapshotId;
    }

    /**
     * Reads it from a table that was just loaded or refreshed.
     *
     * @throws CommitRefused if the table was rolled back behind the writer's last commit and what was before has expired
     */
    static CommittedCheckpoint newest(Table table, String writer) {
        Snapshot snapshot = table.currentSnapshot();
        while (snapshot != null) {
            Optional<CommittedCheckpoint> told = in(snapshot, writer);
            if (told.isPresent()) {
                return told.get();
            }
            Long parent = snapshot.parentId();
            if (parent == null) {
                return NEVER;
            }
            Snapshot before = table.snapshot(parent);
            if (before == null) {
                return fromProperty(table, writer, snapshot);
            }
            snapshot = before;
        }
        return NEVER;
    }

    /** The number of the writer's newest checkpoint among these snapshots, newest first; {@link #NONE} without any. */
    static long newestAmong(Iterable<Snapshot> ancestors, String writer) {
        for (Snapshot snapshot : ancestors) {
            Optional<CommittedCheckpoint> told = in(snapshot, writer);
            if (told.isPresent()) {
                return told.get().checkpointId();
            }
        }
        return NONE;
    }

    private static Optional<CommittedCheckpoint> in(Snapshot snapshot, String writer) {
        Map<String, String> summary = snapshot.summary();
        if (!writer.equals(summary.get(WRITER))) {
            return Optional.empty();
        }
        return Optional.of(new CommittedCheckpoint(
                Long.parseLong(summary.getOrDefault(CHECKPOINT, "")), summary.getOrDefault(DIGEST, ""), true));
    }

    /** For a history that has expired before {@code oldest}. */
    private static CommittedCheckpoint fromProperty(Table table, String writer, Snapshot oldest) {
        String value = table.properties().get(property(writer));
        if (value == null) {
            return NEVER;
        }
        String[] parts = value.split(" ", -1);
        Snapshot named = table.snapshot(Long.parseLong(parts[2]));
        if (named != null && named.sequenceNumber() > oldest.sequenceNumber()) {
            throw new CommitRefused(
                    ("table %s was rolled back behind checkpoint %s of the writer '%s', and the writer's"
                                    + " snapshots before that have expired: roll it back to a snapshot of that writer, or reset it")
                            .formatted(table.name(), parts[0], writer));
        }
        return new CommittedCheckpoint(Long.parseLong(parts[0]), parts[1], false);
    }
}

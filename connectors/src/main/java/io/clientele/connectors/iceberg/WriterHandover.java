package io.clientele.connectors.iceberg;

import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;

/**
 * Makes a table remember of a writer what another table does. A job whose writer has written to the one goes on with the other: to
 * the guard of its commits both look alike. Nothing may write as this writer meanwhile.
 */
public final class WriterHandover {
    private WriterHandover() {}

    /**
     * Commits to {@code to}, without any file, that the writer's newest checkpoint is the one in {@code from}; none if it has none there.
     *
     * @param from a table that was just loaded or refreshed
     * @param to a table that was just loaded or refreshed
     * @param writer uid of the writer
     */
    public static void remember(Table from, Table to, String writer) {
        CommittedCheckpoint newest = CommittedCheckpoint.newest(from, writer);
        Transaction transaction = to.newTransaction();
        transaction
                .newAppend()
                .set(CommittedCheckpoint.WRITER, writer)
                .set(CommittedCheckpoint.CHECKPOINT, Long.toString(newest.checkpointId()))
                .set(CommittedCheckpoint.DIGEST, newest.digest())
                .commit();
        long snapshotId = transaction.table().currentSnapshot().snapshotId();
        transaction
                .updateProperties()
                .set(CommittedCheckpoint.property(writer), CommittedCheckpoint.propertyValue(newest, snapshotId))
                .commit();
        transaction.commitTransaction();
    }
}

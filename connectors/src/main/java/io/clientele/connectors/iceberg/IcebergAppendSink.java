package io.clientele.connectors.iceberg;

import io.clientele.schemas.tables.TableDefinition;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;

/**
 * Appends a stream to an Iceberg table, exactly once: what a completed checkpoint covers is one snapshot of the table.
 *
 * <pre>
 *   rows ──▶ write data files (parallel) ──▶ commit data files (1) ──▶ catalog
 *              before the barrier, closed       on the checkpoint's completion, {@link TableAppender}
 * </pre>
 *
 * <p>Two operators rather than Flink's Sink API, because that numbers the last commit of a bounded input
 * {@code Long.MAX_VALUE} and tells a committer nothing about the state it is restored from, on which the guard rests.
 *
 * <p>Checkpointing must be on: without checkpoints nothing is ever committed.
 */
public final class IcebergAppendSink {
    private IcebergAppendSink() {}

    /**
     * Adds the sink.
     *
     * @param rows rows as a {@link RowFactory} of the table makes them
     * @param uid kebab-case, unique among all jobs that write the table, and the same for ever: the table remembers by it
     *     what was committed. The operators are {@code <uid>-write} and {@code <uid>-commit}.
     */
    public static void append(DataStream<RowData> rows, TableDefinition table, LakeSettings lake, String uid) {
        if (!uid.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("a uid is kebab-case, but this one is '" + uid + "'");
        }
        rows.transform("Write " + table.fullName(), Types.STRING, new WriteDataFiles(table, lake))
                .uid(uid + "-write")
                .setParallelism(rows.getParallelism())
                .transform("Commit " + table.fullName(), Types.VOID, new CommitDataFiles(table, lake, uid))
                .uid(uid + "-commit")
                .forceNonParallel()
                // chained to its writer at a parallelism of one, it would have another maximum than by itself, and no
                // savepoint would fit
                .disableChaining();
    }
}

package io.clientele.connectors.maintenance;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.schemas.tables.LiveTable;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Merges the changes of a live table into its current rows, and moves the watermark of its view.
 *
 * <p>What is merged is read from the current table itself: the highest checkpoint in it. That cannot be above the truth,
 * and where it is below, because the newest merged rows were deletions, those are merged once more, to no effect. So it needs
 * no store of its own, and a rollback of the current table heals itself.
 *
 * <p>The view gets the watermark from before the merge, not from after it. A query looks up its views and tables one by
 * one, and each table once: with the newest watermark, a query that looked up the current table before the merge and the
 * view after it would miss the rows in between. So the view is one merge behind, and reads one merge's changes more.
 */
final class LiveTableMerge {
    private final TrinoClient trino;
    private final LiveTable table;
    private final LiveTableSql sql;
    private final int maxRows;

    LiveTableMerge(TrinoClient trino, String catalog, LiveTable table, int maxRows) {
        this.trino = trino;
        this.table = table;
        this.sql = new LiveTableSql(catalog, table);
        this.maxRows = maxRows;
    }

    /** What a merge did: the checkpoints in (after, upTo]. */
    record Merged(long after, long upTo, long rows) {
        boolean isEmpty() {
            return upTo == after;
        }
    }

    /** One checkpoint and the number of its changes. */
    record Checkpoint(long id, long changes) {}

    /**
     * Merges everything there is.
     *
     * @throws IllegalStateException if the table of changes ends before what is merged: it was rolled back
     */
    Merged merge() {
        long after = trino.queryLong(sql.newestMerged()).orElse(LiveTableSql.NOTHING_MERGED);
        List<Checkpoint> checkpoints = trino.query(sql.checkpointsFrom(after)).stream()
                .map(row -> new Checkpoint(number(row.get(0)), number(row.get(1))))
                .toList();
        if (after != LiveTableSql.NOTHING_MERGED && checkpoints.isEmpty()) {
            throw new IllegalStateException(
                    ("%s has rows of checkpoint %d, %s has none from there on: it was rolled back."
                                    + " Roll %s back to before that, too")
                            .formatted(
                                    table.current().fullName(),
                                    after,
                                    table.changes().fullName(),
                                    table.current().fullName()));
        }
        long merged = after;
        long rows = 0;
        for (long upTo : ends(
                checkpoints.stream()
                        .filter(checkpoint -> checkpoint.id() > after)
                        .toList(),
                maxRows)) {
            rows += trino.update(sql.merge(merged, upTo));
            merged = upTo;
        }
        return new Merged(after, merged, rows);
    }

    /** Moves the view's watermark; false when it was there already. */
    boolean publish(long checkpointId) {
        OptionalLong published = trino.queryLong(sql.readWatermarkView());
        if (published.isPresent() && published.getAsLong() == checkpointId) {
            return false;
        }
        sql.replaceWatermarkView(checkpointId).forEach(trino::update);
        return true;
    }

    /** The last checkpoint of each portion: as many whole checkpoints as fit, at least one. */
    static List<Long> ends(List<Checkpoint> checkpoints, long maxRows) {
        List<Long> ends = new java.util.ArrayList<>();
        long rows = 0;
        for (int next = 0; next < checkpoints.size(); next++) {
            rows += checkpoints.get(next).changes();
            boolean isLast = next + 1 == checkpoints.size();
            if (isLast || rows + checkpoints.get(next + 1).changes() > maxRows) {
                ends.add(checkpoints.get(next).id());
                rows = 0;
            }
        }
        return ends;
    }

    private static long number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("a number was expected, not " + value);
    }
}

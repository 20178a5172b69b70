package io.clientele.connectors.maintenance;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.schemas.tables.LakeTables;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of maintenance runs: where each run becomes a row, and where a new runner learns what was done last. */
final class MaintenanceLog {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS 'UTC'").withZone(ZoneOffset.UTC);

    private final TrinoClient trino;
    private final String table;

    MaintenanceLog(TrinoClient trino, String catalog) {
        this.trino = trino;
        this.table = catalog + "." + LakeTables.MAINTENANCE_RUNS.fullName();
    }

    /** When each task last succeeded on each table, by {@code <table> <task>}. */
    Map<String, Instant> lastSuccesses() {
        Map<String, Instant> last = new HashMap<>();
        for (List<@Nullable Object> row : trino.query(
                "select table_name || ' ' || task, cast(to_unixtime(max(finished_at)) as bigint) from %s where is_success group by 1"
                        .formatted(table))) {
            last.put(String.valueOf(row.get(0)), Instant.ofEpochSecond(((Number) checked(row.get(1))).longValue()));
        }
        return last;
    }

    /** How many merges of each current table there were since it was last compacted. */
    Map<String, Integer> mergesSinceOptimize() {
        Map<String, Integer> merges = new HashMap<>();
        for (List<@Nullable Object> row : trino.query("""
                with optimized as (
                    select table_name, max(started_at) as last_started_at
                    from %1$s
                    where is_success and task = 'optimize'
                    group by table_name
                )
                select merge.table_name, count(*)
                from %1$s as merge
                left join optimized on optimized.table_name = merge.table_name
                where merge.is_success
                    and merge.task = 'merge'
                    and (optimized.last_started_at is null or merge.started_at > optimized.last_started_at)
                group by merge.table_name""".formatted(table))) {
            merges.put(String.valueOf(row.get(0)), ((Number) checked(row.get(1))).intValue());
        }
        return merges;
    }

    /** Writes the runs, in one commit. */
    void write(List<MaintenanceRun> runs) {
        if (!runs.isEmpty()) {
            trino.update(
                    "insert into %s (run_id, table_name, task, started_at, finished_at, is_success, detail, rows_affected) values %s"
                            .formatted(
                                    table,
                                    runs.stream().map(MaintenanceLog::values).collect(Collectors.joining(", "))));
        }
    }

    private static String values(MaintenanceRun run) {
        List<String> values = new ArrayList<>();
        values.add(LiveTableSql.text(run.table() + "/" + run.task().sqlName() + "/" + run.startedAt()));
        values.add(LiveTableSql.text(run.table()));
        values.add(LiveTableSql.text(run.task().sqlName()));
        values.add(timestamp(run.startedAt()));
        values.add(timestamp(run.finishedAt()));
        values.add(Boolean.toString(run.isSuccess()));
        values.add(LiveTableSql.text(run.detail()));
        values.add(run.rows().isPresent() ? Long.toString(run.rows().getAsLong()) : "null");
        return "(" + String.join(", ", values) + ")";
    }

    private static String timestamp(Instant instant) {
        return "timestamp '" + TIMESTAMP.format(instant) + "'";
    }

    private static Object checked(@Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("max() over rows that exist was null");
        }
        return value;
    }
}

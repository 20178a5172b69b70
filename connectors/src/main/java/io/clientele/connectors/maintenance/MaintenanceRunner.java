package io.clientele.connectors.maintenance;

import io.clientele.connectors.maintenance.LiveTableMerge.Merged;
import io.clientele.connectors.maintenance.MaintenanceRun.Task;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tables small and the live views quick, one statement after the other: merging and compacting at once would
 * make each compaction fail. Everything may be repeated, and broken off anywhere. Beside the writers it is safe: they
 * retry on a conflict, and what the sinks have committed is known from table properties when their snapshots have expired.
 *
 * <p>A task that fails is a row in the table of runs like any other, and is tried again when it is due again.
 */
public final class MaintenanceRunner {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceRunner.class);

    /** Trino's own least retention, without a session property. */
    private static final Duration UNQUESTIONED_RETENTION = Duration.ofDays(7);

    private final TrinoClient trino;
    private final MaintenanceSettings settings;
    private final Clock clock;
    private final MaintenanceLog log;
    private final List<LiveTable> liveTables;
    private final Instant begun;
    private final List<TableDefinition> appendTables;
    private final Map<String, Instant> lastSuccess;
    private final Map<String, Integer> mergesSinceOptimize;
    private final List<MaintenanceRun> runs = new ArrayList<>();
    private BooleanSupplier isStopping = () -> false;

    /**
     * A runner that continues where the table of runs says the last one ended.
     *
     * @param begun what was never done is due one interval after this: a stack that starts has better to do at first
     * @param tables all tables of the lake
     * @param liveTables those of them that are merged
     */
    public MaintenanceRunner(
            TrinoClient trino,
            MaintenanceSettings settings,
            Clock clock,
            Instant begun,
            List<TableDefinition> tables,
            List<LiveTable> liveTables) {
        this.trino = trino;
        this.settings = settings;
        this.clock = clock;
        this.begun = begun;
        this.log = new MaintenanceLog(trino, settings.catalog());
        this.liveTables = List.copyOf(liveTables);
        List<TableDefinition> merged = liveTables.stream()
                .flatMap(table -> Stream.of(table.changes(), table.current()))
                .toList();
        this.appendTables =
                tables.stream().filter(table -> !merged.contains(table)).toList();
        this.lastSuccess = log.lastSuccesses();
        this.mergesSinceOptimize = log.mergesSinceOptimize();
        allowShortRetention();
    }

    /**
     * Does what is due, and writes the rows of what it did.
     *
     * @param isStopping asked between two tasks; true ends the cycle early
     * @return whether every task succeeded
     * @throws TrinoFailure if the rows could not be written
     */
    public boolean runCycle(BooleanSupplier isStopping) {
        runs.clear();
        this.isStopping = isStopping;
        for (Map.Entry<String, Runnable> step : steps().entrySet()) {
            if (isStopping.getAsBoolean()) {
                break;
            }
            step.getValue().run();
        }
        log.write(runs);
        return runs.stream().allMatch(MaintenanceRun::isSuccess);
    }

    /** The merges of all tables come first: they are what users wait for. */
    private Map<String, Runnable> steps() {
        Map<String, Runnable> steps = new LinkedHashMap<>();
        for (LiveTable table : liveTables) {
            steps.put("merge " + table.name(), () -> merge(table));
        }
        for (LiveTable table : liveTables) {
            for (TableDefinition part : List.of(table.changes(), table.current())) {
                steps.put("optimize " + part.fullName(), () -> optimizeMerged(table, part));
                steps.put("upkeep " + part.fullName(), () -> expireAndClean(part));
            }
        }
        for (TableDefinition table : appendTables) {
            steps.put("optimize " + table.fullName(), () -> optimizeAppended(table));
            steps.put("upkeep " + table.fullName(), () -> expireAndClean(table));
        }
        return steps;
    }

    private void merge(LiveTable table) {
        LiveTableMerge merge = new LiveTableMerge(trino, settings.catalog(), table, settings.maxRowsPerMerge());
        String current = table.current().fullName();
        Instant started = clock.instant();
        Merged merged;
        try {
            merged = merge.merge();
        } catch (TrinoFailure | IllegalStateException failure) {
            failed(current, Task.MERGE, started, failure);
            return;
        }
        if (!merged.isEmpty()) {
            mergesSinceOptimize.merge(current, 1, Integer::sum);
            succeeded(
                    current,
                    Task.MERGE,
                    started,
                    "checkpoints after %d up to %d".formatted(merged.after(), merged.upTo()),
                    OptionalLong.of(merged.rows()));
        }
        Instant publishing = clock.instant();
        String view = table.namespace() + "." + table.viewName();
        try {
            if (merge.publish(merged.after())) {
                succeeded(
                        view,
                        Task.VIEW,
                        publishing,
                        "reads changes after checkpoint " + merged.after(),
                        OptionalLong.empty());
            }
        } catch (TrinoFailure failure) {
            failed(view, Task.VIEW, publishing, failure);
        }
    }

    private void optimizeMerged(LiveTable table, TableDefinition part) {
        if (mergesSinceOptimize.getOrDefault(table.current().fullName(), 0) < settings.mergesPerOptimize()) {
            return;
        }
        optimize(part);
        if (part.equals(table.current())) {
            mergesSinceOptimize.remove(part.fullName());
        }
    }

    private void optimizeAppended(TableDefinition table) {
        if (isDue(table, Task.OPTIMIZE, settings.optimizeInterval())
                || newFiles(table) >= settings.filesPerOptimize()) {
            optimize(table);
        }
    }

    /** Files appended since the table was compacted last, or since its oldest snapshot; 0 when that cannot be told. */
    private long newFiles(TableDefinition table) {
        try {
            return trino.queryLong("""
                            select sum(cast(element_at(summary, 'added-data-files') as bigint))
                            from (
                                select *, max(if(operation = 'replace', committed_at)) over () as compacted_at
                                from %s
                            )
                            where operation = 'append'
                                and (compacted_at is null or committed_at > compacted_at)""".formatted(snapshots(table))).orElse(0);
        } catch (TrinoFailure failure) {
            LOG.warn("the files of {} cannot be counted: {}", table.fullName(), failure.getMessage());
            return 0;
        }
    }

    private void optimize(TableDefinition table) {
        execute(table, Task.OPTIMIZE, "optimize", "optimize_manifests");
    }

    private void expireAndClean(TableDefinition table) {
        if (isDue(table, Task.EXPIRE, settings.expireInterval())) {
            execute(
                    table,
                    Task.EXPIRE,
                    "expire_snapshots(retention_threshold => '" + seconds(settings.snapshotRetention()) + "')");
        }
        if (isDue(table, Task.ORPHANS, settings.orphanInterval())) {
            execute(
                    table,
                    Task.ORPHANS,
                    "remove_orphan_files(retention_threshold => '" + seconds(settings.orphanRetention()) + "')");
        }
    }

    private void execute(TableDefinition table, Task task, String... procedures) {
        Instant started = clock.instant();
        try {
            if (isEmpty(table)) {
                lastSuccess.put(table.fullName() + " " + task.sqlName(), started);
                return;
            }
            for (String procedure : procedures) {
                trino.update("alter table %s.%s execute %s".formatted(settings.catalog(), table.fullName(), procedure));
            }
            succeeded(table.fullName(), task, started, String.join(", ", procedures), OptionalLong.empty());
        } catch (TrinoFailure failure) {
            failed(table.fullName(), task, started, failure);
        }
    }

    /** Nothing was ever written to it; Trino 476 fails to optimize the manifests of such a table. */
    private boolean isEmpty(TableDefinition table) {
        return trino.query("select 1 from " + snapshots(table) + " limit 1").isEmpty();
    }

    private String snapshots(TableDefinition table) {
        return "%s.%s.\"%s$snapshots\"".formatted(settings.catalog(), table.namespace(), table.name());
    }

    private boolean isDue(TableDefinition table, Task task, Duration interval) {
        Instant last = lastSuccess.getOrDefault(table.fullName() + " " + task.sqlName(), begun);
        return !clock.instant().isBefore(last.plus(interval));
    }

    private void succeeded(String table, Task task, Instant started, String detail, OptionalLong rows) {
        Instant finished = clock.instant();
        lastSuccess.put(table + " " + task.sqlName(), finished);
        runs.add(new MaintenanceRun(table, task, started, finished, true, detail, rows));
        LOG.info(
                "{} {}: {} in {} ms",
                task.sqlName(),
                table,
                detail,
                Duration.between(started, finished).toMillis());
    }

    private void failed(String table, Task task, Instant started, RuntimeException failure) {
        String detail = String.valueOf(failure.getMessage());
        if (isStopping.getAsBoolean()) {
            LOG.info("{} {} was broken off: the maintenance is stopping", task.sqlName(), table);
            return;
        }
        runs.add(new MaintenanceRun(table, task, started, clock.instant(), false, detail, OptionalLong.empty()));
        LOG.warn("{} {} failed: {}", task.sqlName(), table, detail);
    }

    /** For a Trino whose catalog is not configured for it; the files of running queries are this runner's concern. */
    private void allowShortRetention() {
        if (settings.snapshotRetention().compareTo(UNQUESTIONED_RETENTION) < 0) {
            trino.update("set session %s.expire_snapshots_min_retention = '%s'"
                    .formatted(settings.catalog(), seconds(settings.snapshotRetention())));
        }
        if (settings.orphanRetention().compareTo(UNQUESTIONED_RETENTION) < 0) {
            trino.update("set session %s.remove_orphan_files_min_retention = '%s'"
                    .formatted(settings.catalog(), seconds(settings.orphanRetention())));
        }
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }
}

package io.clientele.stack.erasure;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.tables.ErasureRule;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.TableDefinition;
import io.clientele.stack.StackFailure;
import io.clientele.stack.erasure.ErasureLog.Row;
import io.clientele.stack.imports.ImportReport;
import io.clientele.stack.imports.Polling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases the persons of several requests, whom the jobs have been told of, from everything: rows, then the files that held them, then
 * the topics, then the states of the jobs. Every step may be repeated, and all of them are when a pass is broken off: what is done
 * already costs a look.
 */
final class ErasurePass {
    private static final Logger LOG = LoggerFactory.getLogger(ErasurePass.class);
    /** How long the consumers may take to read what was there when the pass began. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final Duration BETWEEN_WORDS = Duration.ofMinutes(1);

    private static final String NO_RETENTION = "0s";

    private final TrinoClient trino;
    private final ErasureLog log;
    private final TopicTruncation topics;
    private final JobControl jobs;
    private final Path imports;
    private final List<String> ids;
    private final ErasureSql sql;
    private final List<TableDefinition> tables;

    ErasurePass(
            TrinoClient trino,
            ErasureLog log,
            TopicTruncation topics,
            JobControl jobs,
            Path imports,
            Collection<ErasureRequest> requests) {
        this.trino = trino;
        this.log = log;
        this.topics = topics;
        this.jobs = jobs;
        this.imports = imports;
        this.ids = requests.stream().map(ErasureRequest::id).toList();
        this.sql = new ErasureSql(identifiers(requests));
        // changes before what is merged from them
        this.tables = ErasureSql.inOrder(LakeTables.all().stream()
                .filter(table -> ErasureRule.of(table) != ErasureRule.NOTHING)
                .toList());
    }

    /**
     * Does all of it.
     *
     * @throws StackFailure if a step cannot be done now
     * @throws io.clientele.connectors.trino.TrinoFailure if a statement fails
     */
    void run() throws InterruptedException {
        LOG.info("erasure of {} requests begins", ids.size());
        jobs.resume();
        List<String> dropped = jobs.dropRebuilds();
        if (!dropped.isEmpty()) {
            LOG.info("the rebuilds of {} were dropped: they held copies", dropped);
        }
        Map<TopicPartition, Long> positions = awaitReaders();
        eraseRows();
        removeFiles();
        removeRefusedRows();
        List<Row> removed = new ArrayList<>();
        topics.removeBefore(positions)
                .forEach((topic, records) -> removed.add(new Row(ErasureLog.TOPICS, topic, records, null)));
        log.add(ids, removed);
        jobs.renew(this::removeOrphans);
        log.add(ids, List.of(Row.of(ErasureLog.STATE, "jobs renewed from savepoints, older states deleted")));
        check();
    }

    /** Until everybody has read what is in the topics now, the erasure included. */
    private Map<TopicPartition, Long> awaitReaders() throws InterruptedException {
        List<String> all = new ArrayList<>(TopicTruncation.topics());
        all.add(Contracts.ERASURE.topic());
        Map<TopicPartition, Long> positions = topics.beginSegments(all);
        String[] behind = {""};
        long[] told = {System.nanoTime()};
        boolean isRead = Polling.until(PATIENCE, () -> {
            behind[0] = readersBehind(positions);
            if (!behind[0].isEmpty() && System.nanoTime() - told[0] > BETWEEN_WORDS.toNanos()) {
                told[0] = System.nanoTime();
                LOG.warn(
                        "the erasure waits for consumer groups that have not read what is to be removed: {}",
                        behind[0]);
            }
            return behind[0].isEmpty();
        });
        if (!isRead) {
            throw new StackFailure("these consumer groups have not read what is to be removed: " + behind[0]);
        }
        log.add(ids, List.of(Row.of(ErasureLog.TOLD, "every reader has passed the records until then")));
        positions.remove(ErasureTopic.partition());
        return positions;
    }

    private String readersBehind(Map<TopicPartition, Long> positions) {
        try {
            return topics.behind(positions).entrySet().stream()
                    .map(group -> group.getKey() + " lacks " + group.getValue())
                    .collect(Collectors.joining(", "));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted while asking Kafka", e);
        }
    }

    private void eraseRows() {
        List<Row> erased = new ArrayList<>();
        for (TableDefinition table : tables) {
            long found = trino.queryLong(sql.count(table)).orElse(0);
            if (found > 0) {
                trino.update(sql.erase(table));
                erased.add(new Row(ErasureLog.ROWS, table.fullName(), found, rule(table)));
            }
        }
        log.add(ids, erased);
    }

    private static String rule(TableDefinition table) {
        return switch (ErasureRule.of(table)) {
            case DELETE -> "deleted";
            case ANONYMISE -> "kept without the person";
            case CLEAR_BYTES -> "kept without the bytes";
            case NOTHING -> "untouched";
        };
    }

    /** New files for what was touched, and no snapshot that names an old one. */
    private void removeFiles() {
        allowNoRetention();
        for (TableDefinition table : tables) {
            if (hasSnapshots(table)) {
                execute(table, "optimize");
                execute(table, "expire_snapshots(retention_threshold => '" + NO_RETENTION + "')");
            }
        }
        log.add(ids, List.of(Row.of(ErasureLog.FILES, "rewritten, and earlier snapshots expired")));
    }

    private void removeRefusedRows() {
        long files = ImportReport.deleteRefusedRows(imports);
        if (files > 0) {
            log.add(ids, List.of(new Row(ErasureLog.FILES, "refused rows of imports", files, "deleted")));
        }
    }

    /** Files that writers left which died before they committed; only while nobody writes. */
    private void removeOrphans() {
        allowNoRetention();
        for (TableDefinition table : tables) {
            if (hasSnapshots(table)) {
                execute(table, "remove_orphan_files(retention_threshold => '" + NO_RETENTION + "')");
            }
        }
    }

    private void allowNoRetention() {
        trino.update("set session lake.expire_snapshots_min_retention = '" + NO_RETENTION + "'");
        trino.update("set session lake.remove_orphan_files_min_retention = '" + NO_RETENTION + "'");
    }

    private boolean hasSnapshots(TableDefinition table) {
        return !trino.query("select 1 from lake.%s.\"%s$snapshots\" limit 1".formatted(table.namespace(), table.name()))
                .isEmpty();
    }

    private void execute(TableDefinition table, String procedure) {
        trino.update("alter table %s execute %s".formatted(ErasureSql.name(table), procedure));
    }

    /** What a job had read, but not committed when the rows were looked for, has come with its savepoint. */
    private void check() {
        List<TableDefinition> again = tables.stream()
                .filter(table -> trino.queryLong(sql.count(table)).orElse(0) > 0)
                .toList();
        if (!again.isEmpty()) {
            throw new StackFailure("rows came after they were looked for, in "
                    + again.stream().map(TableDefinition::fullName).collect(Collectors.joining(", ")));
        }
        log.add(ids, List.of(Row.of(ErasureLog.CHECKED, "no row of the person is found in any table")));
    }

    /** All identifiers of these requests. */
    static List<Identifier> identifiers(Collection<ErasureRequest> requests) {
        return requests.stream()
                .flatMap(request -> request.identifiers().stream())
                .distinct()
                .toList();
    }
}

package io.clientele.bench.livetable;

import io.clientele.schemas.tables.TableDefinition;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.Catalog;

/**
 * What was written into tables since they were filled, by whom, from their snapshots.
 *
 * @param jobBytes by the job
 * @param jobFiles data files and files of deletes
 * @param upkeepBytes by Trino
 * @param upkeepFiles data files and files of deletes
 */
record Written(long jobBytes, long jobFiles, long upkeepBytes, long upkeepFiles) {
    private static final String TRINO = "trino_query_id";

    static Written into(List<TableDefinition> tables, Catalog catalog) {
        Written all = new Written(0, 0, 0, 0);
        for (TableDefinition table : tables) {
            boolean isFirst = true;
            for (Snapshot snapshot : catalog.loadTable(table.identifier()).snapshots()) {
                Map<String, String> summary = snapshot.summary();
                boolean isFilling = isFirst && summary.containsKey(TRINO);
                isFirst = false;
                if (!isFilling) {
                    all = all.plus(summary);
                }
            }
        }
        return all;
    }

    private Written plus(Map<String, String> summary) {
        long bytes = number(summary, "added-files-size");
        long files = number(summary, "added-data-files") + number(summary, "added-delete-files");
        return summary.containsKey(TRINO)
                ? new Written(jobBytes, jobFiles, upkeepBytes + bytes, upkeepFiles + files)
                : new Written(jobBytes + bytes, jobFiles + files, upkeepBytes, upkeepFiles);
    }

    /** Snapshots of the job. */
    static long commits(TableDefinition table, Catalog catalog) {
        long commits = 0;
        for (Snapshot snapshot : catalog.loadTable(table.identifier()).snapshots()) {
            commits += snapshot.summary().containsKey(TRINO) ? 0 : 1;
        }
        return commits;
    }

    private static long number(Map<String, String> summary, String key) {
        return Long.parseLong(summary.getOrDefault(key, "0"));
    }
}

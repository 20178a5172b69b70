package io.clientele.connectors.maintenance;

import java.time.Instant;
import java.util.OptionalLong;

/** One task on one table, as it went. */
record MaintenanceRun(
        String table,
        Task task,
        Instant startedAt,
        Instant finishedAt,
        boolean isSuccess,
        String detail,
        OptionalLong rows) {

    /** What is done to a table. */
    enum Task {
        /** Changes into the current table. */
        MERGE,
        /** The watermark that the live view reads. */
        VIEW,
        /** Small data files and manifests into larger ones. */
        OPTIMIZE,
        /** Old snapshots. */
        EXPIRE,
        /** Files that no snapshot names. */
        ORPHANS;

        String sqlName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}

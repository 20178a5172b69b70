package io.clientele.connectors.maintenance;

import java.time.Duration;

/**
 * How often the maintenance does what.
 *
 * @param catalog Trino's name of the lake's catalog
 * @param interval time between the starts of two cycles; each cycle merges what has changed
 * @param mergesPerOptimize merges of a live table after which its files are compacted
 * @param maxRowsPerMerge changes that one MERGE takes at most, or one checkpoint if that has more; bounds Trino's memory
 * @param optimizeInterval time between two compactions of a table that is only appended to
 * @param filesPerOptimize new files of such a table after which it is compacted at once: a query opens each of them
 * @param expireInterval time between two expiries of a table's snapshots
 * @param snapshotRetention age at which a snapshot expires; a query that runs longer may lose its files
 * @param orphanInterval time between two removals of files that no snapshot names
 * @param orphanRetention age at which such a file is removed. It must be longer than any outage: the files of a job's last
 *     checkpoint are in no snapshot until the job runs again and commits them.
 */
public record MaintenanceSettings(
        String catalog,
        Duration interval,
        int mergesPerOptimize,
        int maxRowsPerMerge,
        Duration optimizeInterval,
        int filesPerOptimize,
        Duration expireInterval,
        Duration snapshotRetention,
        Duration orphanInterval,
        Duration orphanRetention) {

    /** Less than a long weekend without the job would lose its last checkpoint. */
    private static final Duration LEAST_ORPHAN_RETENTION = Duration.ofDays(3);

    public MaintenanceSettings {
        requirePositive("interval", interval);
        requirePositive("optimize-interval", optimizeInterval);
        requirePositive("expire-interval", expireInterval);
        requirePositive("snapshot-retention", snapshotRetention);
        requirePositive("orphan-interval", orphanInterval);
        requireAtLeastOne("merges-per-optimize", mergesPerOptimize);
        requireAtLeastOne("max-rows-per-merge", maxRowsPerMerge);
        requireAtLeastOne("files-per-optimize", filesPerOptimize);
        if (orphanRetention.compareTo(LEAST_ORPHAN_RETENTION) < 0) {
            throw new IllegalArgumentException(
                    "orphan-retention is " + orphanRetention.toHours()
                            + "h; below 72h the files of a job that was down over a weekend would be removed before it commits them");
        }
    }

    /** What suits commits every few seconds. */
    public static MaintenanceSettings defaults() {
        return new MaintenanceSettings(
                "lake",
                Duration.ofSeconds(30),
                10,
                500_000,
                Duration.ofHours(1),
                100,
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                Duration.ofDays(1),
                Duration.ofDays(7));
    }

    private static void requirePositive(String option, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(option + " must be more than nothing, but is " + duration);
        }
    }

    private static void requireAtLeastOne(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be at least 1, but is " + value);
        }
    }
}

package io.clientele.connectors.maintenance;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line of the maintenance. */
record MaintenanceOptions(String jdbcUrl, boolean isOnce, MaintenanceSettings settings) {
    static final String USAGE = """
            usage: MaintenanceService --jdbc-url URL [options]
              --jdbc-url URL            Trino, for example jdbc:trino://127.0.0.1:8080/lake
              --once                    one cycle, then exit; status 1 when a task failed
              --catalog NAME            Trino's catalog of the lake (lake)
              --interval TIME           between the starts of two cycles; each merges what has changed (30s)
              --merges-per-optimize N   merges of a table after which it is compacted (10)
              --max-rows-per-merge N    changes that one MERGE takes (500000)
              --optimize-interval TIME  between two compactions of an append-only table (1h)
              --files-per-optimize N    new files of such a table after which it is compacted at once (100)
              --expire-interval TIME    between two expiries of snapshots (10m)
              --snapshot-retention TIME age at which a snapshot expires (30m)
              --orphan-interval TIME    between two removals of files that no snapshot names (1d)
              --orphan-retention TIME   age at which they are removed, at least 3d (7d)
            TIME is a number with ms, s, m, h or d.""";

    private static final Pattern TIME = Pattern.compile("(\\d+)(ms|s|m|h|d)");
    private static final Set<String> NAMES = Set.of(
            "jdbc-url",
            "catalog",
            "interval",
            "merges-per-optimize",
            "max-rows-per-merge",
            "optimize-interval",
            "files-per-optimize",
            "expire-interval",
            "snapshot-retention",
            "orphan-interval",
            "orphan-retention");

    /**
     * Reads {@code --name value} pairs and {@code --once}.
     *
     * @throws IllegalArgumentException naming the wrong option, its value and what is allowed
     */
    static MaintenanceOptions parse(String... args) {
        Map<String, String> given = new HashMap<>();
        boolean isOnce = false;
        Iterator<String> words = List.of(args).iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("--once")) {
                isOnce = true;
                continue;
            }
            String name = word.startsWith("--") ? word.substring(2) : "";
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown option '%s'; known are once and %s".formatted(word, new TreeSet<>(NAMES)));
            }
            if (!words.hasNext()) {
                throw new IllegalArgumentException("option --" + name + " needs a value");
            }
            given.put(name, words.next());
        }
        String url = given.get("jdbc-url");
        if (url == null || !url.startsWith("jdbc:trino:")) {
            throw new IllegalArgumentException("--jdbc-url must be jdbc:trino://host:port, but is " + url);
        }
        MaintenanceSettings defaults = MaintenanceSettings.defaults();
        return new MaintenanceOptions(
                url,
                isOnce,
                new MaintenanceSettings(
                        given.getOrDefault("catalog", defaults.catalog()),
                        time(given, "interval", defaults.interval()),
                        number(given, "merges-per-optimize", defaults.mergesPerOptimize()),
                        number(given, "max-rows-per-merge", defaults.maxRowsPerMerge()),
                        time(given, "optimize-interval", defaults.optimizeInterval()),
                        number(given, "files-per-optimize", defaults.filesPerOptimize()),
                        time(given, "expire-interval", defaults.expireInterval()),
                        time(given, "snapshot-retention", defaults.snapshotRetention()),
                        time(given, "orphan-interval", defaults.orphanInterval()),
                        time(given, "orphan-retention", defaults.orphanRetention())));
    }

    private static Duration time(Map<String, String> given, String name, Duration otherwise) {
        String value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        Matcher time = TIME.matcher(value);
        if (!time.matches()) {
            throw new IllegalArgumentException(
                    "--%s must be a number with ms, s, m, h or d, but is '%s'".formatted(name, value));
        }
        long amount = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        String value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("--%s must be a whole number, but is '%s'".formatted(name, value));
        }
        return Integer.parseInt(value);
    }
}

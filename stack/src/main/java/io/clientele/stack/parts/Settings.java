package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * The stack's settings, from {@code clientele.properties} in its home. An unknown key or a value that cannot be right is refused with
 * its name, the value and what is allowed.
 *
 * @param ports every port
 * @param heapMegabytes Java heap of each part, by {@code memory.<part>}
 * @param managedMegabytes Flink's managed memory (RocksDB), {@code memory.taskmanager-managed}
 * @param slots task slots of the TaskManager
 * @param parallelism default parallelism of a job
 * @param checkpointSeconds interval of the checkpoints, hence of the commits
 * @param minimumFreeMegabytes below this free disk space nothing is started
 * @param checks how the data are checked
 * @param jobs settings handed to the jobs, which check them
 */
public record Settings(
        Map<Port, Integer> ports,
        Map<String, Integer> heapMegabytes,
        int managedMegabytes,
        int slots,
        int parallelism,
        int checkpointSeconds,
        int minimumFreeMegabytes,
        Checks checks,
        Map<String, String> jobs) {

    /**
     * How the data are checked.
     *
     * @param interval time between two runs of a light check, {@code checks.interval-minutes}
     * @param leftOut checks that are not run, {@code checks.skip}
     */
    public record Checks(Duration interval, List<String> leftOut) {}

    private static final int DEFAULT_PORTS_BASE = 17_000;

    private static final Map<String, Integer> DEFAULT_HEAPS = Map.of(
            "kafka", 256,
            "registry", 256,
            "object-store", 256,
            "catalog", 192,
            "jobmanager", 512,
            "taskmanager", 896,
            "trino", 1024,
            "maintenance", 160);

    private static final List<String> JOB_KEYS = List.of(
            "business.",
            "reporting.",
            "customer.",
            "cart.",
            "shop.",
            "funnels.",
            "rfm.",
            "identity.",
            "event-time.",
            "deduplication.",
            "archive.",
            "lake.catalog.uri",
            "lake.s3.endpoint",
            "kafka.max-event-bytes",
            "kafka.transaction-timeout",
            "kafka.lost-transactions");

    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(m|mb|MiB|g|gb|GiB)");

    public int port(Port port) {
        return ports.getOrDefault(port, 0);
    }

    /** {@code 127.0.0.1:port}. */
    public String address(Port port) {
        return "127.0.0.1:" + port(port);
    }

    public String url(Port port) {
        return "http://" + address(port);
    }

    /** The zone of business days; {@code UTC} unless set. */
    public ZoneId businessZone() {
        String zone = jobs.getOrDefault("business.zone", "UTC");
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new StackFailure("business.zone = " + zone + " must be a time zone such as UTC or Europe/London", e);
        }
    }

    /** For how long the archive recognises a repeated event; 30 days unless set. */
    public Duration archiveDeduplicationRetention() {
        String text = jobs.getOrDefault("archive.deduplication.retention", "30 d");
        try {
            return TimeUtils.parseDuration(text);
        } catch (IllegalArgumentException e) {
            throw new StackFailure("archive.deduplication.retention = " + text + " must be a duration such as 30 d", e);
        }
    }

    public int heap(String part) {
        return heapMegabytes.getOrDefault(part, 64);
    }

    /**
     * Reads the settings of a home; defaults where there is no file.
     *
     * @throws StackFailure naming the key, the value and what is allowed
     */
    public static Settings load(Home home) {
        return of(read(home), home.settings());
    }

    /** Adds settings to the home's file, after having checked that all together are right. */
    public static Settings store(Home home, Map<String, String> additions) {
        Map<String, String> merged = read(home);
        merged.putAll(additions);
        Settings settings = of(merged, home.settings());
        if (!additions.isEmpty()) {
            Properties properties = new Properties();
            properties.putAll(merged);
            try {
                Files.createDirectories(home.root());
                try (Writer writer = Files.newBufferedWriter(home.settings(), StandardCharsets.UTF_8)) {
                    properties.store(writer, "Settings of this stack; see docs/operations.md");
                }
            } catch (IOException e) {
                throw new StackFailure("cannot write " + home.settings() + ": " + e.getMessage(), e);
            }
        }
        return settings;
    }

    private static Map<String, String> read(Home home) {
        Properties properties = new Properties();
        if (Files.exists(home.settings())) {
            try (Reader reader = Files.newBufferedReader(home.settings(), StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new StackFailure("cannot read " + home.settings() + ": " + e.getMessage(), e);
            }
        }
        Map<String, String> values = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).trim()));
        return values;
    }

    static Settings of(Map<String, String> given, Path source) {
        Reading values = new Reading(new TreeMap<>(given), source);
        int base = values.number("ports.base", DEFAULT_PORTS_BASE, 1024, 65_000);
        Map<Port, Integer> ports = new EnumMap<>(Port.class);
        Map<Integer, Port> byNumber = new TreeMap<>();
        for (Port port : Port.values()) {
            int number = values.number(port.setting(), base + port.offset(), 1, 65_535);
            ports.put(port, number);
            Port other = byNumber.put(number, port);
            if (other != null) {
                throw new StackFailure(source + ": " + other.setting() + " and " + port.setting() + " are both "
                        + number + ": give one of them another port");
            }
        }
        Map<String, Integer> heaps = new TreeMap<>();
        DEFAULT_HEAPS.forEach((part, size) -> heaps.put(part, values.megabytes("memory." + part, size)));
        int managed = values.megabytes("memory.taskmanager-managed", 512);
        int slots = values.number("flink.slots", 8, 1, 64);
        int parallelism = values.number("flink.parallelism", 2, 1, 64);
        int checkpoints = values.number("flink.checkpoint-interval-seconds", 2, 1, 3600);
        int free = values.megabytes("disk.minimum-free", 2048);
        Checks checks = new Checks(
                Duration.ofMinutes(values.number("checks.interval-minutes", 10, 1, 10_080)),
                values.names("checks.skip"));
        return new Settings(
                Map.copyOf(ports),
                Map.copyOf(heaps),
                managed,
                slots,
                parallelism,
                checkpoints,
                free,
                checks,
                values.jobSettings());
    }

    /** The keys not read yet; what is left at the end is unknown. */
    private record Reading(Map<String, String> left, Path source) {

        int number(String key, int fallback, int least, int most) {
            String value = left.remove(key);
            if (value == null) {
                return fallback;
            }
            if (value.matches("\\d{1,9}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
                return Integer.parseInt(value);
            }
            throw wrong(key, value, "a whole number from " + least + " to " + most);
        }

        List<String> names(String key) {
            String value = left.remove(key);
            return value == null || value.isBlank()
                    ? List.of()
                    : List.of(value.strip().split("\\s*,\\s*", -1));
        }

        int megabytes(String key, int fallback) {
            String value = left.remove(key);
            if (value == null) {
                return fallback;
            }
            Matcher size = SIZE.matcher(value);
            if (!size.matches() || size.group(1).length() > 6) {
                throw wrong(key, value, "a size such as 512 MiB or 1 GiB");
            }
            int number = Integer.parseInt(size.group(1));
            return size.group(2).startsWith("g") || size.group(2).startsWith("G") ? number * 1024 : number;
        }

        Map<String, String> jobSettings() {
            Map<String, String> jobs = new TreeMap<>();
            for (Map.Entry<String, String> entry : left.entrySet()) {
                if (JOB_KEYS.stream().noneMatch(entry.getKey()::startsWith)) {
                    throw new StackFailure(source + ": unknown setting " + entry.getKey() + "; known are "
                            + String.join(", ", known()));
                }
                jobs.put(entry.getKey(), entry.getValue());
            }
            return Map.copyOf(jobs);
        }

        private StackFailure wrong(String key, @Nullable String value, String allowed) {
            return new StackFailure(source + ": " + key + " = " + value + " must be " + allowed);
        }
    }

    private static List<String> known() {
        List<String> keys = new ArrayList<>();
        keys.add("ports.base");
        for (Port port : Port.values()) {
            keys.add(port.setting());
        }
        DEFAULT_HEAPS.keySet().stream().sorted().forEach(part -> keys.add("memory." + part));
        keys.addAll(List.of(
                "memory.taskmanager-managed",
                "flink.slots",
                "flink.parallelism",
                "flink.checkpoint-interval-seconds",
                "disk.minimum-free",
                "checks.interval-minutes",
                "checks.skip"));
        JOB_KEYS.forEach(key -> keys.add(key.endsWith(".") ? key + "*" : key));
        return keys;
    }
}

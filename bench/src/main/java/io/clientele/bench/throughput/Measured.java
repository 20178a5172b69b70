package io.clientele.bench.throughput;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/**
 * What one run of an engine took, after its warm-up.
 *
 * @param events whose results were committed in that time
 * @param seconds wall clock
 * @param cpuSeconds processor time of the engine's process
 * @param gcSeconds wall clock of its garbage collections
 * @param stateBytes state or checkpoints on disk at the end
 * @param heapBytes live objects at the end, the engine's own among them
 * @param digest of the final rows
 */
public record Measured(
        long events,
        double seconds,
        double cpuSeconds,
        double gcSeconds,
        long stateBytes,
        long heapBytes,
        Digest digest) {

    double eventsPerCpuSecond() {
        return events / cpuSeconds;
    }

    Measured with(Digest rows) {
        return new Measured(events, seconds, cpuSeconds, gcSeconds, stateBytes, heapBytes, rows);
    }

    static Measured read(Path file) throws IOException {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
        }
        return new Measured(
                Long.parseLong(value(values, "events")),
                Double.parseDouble(value(values, "seconds")),
                Double.parseDouble(value(values, "cpuSeconds")),
                Double.parseDouble(value(values, "gcSeconds")),
                Long.parseLong(value(values, "stateBytes")),
                Long.parseLong(value(values, "heapBytes")),
                Digest.parse(value(values, "digest")));
    }

    private static String value(Properties values, String name) {
        return Objects.requireNonNull(values.getProperty(name), name);
    }

    void write(Path file) throws IOException {
        Properties values = new Properties();
        values.setProperty("events", String.valueOf(events));
        values.setProperty("seconds", String.valueOf(seconds));
        values.setProperty("cpuSeconds", String.valueOf(cpuSeconds));
        values.setProperty("gcSeconds", String.valueOf(gcSeconds));
        values.setProperty("stateBytes", String.valueOf(stateBytes));
        values.setProperty("heapBytes", String.valueOf(heapBytes));
        values.setProperty("digest", digest.toString());
        try (Writer writer = Files.newBufferedWriter(file)) {
            values.store(writer, null);
        }
    }
}

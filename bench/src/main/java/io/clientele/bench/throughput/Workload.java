package io.clientele.bench.throughput;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/**
 * What an engine is to do: all that its process is told, in one file.
 *
 * @param engine which of the engines of the main class
 * @param store where it keeps its state
 * @param bootstrapServers of Kafka
 * @param registry address of the schema registry
 * @param catalog address of the Iceberg REST catalog
 * @param warehouse folder of the tables
 * @param work folder for state and checkpoints, empty
 * @param partitions of each topic; also the parallelism
 * @param events records in the topics
 * @param warmUpEvents after how many of them the measurement begins
 * @param customers that they are of
 * @param checkpointSeconds between checkpoints or commits
 * @param deduplicationHours how long after an event (in event time) its repetition comes at the latest
 * @param batchEvents records of a batch, for an engine that works in batches
 */
public record Workload(
        String engine,
        Store store,
        String bootstrapServers,
        String registry,
        String catalog,
        Path warehouse,
        Path work,
        int partitions,
        long events,
        long warmUpEvents,
        int customers,
        int checkpointSeconds,
        int deduplicationHours,
        long batchEvents) {

    /** The topics, and where the numbers of a {@link Workload} count. */
    public static final String CLICKSTREAM = "clickstream";

    /** As {@link #CLICKSTREAM}. */
    public static final String ORDERS = "orders";

    private static final String RESULT = "result.properties";

    /** What {@link #write} has written. */
    public static Workload read(Path file) throws IOException {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
        }
        return new Workload(
                value(values, "engine"),
                Store.valueOf(value(values, "store")),
                value(values, "bootstrapServers"),
                value(values, "registry"),
                value(values, "catalog"),
                Path.of(value(values, "warehouse")),
                Path.of(value(values, "work")),
                Integer.parseInt(value(values, "partitions")),
                Long.parseLong(value(values, "events")),
                Long.parseLong(value(values, "warmUpEvents")),
                Integer.parseInt(value(values, "customers")),
                Integer.parseInt(value(values, "checkpointSeconds")),
                Integer.parseInt(value(values, "deduplicationHours")),
                Long.parseLong(value(values, "batchEvents")));
    }

    private static String value(Properties values, String name) {
        return Objects.requireNonNull(values.getProperty(name), name);
    }

    void write(Path file) throws IOException {
        Properties values = new Properties();
        values.setProperty("engine", engine);
        values.setProperty("store", store.name());
        values.setProperty("bootstrapServers", bootstrapServers);
        values.setProperty("registry", registry);
        values.setProperty("catalog", catalog);
        values.setProperty("warehouse", warehouse.toString());
        values.setProperty("work", work.toString());
        values.setProperty("partitions", String.valueOf(partitions));
        values.setProperty("events", String.valueOf(events));
        values.setProperty("warmUpEvents", String.valueOf(warmUpEvents));
        values.setProperty("customers", String.valueOf(customers));
        values.setProperty("checkpointSeconds", String.valueOf(checkpointSeconds));
        values.setProperty("deduplicationHours", String.valueOf(deduplicationHours));
        values.setProperty("batchEvents", String.valueOf(batchEvents));
        try (Writer writer = Files.newBufferedWriter(file)) {
            values.store(writer, null);
        }
    }

    /** The file for what the engine measured. */
    Path resultFile() {
        return work.resolve(RESULT);
    }
}

package io.clientele.bench.throughput;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An engine and where it keeps its state, {@code engine:store} in options and reports.
 *
 * @param engine its name
 */
record Contender(Engine engine, Store store) {

    /** Where the classes of an engine come from. */
    enum Module {
        BENCH(""),
        STREAMS("streams"),
        FLINK_SQL("flink-sql"),
        SPARK("spark");

        private final String folder;

        Module(String folder) {
            this.folder = folder;
        }

        /** Folder below bench/peers; empty for the bench itself. */
        String folder() {
            return folder;
        }
    }

    /** All that can be measured. */
    enum Engine {
        LIMIT_FULL(Module.BENCH, "io.clientele.bench.throughput.LimitEngine", "a consumer that decodes every field"),
        LIMIT_PROJECTED(
                Module.BENCH,
                "io.clientele.bench.throughput.LimitEngine",
                "a consumer that decodes the fields it needs"),
        CLIENTELE_FOLD(
                Module.BENCH,
                "io.clientele.bench.throughput.ClienteleEngine",
                "the fold of the profile job alone, without identity, persons and scores"),
        CLIENTELE(
                Module.BENCH,
                "io.clientele.bench.throughput.ClienteleEngine",
                "the profile job, all of it, without its sinks"),
        CLIENTELE_ICEBERG(
                Module.BENCH,
                "io.clientele.bench.throughput.ClienteleEngine",
                "the profile job as production starts it, into six Iceberg tables and two topics"),
        FLINK_SQL(Module.FLINK_SQL, "io.clientele.bench.flinksql.FlinkSqlEngine", "Flink SQL with its defaults"),
        FLINK_SQL_TUNED(
                Module.FLINK_SQL,
                "io.clientele.bench.flinksql.FlinkSqlEngine",
                "Flink SQL with mini-batches and object reuse"),
        KAFKA_STREAMS(Module.STREAMS, "io.clientele.bench.streams.StreamsEngine", "Kafka Streams, exactly once v2"),
        SPARK_ICEBERG(
                Module.SPARK,
                "io.clientele.bench.spark.SparkEngine",
                "Spark Structured Streaming into one Iceberg table");

        private final Module module;
        private final String main;
        private final String description;

        Engine(Module module, String main, String description) {
            this.module = module;
            this.main = main;
            this.description = description;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        Module module() {
            return module;
        }

        String main() {
            return main;
        }

        String description() {
            return description;
        }

        boolean isIntoIceberg() {
            return this == CLIENTELE_ICEBERG || this == SPARK_ICEBERG;
        }

        boolean isLimit() {
            return this == LIMIT_FULL || this == LIMIT_PROJECTED;
        }

        static Engine of(String label) {
            return Arrays.stream(values())
                    .filter(engine -> engine.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no engine '%s', but %s"
                            .formatted(
                                    label,
                                    Arrays.stream(values()).map(Engine::label).collect(Collectors.joining(", ")))));
        }
    }

    Contender {
        if (engine.isLimit() != (store == Store.NONE)) {
            throw new IllegalArgumentException(engine.label() + " does not run with the store "
                    + store.name().toLowerCase(Locale.ROOT));
        }
        if (engine == Engine.SPARK_ICEBERG && store != Store.ROCKSDB) {
            throw new IllegalArgumentException(engine.label() + " runs with the store rocksdb alone");
        }
    }

    /** @throws IllegalArgumentException if it is not {@code engine:store}, or {@code engine} for one without state */
    static Contender parse(String text) {
        String[] parts = text.split(":", 2);
        return new Contender(
                Engine.of(parts[0]), parts.length == 1 ? Store.NONE : Store.valueOf(parts[1].toUpperCase(Locale.ROOT)));
    }

    String label() {
        return engine.label() + (store == Store.NONE ? "" : ":" + store.name().toLowerCase(Locale.ROOT));
    }
}

package io.clientele.bench.throughput;

import io.clientele.bench.ShopPlan;
import io.clientele.bench.servers.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.iceberg.rest.RESTCatalog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many events a second of processor time is worth: engine by engine, on the same topics, to the same rows. */
@Command(
        name = "bench/run throughput",
        description = "Measures the profile job beside a plain consumer, Flink SQL, Kafka Streams and Spark.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class ThroughputBench implements Callable<Integer> {

    @Option(names = "--events", description = "how many, about; some of them come twice")
    private long events = 20_000_000;

    @Option(names = "--customers", description = "how many customers the events are of; a multiple of the partitions")
    private int customers = 100_000;

    @Option(names = "--keys", description = "how often each customer comes: ${COMPLETION-CANDIDATES}")
    private ShopPlan.Popularity keys = ShopPlan.Popularity.UNIFORM;

    @Option(names = "--repeated", description = "share of the events that come twice")
    private double repeated = 0.01;

    @Option(names = "--days", description = "days of event time that the events are spread over")
    private int days = 4;

    @Option(names = "--deduplicate-hours", description = "how long, in event time, a repetition is recognised")
    private int deduplicationHours = 6;

    @Option(names = "--seed", description = "of the events")
    private long seed = 1;

    @Option(names = "--partitions", description = "of each topic; also the parallelism of every engine")
    private int partitions = 2;

    @Option(
            names = "--engines",
            split = ",",
            description = "engine:store each, with commas between; store is heap or rocksdb, and none for the limits")
    private List<String> engines = List.of(
            "limit-full",
            "limit-projected",
            "clientele-fold:heap",
            "clientele:heap",
            "clientele-iceberg:heap",
            "clientele-fold:rocksdb",
            "clientele:rocksdb",
            "clientele-iceberg:rocksdb",
            "flink-sql:heap",
            "flink-sql-tuned:heap",
            "flink-sql:rocksdb",
            "flink-sql-tuned:rocksdb",
            "kafka-streams:heap",
            "kafka-streams:rocksdb",
            "spark-iceberg:rocksdb");

    @Option(names = "--rounds", description = "measured runs of each engine, in turns")
    private int rounds = 3;

    @Option(names = "--warm-up", description = "share of the events of a run that comes before its measurement, 0–1")
    private double warmUp = 0.25;

    @Option(names = "--checkpoint-seconds", description = "between checkpoints, commits or batches")
    private int checkpointSeconds = 10;

    @Option(names = "--batch-events", description = "most events of a batch, for Spark")
    private long batchEvents = 250_000;

    @Option(names = "--heap-mib", description = "of each engine's process")
    private int heapMebibytes = 2048;

    @Option(names = "--engine-flags", split = " ", description = "more flags for the JVM of the engines")
    private List<String> engineFlags = List.of();

    @Option(names = "--minutes", description = "how long one run may take")
    private int minutes = 60;

    @Option(names = "--work", description = "folder to work in; what is there in throughput-bench is deleted before")
    private Path work = Path.of("bench", "target");

    @Option(names = "--result", description = "path of the result, without the endings .json, .md and .svg")
    private @Nullable Path result;

    @Option(names = "--machine", description = "what to call the machine in the result")
    private String machine = Runtime.getRuntime().availableProcessors() + " cores";

    private final PrintStream out;
    private final String command;

    private ThroughputBench(PrintStream out, List<String> arguments) {
        this.out = out;
        this.command = "bench/run throughput " + String.join(" ", arguments);
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ThroughputBench(System.out, List.of(arguments)))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Contender> contenders = engines.stream().map(Contender::parse).toList();
        int visits = Math.max(1, (int) Math.round(events / (3.0 * customers)));
        ShopPlan plan = new ShopPlan(customers, visits, 0, days, partitions, seed, keys);
        work = work.toAbsolutePath().resolve("throughput-bench");
        Folders.empty(work);
        List<ThroughputReport.Run> runs = new ArrayList<>();
        int failures = 0;
        TopicLoader.Loaded loaded;
        try (Servers servers = Servers.start(Path.of("").toAbsolutePath(), work)) {
            servers.createTopics(partitions);
            loaded = TopicLoader.load(plan, repeated, servers.bootstrapServers());
            out.printf(
                    "%,d records, %,d events, of %,d customers, %s: %s%n",
                    loaded.records(), plan.events(), loaded.digest().rows(), keys, loaded.digest());
            EngineProcess processes = new EngineProcess(
                    Path.of("").toAbsolutePath(), heapMebibytes, engineFlags, Duration.ofMinutes(minutes));
            for (int round = 1; round <= rounds; round++) {
                List<Contender> turn = new ArrayList<>(contenders);
                if (round % 2 == 0) {
                    Collections.reverse(turn);
                }
                for (Contender contender : turn) {
                    Measured measured;
                    try {
                        measured = run(servers, processes, contender, loaded);
                    } catch (EngineFailure failed) {
                        // the others are worth measuring all the same
                        out.printf("%d/%d %s%n", round, rounds, failed.getMessage());
                        failures++;
                        continue;
                    }
                    runs.add(new ThroughputReport.Run(round, contender, measured));
                    write(report(plan, loaded, runs));
                    out.printf(
                            "%d/%d %s: %,.0f events per CPU second, %,.0f per second, %s%n",
                            round,
                            rounds,
                            contender.label(),
                            measured.eventsPerCpuSecond(),
                            measured.events() / measured.seconds(),
                            verdict(contender, measured, loaded.digest()));
                }
            }
        }
        out.println();
        out.println(report(plan, loaded, runs).markdown());
        return failures == 0 && report(plan, loaded, runs).isEveryDigestRight() ? 0 : 1;
    }

    private ThroughputReport report(ShopPlan plan, TopicLoader.Loaded loaded, List<ThroughputReport.Run> runs) {
        return new ThroughputReport(
                command, machine, plan, loaded, checkpointSeconds, warmUp, heapMebibytes, List.copyOf(runs));
    }

    /** After every run, so that an interrupted bench leaves what it has. */
    private void write(ThroughputReport report) throws IOException {
        if (result != null) {
            Files.writeString(Path.of(result + ".md"), report.markdown());
            Files.writeString(Path.of(result + ".json"), report.json());
            Files.writeString(Path.of(result + ".svg"), report.picture());
        }
    }

    private Measured run(Servers servers, EngineProcess processes, Contender contender, TopicLoader.Loaded loaded)
            throws Exception {
        servers.resetTopics();
        if (contender.engine().isIntoIceberg()) {
            servers.resetTables();
        }
        Path folder = work.resolve("run");
        Folders.empty(folder);
        Workload workload = new Workload(
                contender.engine().label(),
                contender.store(),
                servers.bootstrapServers(),
                servers.registryAddress(),
                servers.catalogAddress(),
                servers.warehouse(),
                folder,
                partitions,
                loaded.records(),
                (long) (warmUp * loaded.records()),
                customers,
                checkpointSeconds,
                deduplicationHours,
                batchEvents);
        Measured measured = processes.run(contender, workload);
        if (!contender.engine().isIntoIceberg()) {
            return measured;
        }
        try (RESTCatalog catalog = servers.openCatalog()) {
            return measured.with(TableRows.digest(catalog, contender.engine()));
        }
    }

    private static String verdict(Contender contender, Measured measured, Digest right) {
        if (contender.engine().isLimit()) {
            return "no rows";
        }
        return measured.digest().equals(right) ? "right rows" : "WRONG rows " + measured.digest();
    }
}

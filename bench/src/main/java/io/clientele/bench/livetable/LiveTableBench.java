package io.clientele.bench.livetable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.bench.ProcessTimes;
import io.clientele.bench.servers.CatalogServer;
import io.clientele.bench.servers.Folders;
import io.clientele.bench.servers.ServerProcesses;
import io.clientele.bench.servers.TrinoServer;
import io.clientele.connectors.iceberg.TableDeployment;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.TableDefinition;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.iceberg.rest.RESTCatalog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What it costs to keep the newest row of each customer, and to read it, as the line does it and with Iceberg's upsert sink. */
@Command(
        name = "bench/run live-table",
        description = "Measures ways to keep a table of newest rows, on a catalog and a Trino of its own.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class LiveTableBench implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--customers", description = "how many customers have a row")
    private int customers = 1_000_000;

    @Option(names = "--commits", description = "how many commits of the job; 1800 are an hour of one every two seconds")
    private int commits = 1800;

    @Option(names = "--updates", description = "updated rows in each commit")
    private int updatesPerCommit = 1000;

    @Option(names = "--commits-per-cycle", description = "after how many commits the maintenance has its turn")
    private int commitsPerCycle = 15;

    @Option(names = "--interval", description = "between two commits; shorter than in production: time is compressed")
    private Duration interval = Duration.ofMillis(500);

    @Option(
            names = "--ways",
            split = ",",
            description = "merged: changes that are merged; upsert-N: upserts, compacted every N cycles")
    private List<String> ways = List.of("merged", "upsert-1", "upsert-10");

    @Option(names = "--samples", description = "of each query, when all is quiet")
    private int samples = 15;

    @Option(names = "--heap", description = "Trino's heap in MiB")
    private int heap = 1024;

    @Option(
            names = "--work",
            description = "folder to work in; what is there in live-table-bench is deleted before and after")
    private Path work = Path.of("bench", "target");

    @Option(names = "--result", description = "file for the result (JSON)")
    private @Nullable Path result;

    @Option(names = "--machine", description = "what to call the machine in the result")
    private String machine = Runtime.getRuntime().availableProcessors() + " cores";

    private final PrintStream out;
    private final String command;

    private LiveTableBench(PrintStream out, List<String> arguments) {
        this.out = out;
        this.command = "bench/run live-table " + String.join(" ", arguments);
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LiveTableBench(System.out, List.of(arguments))).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        ScoreUpdates updates = new ScoreUpdates(customers, (long) commits * updatesPerCommit);
        String expected = updates.totals();
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("command", command.strip());
        json.put("machine", machine);
        json.put("java", Runtime.version().toString());
        json.put("customers", customers);
        json.put("commits", commits);
        json.put("updates_per_commit", updatesPerCommit);
        json.put("totals", expected);
        ArrayNode measured = json.putArray("ways");
        Path folder = work.toAbsolutePath().resolve("live-table-bench");
        boolean isRight = true;
        for (Upkeep upkeep : ways.stream().map(this::upkeep).toList()) {
            Folders.empty(folder);
            isRight &= measure(upkeep, updates, expected, folder, measured.addObject());
            if (result != null) {
                Files.writeString(result, text(json));
            }
        }
        Folders.delete(folder);
        out.println(text(json));
        return isRight ? 0 : 1;
    }

    private Upkeep upkeep(String way) {
        if (way.equals("merged")) {
            return new MergedChanges();
        }
        if (way.matches("upsert-[1-9][0-9]{0,3}")) {
            return new StockUpsert(Integer.parseInt(way.substring(7)));
        }
        throw new ParameterException(
                spec.commandLine(), "--ways has '%s', allowed are merged and upsert-N".formatted(way));
    }

    private static String text(ObjectNode json) throws Exception {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    /** Measures one way on servers of its own; whether its rows are right in the end. */
    private boolean measure(Upkeep upkeep, ScoreUpdates updates, String expected, Path folder, ObjectNode json)
            throws Exception {
        json.put("way", upkeep.label());
        Path project = Path.of("").toAbsolutePath();
        try (ServerProcesses processes = new ServerProcesses(folder)) {
            CatalogServer catalog = CatalogServer.start(project, processes);
            TrinoServer server = TrinoServer.start(project, processes, TrinoServer.of(catalog), heap);
            try (RESTCatalog lake = catalog.open();
                    TrinoClient trino = server.connect()) {
                List<TableDefinition> tables = new ArrayList<>(upkeep.tables());
                tables.add(LakeTables.MAINTENANCE_RUNS);
                TableDeployment.deploy(lake, tables);
                TableDefinition newest = upkeep.tables().get(upkeep.tables().size() - 1);
                trino.update(updates.first(newest));
                upkeep.prepare(trino);
                readOften(trino, upkeep, 20);
                ProcessTimes before = ProcessTimes.now();
                JobClient job = UpdateJob.start(upkeep, updates, updatesPerCommit, interval, catalog.lake(), folder);
                during(upkeep, job, lake, trino, server, json);
                json.put(
                        "job_cpu_seconds",
                        rounded(ProcessTimes.now().since(before).cpu()));
                afterwards(upkeep, trino, json);
                Written written = Written.into(upkeep.tables(), lake);
                json.put("mib_by_job", rounded(written.jobBytes() / 1048576.0));
                json.put("files_by_job", written.jobFiles());
                json.put("mib_by_upkeep", rounded(written.upkeepBytes() / 1048576.0));
                json.put("files_by_upkeep", written.upkeepFiles());
                String totals = String.valueOf(trino.query(ScoreUpdates.TOTALS.formatted(upkeep.readable()))
                        .get(0)
                        .get(0));
                json.put("rows_are_right", totals.equals(expected));
                out.printf("%s: %s, %s%n", upkeep.label(), totals, totals.equals(expected) ? "right" : "WRONG");
                return totals.equals(expected);
            }
        }
    }

    /** Until the last commit: each cycle reads once, then maintains; the last cycle's commits stay as they are. */
    private void during(
            Upkeep upkeep, JobClient job, RESTCatalog lake, TrinoClient trino, TrinoServer server, ObjectNode json)
            throws Exception {
        CompletableFuture<?> end = job.getJobExecutionResult();
        List<Map<Reading, Double>> readings = new ArrayList<>();
        List<Double> maintained = new ArrayList<>();
        int failed = 0;
        double cpu = 0;
        long start = System.nanoTime();
        for (long next = commitsPerCycle; next < commits; next = commitsNow(upkeep, lake) + commitsPerCycle) {
            while (commitsNow(upkeep, lake) < next && !end.isDone()) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            if (end.isDone()) {
                break;
            }
            readings.add(Reading.all(trino, upkeep.readable()));
            double cpuBefore = cpuSeconds(server);
            long begun = System.nanoTime();
            failed += upkeep.maintain() ? 0 : 1;
            maintained.add((System.nanoTime() - begun) / 1e9);
            cpu += cpuSeconds(server) - cpuBefore;
            if (maintained.size() % 10 == 0) {
                out.printf(
                        "%s: %,d of %,d commits after %.0f s%n",
                        upkeep.label(), commitsNow(upkeep, lake), commits, (System.nanoTime() - start) / 1e9);
            }
        }
        end.get();
        json.put("seconds", rounded((System.nanoTime() - start) / 1e9));
        json.put("cycles", maintained.size());
        json.put("cycles_failed", failed);
        json.put("upkeep_seconds_median", rounded(Reading.median(array(maintained))));
        json.put(
                "upkeep_seconds_most",
                rounded(maintained.stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0)));
        json.put("upkeep_cpu_seconds", rounded(cpu));
        ObjectNode millis = json.putObject("millis_beside_the_job");
        Reading.medians(readings).forEach((reading, median) -> millis.put(name(reading), Math.round(median)));
    }

    /** With nothing else to do: unmaintained since the last cycle, maintained, and a fresh copy of the rows. */
    private void afterwards(Upkeep upkeep, TrinoClient trino, ObjectNode json) {
        String copy = "core.compacted";
        TableDefinition newest = upkeep.tables().get(upkeep.tables().size() - 1);
        String bucketed = newest.partitionSpec().fields().get(0).transform().toString();
        trino.update(
                "create table lake.%s with (partitioning = array['bucket(person_id, %s)']) as select * from lake.%s"
                        .formatted(copy, bucketed.replaceAll("\\D", ""), upkeep.readable()));
        Compared unmaintained = compare(trino, upkeep.readable(), copy);
        Compared behind = compare(trino, newest.fullName(), copy);
        upkeep.maintain();
        Compared maintained = compare(trino, upkeep.readable(), copy);
        ObjectNode quiet = json.putObject("quiet");
        for (Reading reading : Reading.values()) {
            quiet.putObject(name(reading))
                    .put("what", reading.what())
                    .put("millis", Math.round(unmaintained.table(reading)))
                    .put("millis_of_a_fresh_copy", Math.round(unmaintained.copy(reading)))
                    .put("ratio", rounded(unmaintained.table(reading) / unmaintained.copy(reading)))
                    .put("ratio_as_of_the_last_turn", rounded(behind.table(reading) / behind.copy(reading)))
                    .put("ratio_when_just_maintained", rounded(maintained.table(reading) / maintained.copy(reading)));
        }
    }

    /** How long each query takes from the table and from a copy of it, in milliseconds. */
    private record Compared(Map<Reading, Double> table, Map<Reading, Double> copy) {
        double table(Reading reading) {
            return Objects.requireNonNull(table.get(reading));
        }

        double copy(Reading reading) {
            return Objects.requireNonNull(copy.get(reading));
        }
    }

    /** In turns, after two that do not count. */
    private Compared compare(TrinoClient trino, String table, String copy) {
        List<Map<Reading, Double>> ofTable = new ArrayList<>();
        List<Map<Reading, Double>> ofCopy = new ArrayList<>();
        for (int round = -2; round < samples; round++) {
            Map<Reading, Double> one = Reading.all(trino, table);
            Map<Reading, Double> other = Reading.all(trino, copy);
            if (round >= 0) {
                ofTable.add(one);
                ofCopy.add(other);
            }
        }
        return new Compared(Reading.medians(ofTable), Reading.medians(ofCopy));
    }

    private static void readOften(TrinoClient trino, Upkeep upkeep, int times) {
        for (int time = 0; time < times; time++) {
            Reading.all(trino, upkeep.readable());
        }
    }

    private static String name(Reading reading) {
        return reading.name().toLowerCase(Locale.ROOT);
    }

    private static long commitsNow(Upkeep upkeep, RESTCatalog lake) {
        return Written.commits(upkeep.tables().get(0), lake);
    }

    private static double cpuSeconds(TrinoServer server) {
        return server.process().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}

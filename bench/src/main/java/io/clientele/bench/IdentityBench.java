package io.clientele.bench;

import io.clientele.jobs.profile.Arm;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What identity costs the profile job: the same events through the job with and without it, in turns, on a cluster inside this process.
 */
@Command(
        name = "bench/run identity",
        description = "Measures what identity costs the profile job.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class IdentityBench implements Callable<Integer> {

    @Option(names = "--customers", description = "how many customers the shop has")
    private int customers = 1_000_000;

    @Option(names = "--visits", description = "visits of each customer, of 3 events each")
    private int visits = 2;

    @Option(names = "--linked", description = "share of the customers with several identifiers")
    private double linked = 0.05;

    @Option(names = "--days", description = "days of event time that the visits are spread over")
    private int days = 4;

    @Option(names = "--seed", description = "of the events")
    private long seed = 1;

    @Option(names = "--parallelism", description = "of the job; also the number of partitions")
    private int parallelism = 2;

    @Option(names = "--rounds", description = "measured runs of each arm")
    private int rounds = 3;

    @Option(names = "--warm-up-customers", description = "customers of the runs before, which do not count; 0 for none")
    private int warmUpCustomers = 50_000;

    @Option(names = "--checkpoint-seconds", description = "between checkpoints")
    private int checkpointSeconds = 10;

    @Option(names = "--managed-mib", description = "RocksDB's memory altogether")
    private int managedMebibytes = 512;

    @Option(names = "--work", description = "folder for state and checkpoints; emptied as the runs end")
    private Path work = Path.of("bench", "target", "work");

    @Option(names = "--result", description = "file for the result (Markdown)")
    private @Nullable Path result;

    @Option(names = "--machine", description = "what to call the machine in the result")
    private String machine = Runtime.getRuntime().availableProcessors() + " cores";

    private final PrintStream out;
    private final String command;

    IdentityBench(PrintStream out, List<String> arguments) {
        this.out = out;
        this.command = "bench/run identity " + String.join(" ", arguments);
    }

    public static void main(String[] arguments) {
        System.exit(run(System.out, List.of(arguments)));
    }

    static int run(PrintStream out, List<String> arguments) {
        return new CommandLine(new IdentityBench(out, arguments)).execute(arguments.toArray(String[]::new));
    }

    @Override
    public Integer call() throws Exception {
        ShopPlan plan = plan(customers);
        out.printf(
                "%,d events of %,d customers, %.1f %% of them linked; %,.0f events/s if nothing is done with them%n",
                plan.events(), customers, 100 * linked, GeneratorSpeed.eventsPerSecond(plan));
        List<Run> runs = new ArrayList<>();
        Files.createDirectories(work);
        try (BenchCluster cluster = BenchCluster.start(parallelism, managedMebibytes, work)) {
            if (warmUpCustomers > 0) {
                for (Arm arm : Arm.values()) {
                    out.println("warm-up: " + cluster.run(arm, plan(warmUpCustomers), checkpointInterval()));
                }
            }
            for (int round = 1; round <= rounds; round++) {
                for (Arm arm : order(round)) {
                    Run run = cluster.run(arm, plan, checkpointInterval());
                    out.println(round + "/" + rounds + ": " + run);
                    runs.add(run);
                }
            }
        }
        write(new IdentityReport(command, machine, plan, checkpointSeconds, managedMebibytes, runs).text());
        return 0;
    }

    /** Whoever goes second has the warmer machine: the arms take turns in that too. */
    private static List<Arm> order(int round) {
        return round % 2 == 1
                ? List.of(Arm.WITH_IDENTITY, Arm.WITHOUT_IDENTITY)
                : List.of(Arm.WITHOUT_IDENTITY, Arm.WITH_IDENTITY);
    }

    private void write(String report) throws IOException {
        out.println();
        out.println(report);
        if (result != null) {
            Files.writeString(result, report);
        }
    }

    private ShopPlan plan(int people) {
        return new ShopPlan(people, visits, linked, days, parallelism, seed);
    }

    private Duration checkpointInterval() {
        return Duration.ofSeconds(checkpointSeconds);
    }
}

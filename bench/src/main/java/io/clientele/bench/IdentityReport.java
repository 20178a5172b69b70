package io.clientele.bench;

import io.clientele.jobs.profile.Arm;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.apache.flink.runtime.util.EnvironmentInformation;

/** What the runs say together, as Markdown. A ratio compares the two runs of one round, which had the machine right after each other. */
record IdentityReport(
        String command, String machine, ShopPlan plan, int checkpointSeconds, int managedMebibytes, List<Run> runs) {

    private static final String TEMPLATE = """
            # What identity costs

            `%s`

            %s; JDK %s, %d MiB heap; Flink %s, one TaskManager with %d slots in one process, RocksDB with %d MiB, incremental
            checkpoints every %d s on a local disk, sinks that discard. %,d events of %,d customers over %d days, %.1f %% of the customers
            linked (cookie, device, loyalty card, e-mail address).

            | run | arm | s | events/s | CPU µs/event | GC s | state bytes/customer | checkpoints | median ms | slowest ms |
            |---|---|---|---|---|---|---|---|---|---|
            %s
            | with : without | median | range |
            |---|---|---|
            %s""";

    String text() {
        return TEMPLATE.formatted(
                command,
                machine,
                Runtime.version(),
                Runtime.getRuntime().maxMemory() >> 20,
                EnvironmentInformation.getVersion(),
                plan.partitions(),
                managedMebibytes,
                checkpointSeconds,
                plan.events(),
                plan.customers(),
                plan.days(),
                100 * plan.linkedShare(),
                table(),
                ratio("throughput", Run::eventsPerSecond)
                        + ratio("CPU per event", Run::cpuMicros)
                        + ratio("state", Run::stateBytesPerCustomer));
    }

    private String table() {
        StringBuilder table = new StringBuilder();
        for (int run = 0; run < runs.size(); run++) {
            table.append(row(run / Arm.values().length + 1, runs.get(run)));
        }
        return table.toString();
    }

    private static String row(int round, Run run) {
        return String.format(
                Locale.ROOT,
                "| %d | %s | %.1f | %,.0f | %.1f | %.1f | %.0f | %d | %.0f | %d |%n",
                round,
                run.arm().label(),
                run.seconds(),
                run.eventsPerSecond(),
                run.cpuMicros(),
                run.gcSeconds(),
                run.stateBytesPerCustomer(),
                run.checkpoints(),
                run.checkpointMillis(),
                run.slowestCheckpointMillis());
    }

    private String ratio(String what, ToDoubleFunction<Run> value) {
        double[] ratios = ratios(value).sorted().toArray();
        double middle = (ratios[(ratios.length - 1) / 2] + ratios[ratios.length / 2]) / 2;
        return String.format(
                Locale.ROOT, "| %s | %.2f | %.2f–%.2f |%n", what, middle, ratios[0], ratios[ratios.length - 1]);
    }

    private DoubleStream ratios(ToDoubleFunction<Run> value) {
        List<Run> with =
                runs.stream().filter(run -> run.arm() == Arm.WITH_IDENTITY).toList();
        List<Run> without =
                runs.stream().filter(run -> run.arm() == Arm.WITHOUT_IDENTITY).toList();
        return DoubleStream.iterate(0, round -> round < with.size(), round -> round + 1)
                .map(round ->
                        value.applyAsDouble(with.get((int) round)) / value.applyAsDouble(without.get((int) round)));
    }
}

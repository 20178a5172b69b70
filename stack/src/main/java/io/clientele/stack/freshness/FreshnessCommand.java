package io.clientele.stack.freshness;

import io.clientele.stack.StackFailure;
import io.clientele.stack.cli.Session;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.Progress;
import io.clientele.stack.imports.TimeSpan;
import io.clientele.stack.parts.Settings;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the time from an event to the Trino row it changes. */
@Command(
        name = "freshness",
        description = {
            "Measures how long an event takes until Trino shows the profile it changed: sends probe events (source"
                    + " 'freshness-probe', customers 'freshness-probe-N') at a steady rate and asks Trino all the while.",
            "The time counts from when a probe was due, and includes Trino's own time to answer."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class FreshnessCommand implements Callable<Integer> {
    private static final int MAX_RATE = 100_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Probe events per second; default: ${DEFAULT-VALUE}.")
    private int rate = 500;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = TimeSpan.class,
            description = "How long to send, as 60s or 5m; default: ${DEFAULT-VALUE}.")
    private Duration duration = Duration.ofSeconds(60);

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "15s",
            converter = TimeSpan.class,
            description = "How long to send before it counts, since servers that have just started are slow;"
                    + " default: ${DEFAULT-VALUE}.")
    private Duration warmUp = Duration.ofSeconds(15);

    @Override
    public Integer call() throws InterruptedException {
        if (rate < 1 || rate > MAX_RATE) {
            throw new StackFailure("--rate is %d, allowed is 1 to %d".formatted(rate, MAX_RATE));
        }
        if (duration.toSeconds() < 1 || duration.toSeconds() > 3600) {
            throw new StackFailure("--duration is %d s, allowed is 1s to 1h".formatted(duration.toSeconds()));
        }
        if (warmUp.toSeconds() > 3600) {
            throw new StackFailure("--warm-up is %d s, allowed is up to 1h".formatted(warmUp.toSeconds()));
        }
        PrintWriter out = spec.commandLine().getOut();
        Line line = Line.of(Settings.load(Session.home()));
        FreshnessRun run = new FreshnessRun(line, Clock.systemUTC(), Progress.on(out));
        run.measure("warming up", rate, warmUp);
        Probes probes = run.measure("measuring", rate, duration);
        double[] delays = probes.delaysMillis();
        if (delays.length > 0) {
            print(probes, delays, out);
        }
        if (probes.missing() > 0) {
            throw new StackFailure(
                    "%d of %d probes are not visible a minute after the last was sent: see ./clientele status"
                            .formatted(probes.missing(), probes.total()));
        }
        return 0;
    }

    private void print(Probes probes, double[] delays, PrintWriter out) {
        out.println(String.format(
                Locale.ROOT,
                "event to Trino row, %,d events at %,d/s for %d s:",
                probes.total(),
                rate,
                duration.toSeconds()));
        out.println(String.format(
                Locale.ROOT,
                "p50 %.2f s   p95 %.2f s   p99 %.2f s   max %.2f s",
                Delays.quantile(delays, 0.50) / 1000,
                Delays.quantile(delays, 0.95) / 1000,
                Delays.quantile(delays, 0.99) / 1000,
                Delays.quantile(delays, 1) / 1000));
        Delays.histogram(delays).forEach(out::println);
        out.flush();
    }
}

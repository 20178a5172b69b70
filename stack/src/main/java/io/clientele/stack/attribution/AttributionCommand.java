package io.clientele.stack.attribution;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.jobs.domain.attribution.ChannelEffect;
import io.clientele.stack.StackFailure;
import io.clientele.stack.cli.Session;
import io.clientele.stack.cli.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Computes the removal effects of the channels now. */
@Command(
        name = "attribution",
        description = {
            "Computes what would be lost without each channel (core.channel_effects) from all that is known now; the credits of the"
                    + " model markov follow it at once. The maintenance of the stack does so by itself once a business day.",
            "The other models are views and need nothing."
        },
        mixinStandardHelpOptions = true)
public final class AttributionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--trino",
            paramLabel = "URL",
            description = "Trino elsewhere, as jdbc:trino://host:8080/lake; default: that of the stack.")
    private @Nullable String trinoUrl;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (TrinoClient trino = TrinoClient.connect(Session.trino(spec, trinoUrl), "attribution")) {
            Optional<ChannelEffects.Version> computed = new ChannelEffects(trino, Clock.systemUTC()).compute();
            if (computed.isEmpty()) {
                out.println("no way from a channel to an order is known yet: nothing was computed");
            } else {
                print(computed.get(), out);
            }
        } catch (TrinoFailure failure) {
            throw new StackFailure("the effects were not computed: " + failure.getMessage(), failure);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static void print(ChannelEffects.Version version, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "version %d as of %s, from %,d ways, %,d of them to an order%n",
                version.version(),
                version.asOf(),
                version.ways(),
                version.orders());
        TextTable table = new TextTable("channel", "removal_effect", "credited_orders");
        for (ChannelEffect effect : version.effects()) {
            table.row(
                    effect.channel(),
                    String.format(Locale.ROOT, "%.4f", effect.removalEffect()),
                    String.format(Locale.ROOT, "%.1f", effect.creditedOrders()));
        }
        table.print(out);
    }
}

package io.clientele.stack.identity;

import io.clientele.stack.cli.Session;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.TimeSpan;
import io.clientele.stack.imports.TrinoAnswers;
import io.clientele.stack.parts.Settings;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What merging and unmerging are told. */
final class AssertionOptions {
    private static final Identifier NOBODY = new Identifier("customer_id", "");

    @Parameters(
            index = "0",
            paramLabel = "A",
            converter = Identifier.Converter.class,
            description = "type:value, or a customer number")
    private Identifier first = NOBODY;

    @Parameters(index = "1", paramLabel = "B", converter = Identifier.Converter.class, description = "the other one")
    private Identifier second = NOBODY;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the event.")
    private @Nullable String reason;

    @Option(names = "--wait", description = "Return when core.identity_changes shows what came of it.")
    private boolean isWaiting;

    @Option(
            names = "--wait-at-most",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = TimeSpan.class,
            description = "How long to wait, as 90s or 10m; default: ${DEFAULT-VALUE}.")
    private Duration waitAtMost = Duration.ofSeconds(60);

    /** Sends the decision unless it is in force already, and waits if told to; the exit status. */
    int run(Decision decision, PrintWriter out) throws InterruptedException {
        Line line = Line.of(Settings.load(Session.home()));
        try (TrinoAnswers trino = TrinoAnswers.at(line.trino())) {
            AssertionRun run = new AssertionRun(line, trino, Clock.systemUTC(), out);
            Assertion sent = run.send(decision, first, second, reason);
            if (sent != null && isWaiting) {
                run.await(sent, waitAtMost);
            }
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}

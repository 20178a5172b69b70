package io.clientele.stack.quality;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.stack.StackFailure;
import io.clientele.stack.cli.Session;
import io.clientele.stack.cli.TextTable;
import io.clientele.stack.parts.EmbeddedStack;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the data, by {@code sql/checks}. */
@Command(
        name = "check",
        description = {
            "Runs checks of the data, all without a name, and prints what they find. Exit status 0 only if all pass.",
            "A row counts when a second look, some seconds later, finds it again: the jobs commit at different moments.",
            "The results are kept in core.check_results, without personal data; the rows themselves are only printed."
        },
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
    private static final int SHOWN_ROWS = 10;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    private static final Duration LONGEST_QUERY = Duration.ofMinutes(30);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "a file of sql/checks without its .sql")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "Only list the checks.")
    private boolean isList;

    @Option(
            names = "--trino",
            paramLabel = "URL",
            description = "Trino of a line elsewhere, jdbc:trino://host:port/lake; without, this stack's.")
    private @Nullable String trinoUrl;

    @Override
    public Integer call() throws InterruptedException {
        EmbeddedStack stack = Session.stack();
        PrintWriter out = spec.commandLine().getOut();
        List<Check> checks = chosen(stack);
        if (isList) {
            TextTable table = new TextTable("check", "kind", "cost", "purpose");
            checks.forEach(check -> table.row(
                    check.name(), check.kind().sqlName(), check.isHeavy() ? "heavy" : "light", check.purpose()));
            table.print(out);
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        String url = Session.trino(spec, trinoUrl);
        Checker checker = new Checker(Clock.systemUTC(), BETWEEN_LOOKS, new CountDownLatch(1));
        List<Checker.Found> all = new ArrayList<>();
        try (TrinoClient trino = TrinoClient.connect(url, "clientele")) {
            Checker.limit(trino, LONGEST_QUERY);
            CheckResults results = new CheckResults(trino);
            for (Check check : checks) {
                Checker.Found found = checker.run(trino, check);
                results.add(found.result());
                all.add(found);
            }
        } catch (TrinoFailure failure) {
            throw new StackFailure("the checks were broken off: " + failure.getMessage(), failure);
        }
        print(all, out);
        return all.stream().allMatch(found -> found.result().isPassed())
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    private List<Check> chosen(EmbeddedStack stack) {
        if (names.isEmpty()) {
            return Check.all(stack.project(), stack.settings().checks().leftOut());
        }
        List<Check> all = Check.all(stack.project(), List.of());
        return names.stream().map(name -> Check.named(all, name)).toList();
    }

    private static void print(List<Checker.Found> all, PrintWriter out) {
        TextTable summary = new TextTable("check", "kind", "result", "ms");
        for (Checker.Found found : all) {
            CheckResult result = found.result();
            summary.row(
                    result.check().name(),
                    result.check().kind().sqlName(),
                    result.isPassed()
                            ? "ok"
                            : result.failures() == null
                                    ? "COULD NOT RUN: " + result.error()
                                    : "FAILED: " + result.failures() + " rows",
                    String.valueOf(result.duration().toMillis()));
        }
        summary.print(out);
        all.stream().filter(found -> !found.rows().isEmpty()).forEach(found -> {
            out.println();
            out.println("== " + found.result().check().name() + ": "
                    + found.result().check().purpose());
            TextTable rows = new TextTable(found.columns().toArray(String[]::new));
            found.rows().stream()
                    .limit(SHOWN_ROWS)
                    .forEach(
                            row -> rows.row(row.stream().map(CheckCommand::cell).toArray(String[]::new)));
            rows.print(out);
            if (found.rows().size() > SHOWN_ROWS) {
                out.println("… and " + (found.rows().size() - SHOWN_ROWS) + " more");
            }
        });
        out.flush();
    }

    private static String cell(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}

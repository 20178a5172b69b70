package io.clientele.stack.rebuild;

import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.stack.StackFailure;
import io.clientele.stack.cli.Session;
import io.clientele.stack.cli.TextTable;
import io.clientele.stack.imports.BusinessDate;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.Polling;
import io.clientele.stack.imports.Progress;
import io.clientele.stack.imports.TrinoAnswers;
import io.clientele.stack.parts.EmbeddedStack;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.iceberg.exceptions.RESTException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Computes the tables of a job anew from {@code raw.*}. */
@Command(
        name = "rebuild",
        description = {
            "Computes the tables of a job anew from the events in raw.*, beside the live tables and while the live job"
                    + " runs, and compares both.",
            "Events that were too late for the live job are taken in. Exit status 1 if rows differ and no late event"
                    + " explains it."
        },
        mixinStandardHelpOptions = true)
public final class RebuildCommand implements Callable<Integer> {
    /** Longer than a silent partition holds back event time. */
    private static final Duration SETTLED_AFTER = Duration.ofSeconds(90);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "JOB|TABLE",
            description = "profile or journey, or a table that one of them makes: all its tables are rebuilt.")
    private String name = "";

    @ArgGroup
    private Action action = new Action();

    /** One of several things to do. */
    private static final class Action {
        @Option(
                names = "--as-of",
                paramLabel = "DATE",
                converter = BusinessDate.class,
                description = "Only what happened before this business day; the rebuild ends there, to be looked at.")
        private @Nullable LocalDate asOf;

        @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
        private boolean isDryRun;

        @Option(names = "--compare", description = "Compare the rebuild that is there once more.")
        private boolean isComparison;

        @Option(
                names = "--swap",
                description = "Make the rebuild that is there the live one; goes on with a swap that was broken off.")
        private boolean isSwap;

        @Option(names = "--drop", description = "Remove the rebuild, or after a swap the tables it has replaced.")
        private boolean isDrop;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        RebuiltJob job = RebuiltJob.of(name);
        EmbeddedStack stack = Session.stack();
        Progress progress = Progress.on(out);
        RebuildRun run = new RebuildRun(stack, job, progress, Clock.systemUTC());
        if (action.isDryRun) {
            run.plan().forEach(out::println);
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        try {
            return changed(stack, job, run, progress, out);
        } catch (RESTException | TrinoFailure away) {
            throw new StackFailure(
                    "the catalog or Trino has failed (%s): see ./clientele status, and run the same command again, which goes on or begins anew"
                            .formatted(away.getMessage()),
                    away);
        }
    }

    private int changed(EmbeddedStack stack, RebuiltJob job, RebuildRun run, Progress progress, PrintWriter out)
            throws Exception {
        if (action.isSwap) {
            run.resume();
            return swap(stack, job, progress);
        }
        if (action.isDrop) {
            Session.locked("rebuild", () -> {
                new Rebuilds(stack).drop(job);
                return true;
            });
            progress.say("nothing of a rebuild of " + job.job().name() + " is left");
            return CommandLine.ExitCode.OK;
        }
        if (!action.isComparison) {
            run.run(action.asOf);
        } else if (!run.resume()) {
            throw new StackFailure("there is no complete rebuild of %1$s: ./clientele rebuild %1$s makes one"
                    .formatted(job.job().name()));
        }
        return action.asOf != null ? CommandLine.ExitCode.OK : compare(stack, job, progress, out);
    }

    private static int swap(EmbeddedStack stack, RebuiltJob job, Progress progress) throws Exception {
        return Session.locked("rebuild", () -> {
            new Rebuilds(stack).swap(job, progress::say);
            progress.say("the job " + job.job().name() + " goes on from the rebuild; ./clientele rebuild "
                    + job.job().name() + " --drop removes the tables before");
            return CommandLine.ExitCode.OK;
        });
    }

    /** Looks until all that differs is explained, or nothing moves any more. */
    private static int compare(EmbeddedStack stack, RebuiltJob job, Progress progress, PrintWriter out)
            throws InterruptedException {
        try (TrinoAnswers trino = TrinoAnswers.at(Line.of(stack.settings()).trino())) {
            Comparison comparison = new Comparison(job, trino);
            List<Comparison.Result> results = new ArrayList<>();
            progress.begin("comparing");
            boolean isExplained = Polling.until(SETTLED_AFTER, () -> {
                results.clear();
                results.addAll(comparison.run());
                long unexplained = results.stream()
                        .mapToLong(Comparison.Result::unexplained)
                        .sum();
                progress.show("%,d rows differ without a late event".formatted(unexplained));
                return unexplained == 0;
            });
            progress.end();
            print(results, comparison.lateEvents(), out);
            return isExplained ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static void print(List<Comparison.Result> results, List<List<String>> late, PrintWriter out) {
        TextTable table = new TextTable(
                "table", "equal", "differing", "only live", "only rebuilt", "by late events", "for example");
        for (Comparison.Result result : results) {
            table.row(
                    result.view(),
                    String.valueOf(result.equal()),
                    String.valueOf(result.differing()),
                    String.valueOf(result.onlyLive()),
                    String.valueOf(result.onlyRebuilt()),
                    String.valueOf(result.late()),
                    String.join("; ", result.samples()));
        }
        table.print(out);
        late.forEach(row ->
                out.println("late for the live job: " + row.get(2) + " events of " + row.get(0) + ", " + row.get(1)));
        out.flush();
    }
}

package io.clientele.stack.cli;

import io.clientele.stack.parts.EmbeddedStack;
import io.clientele.stack.parts.FlinkJobs;
import io.clientele.stack.parts.JobState;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after the jobs one by one. */
@Command(
        name = "jobs",
        description = "Lists the jobs, or submits one, stops it, takes a savepoint of it, upgrades it.",
        mixinStandardHelpOptions = true,
        subcommands = {Jobs.List.class, Jobs.Submit.class, Jobs.Savepoint.class, Jobs.Stop.class, Jobs.Upgrade.class})
final class Jobs implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        return list(spec);
    }

    private static int list(CommandSpec spec) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        TextTable table = new TextTable("job", "state", "tasks", "flink id");
        for (JobState job : Session.stack().jobs().list()) {
            table.row(
                    job.name(),
                    job.isOver() && !job.isWanted() ? "stopped" : job.state(),
                    job.runningTasks() + " of " + job.tasks(),
                    job.id());
        }
        table.print(out);
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "list", description = "Shows every job with its state.", mixinStandardHelpOptions = true)
    static final class List implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws InterruptedException {
            return list(spec);
        }
    }

    @Command(
            name = "submit",
            description = "Submits a job from the newest savepoint or checkpoint of it.",
            mixinStandardHelpOptions = true)
    static final class Submit implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "NAME", description = "the job: `jobs list` names them")
        private String name = "";

        @Override
        public Integer call() throws Exception {
            PrintWriter out = spec.commandLine().getOut();
            EmbeddedStack stack = Session.stack();
            boolean isNew = Session.locked(
                    "jobs submit",
                    () -> stack.jobs()
                            .submit(FlinkJobs.ofTheLine(name), stack.jobs().arguments(), out::println));
            out.println(isNew ? "submitted" : name + " runs already");
            out.flush();
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "savepoint",
            description = "Takes a savepoint of a running job and prints where it is.",
            mixinStandardHelpOptions = true)
    static final class Savepoint implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "NAME", description = "the job: `jobs list` names them")
        private String name = "";

        @Override
        public Integer call() throws InterruptedException {
            spec.commandLine().getOut().println(Session.stack().jobs().savepoint(FlinkJobs.definition(name)));
            spec.commandLine().getOut().flush();
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "stop",
            description = "Stops a job with a savepoint; the next submit or up goes on from there.",
            mixinStandardHelpOptions = true)
    static final class Stop implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "NAME", description = "the job: `jobs list` names them")
        private String name = "";

        @Override
        public Integer call() throws Exception {
            return Session.locked("jobs stop", () -> {
                Session.stack().jobs().stop(FlinkJobs.definition(name), false);
                spec.commandLine().getOut().println("stopped " + name + " with a savepoint");
                spec.commandLine().getOut().flush();
                return CommandLine.ExitCode.OK;
            });
        }
    }

    @Command(
            name = "upgrade",
            description = {
                "Replaces the jar of a running job: stops it with a savepoint, starts the new jar from there, waits for a checkpoint.",
                "If the new jar does not get so far, the old one goes on from the savepoint, and the exit status is 1."
            },
            mixinStandardHelpOptions = true)
    static final class Upgrade implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "NAME", description = "the job: `jobs list` names them")
        private String name = "";

        @Option(names = "--jar", paramLabel = "FILE", description = "The new jar; without, the one that was built.")
        private @Nullable Path jar;

        @Override
        public Integer call() throws Exception {
            PrintWriter out = spec.commandLine().getOut();
            return Session.locked("jobs upgrade", () -> {
                out.println(Session.stack().jobs().upgrade(FlinkJobs.ofTheLine(name), jar, line -> {
                    out.println(line);
                    out.flush();
                }));
                out.flush();
                return CommandLine.ExitCode.OK;
            });
        }
    }
}

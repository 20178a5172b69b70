package io.clientele.stack.cli;

import static java.util.Objects.requireNonNull;

import io.clientele.stack.StackFailure;
import io.clientele.stack.attribution.AttributionCommand;
import io.clientele.stack.customer.CustomerCommand;
import io.clientele.stack.demo.DemoCommand;
import io.clientele.stack.erasure.EraseCommand;
import io.clientele.stack.erasure.ExportCommand;
import io.clientele.stack.freshness.FreshnessCommand;
import io.clientele.stack.identity.IdentityCommand;
import io.clientele.stack.imports.ImportCommand;
import io.clientele.stack.quality.CheckCommand;
import io.clientele.stack.rebuild.RebuildCommand;
import io.clientele.stack.verify.VerifyCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code clientele} command. Exit status: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "clientele",
        description =
                "Runs the whole line on this machine: Kafka, schema registry, object store, Iceberg catalog, Flink and Trino.",
        mixinStandardHelpOptions = true,
        version = "clientele 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            // the stack itself
            Up.class,
            Down.class,
            Status.class,
            Logs.class,
            Jobs.class,
            Reset.class,
            // the line on servers elsewhere
            Deploy.class,
            Maintain.class,
            // tried out
            VerifyCommand.class,
            // asking
            Sql.class,
            Report.class,
            CheckCommand.class,
            FreshnessCommand.class,
            AttributionCommand.class,
            // events
            DemoCommand.class,
            ImportCommand.class,
            Clock.class,
            ReplayDeadLetters.class,
            RebuildCommand.class,
            // persons
            CustomerCommand.class,
            IdentityCommand.class,
            EraseCommand.class,
            ExportCommand.class,
        },
        footer = {
            "",
            "Everything of a stack lives in one folder: .clientele, or what CLIENTELE_HOME names.",
            "Exit status: 0 done, 1 failed, 2 wrong usage."
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean isVerbose;

    private Main() {}

    /** Ends the process with the exit status of the command. */
    public static void main(String[] args) {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        line.setExecutionExceptionHandler((failure, command, parsed) -> main.report(failure, command.getErr()));
        line.setUsageHelpAutoWidth(true);
        requireNonNull(line.getSubcommands().get("sql")).setUnmatchedOptionsArePositionalParams(true);
        System.exit(line.execute(args));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do, for example: clientele up");
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || cause == failure ? failure : innermost(cause);
    }

    private int report(Exception failure, PrintWriter err) {
        if (failure instanceof StackFailure known) {
            err.println("clientele: " + known.getMessage());
            known.evidence().forEach(line -> err.println("  " + line));
        } else {
            err.println("clientele: " + innermost(failure) + " (--verbose shows more)");
        }
        if (isVerbose) {
            failure.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}

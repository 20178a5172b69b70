package io.clientele.stack.cli;

import io.clientele.stack.deployment.Line;
import io.clientele.stack.parts.EmbeddedStack;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Empties the stack. */
@Command(
        name = "reset",
        description =
                "Deletes all data (events, tables, state of the jobs) and begins anew. The servers and settings stay.",
        mixinStandardHelpOptions = true)
final class Reset implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean isConfirmed;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (!isConfirmed && Boolean.getBoolean("clientele.terminal")) {
            out.printf("Delete all data in %s? [y/N] ", Session.home().root());
            out.flush();
            String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
                out.println("nothing was deleted");
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
        return Session.locked("reset", () -> {
            EmbeddedStack stack = Session.stack();
            new Line(stack, line -> {
                        out.println(line);
                        out.flush();
                    })
                    .reset();
            return CommandLine.ExitCode.OK;
        });
    }
}

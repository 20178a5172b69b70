package io.clientele.stack.cli;

import io.clientele.stack.deployment.Line;
import io.clientele.stack.parts.EmbeddedStack;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends the stack. */
@Command(
        name = "down",
        description =
                "Stops the jobs with a savepoint, then ends every process of the stack. The data stays, and so does where the jobs were.",
        mixinStandardHelpOptions = true)
final class Down implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--purge", description = "Also delete the stack's folder: data, logs, settings, everything.")
    private boolean isPurge;

    @Override
    public Integer call() throws Exception {
        return Session.locked("down", this::run);
    }

    private int run() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        EmbeddedStack stack = Session.stack();
        List<String> ended = new Line(stack, line -> {
                    out.println(line);
                    out.flush();
                })
                .down();
        out.println(ended.isEmpty() ? "nothing was running" : "ended: " + String.join(", ", ended));
        if (isPurge) {
            stack.purge();
            out.println("deleted " + stack.home().root());
        }
        out.flush();
        return 0;
    }
}

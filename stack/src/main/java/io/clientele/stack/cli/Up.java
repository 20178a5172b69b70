package io.clientele.stack.cli;

import io.clientele.stack.deployment.Line;
import io.clientele.stack.parts.EmbeddedStack;
import io.clientele.stack.parts.Port;
import io.clientele.stack.parts.Settings;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the stack. */
@Command(
        name = "up",
        description = "Starts the stack; starts what is missing if some of it runs already.",
        mixinStandardHelpOptions = true)
final class Up implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting of this stack, kept in its clientele.properties: ports.base=27000, memory.trino=2GiB, business.zone=Europe/London, …")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        return Session.locked("up", this::run);
    }

    private int run() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        EmbeddedStack stack = Session.stack(settings);
        List<String> started = new Line(stack, line -> say(out, line)).up();
        say(out, started.isEmpty() ? "everything is running already" : "the stack is up");
        if (!settings.isEmpty() && started.isEmpty()) {
            say(
                    out,
                    "  what runs goes on as it was started: ./clientele down, then up, for "
                            + String.join(", ", settings.keySet()));
        }
        Settings known = stack.settings();
        say(out, "  Trino     " + known.url(Port.TRINO) + "   jdbc:trino://" + known.address(Port.TRINO) + "/lake");
        say(out, "  Flink     " + known.url(Port.FLINK));
        say(out, "  Kafka     " + known.address(Port.KAFKA));
        say(out, "  Registry  " + known.url(Port.REGISTRY));
        return 0;
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}

package io.clientele.stack.cli;

import io.clientele.stack.parts.Home;
import io.clientele.stack.parts.LogTail;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the end of a part's log. */
@Command(name = "logs", description = "Shows the end of a part's log.", mixinStandardHelpOptions = true)
final class Logs implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "PART",
            description = "kafka, registry, object-store, catalog, jobmanager, taskmanager, trino, supervisor, …")
    private String part = "";

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many lines (default ${DEFAULT-VALUE}).")
    private int lines = 50;

    @Override
    public Integer call() throws IOException {
        Home home = Session.home();
        PrintWriter out = spec.commandLine().getOut();
        if (!Files.exists(home.log(part)) && !Files.exists(home.output(part))) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "no log of " + part + "; there are: " + String.join(", ", known(home)));
        }
        LogTail.ofPart(home, part, lines).forEach(out::println);
        out.flush();
        return 0;
    }

    private static List<String> known(Home home) throws IOException {
        if (!Files.isDirectory(home.logs())) {
            return List.of();
        }
        try (Stream<java.nio.file.Path> files = Files.list(home.logs())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".log") || name.endsWith(".out"))
                    .map(name -> name.substring(0, name.length() - 4))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }
}

package io.clientele.stack.cli;

import io.clientele.stack.parts.EmbeddedStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks Trino, by its own command line. */
@Command(
        name = "sql",
        description = {
            "Runs SQL on Trino, in the catalog lake; without SQL, interactively.",
            "Takes every option of Trino's command line, for example --output-format CSV_HEADER, --file FILE or --schema mart.",
            "On a terminal the answer is a table, else CSV."
        },
        mixinStandardHelpOptions = true)
final class Sql implements Callable<Integer> {

    /** Trino's options that take no value; after any other, the next word is its value. */
    private static final Set<String> FLAGS = Set.of(
            "--debug",
            "--decimal-data-size",
            "--disable-auto-suggestion",
            "--disable-compression",
            "--external-authentication",
            "--ignore-errors",
            "--insecure",
            "--krb5-disable-remote-service-hostname-canonicalization",
            "--no-progress",
            "--password",
            "--progress",
            "--use-system-keystore",
            "--use-system-truststore");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "SQL or option",
            arity = "0..*",
            description = "one or more statements, separated by semicolons, and Trino's options, in any order")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> options = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        for (int index = 0; index < words.size(); index++) {
            String word = words.get(index);
            if (!word.startsWith("-") || word.startsWith("-- ")) {
                statements.add(word);
                continue;
            }
            options.add(word);
            if (!word.contains("=") && !FLAGS.contains(word) && index + 1 < words.size()) {
                options.add(words.get(++index));
            }
        }
        if (statements.size() > 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "More than one SQL given: '" + statements.get(1)
                            + "'; quote the whole, and separate statements by semicolons");
        }
        return run(options, statements);
    }

    private static int run(List<String> options, List<String> statements) throws IOException, InterruptedException {
        EmbeddedStack stack = Session.stack();
        stack.requireTrino();
        List<String> command = new ArrayList<>(stack.trinoCommandLine());
        if (options.stream().noneMatch(option -> option.startsWith("--catalog"))) {
            command.add("--catalog=lake");
        }
        if (Boolean.getBoolean("clientele.terminal")
                && options.stream().noneMatch(option -> option.startsWith("--output-format"))) {
            command.add("--output-format=ALIGNED");
        }
        command.addAll(options);
        statements.forEach(statement -> command.addAll(List.of("--execute", statement)));
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }
}

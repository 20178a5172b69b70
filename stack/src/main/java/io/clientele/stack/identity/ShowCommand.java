package io.clientele.stack.identity;

import io.clientele.stack.cli.Session;
import io.clientele.stack.cli.TextTable;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.TrinoAnswers;
import io.clientele.stack.parts.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a person. */
@Command(
        name = "show",
        description = "Shows a person: the identifiers, the main figures of the profile, and how they were joined.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "IDENTIFIER|PERSON_ID",
            description = "type:value, a customer number, or the 32 digits of a person id")
    private String subject = "";

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (TrinoAnswers trino =
                TrinoAnswers.at(Line.of(Settings.load(Session.home())).trino())) {
            IdentityAnswers answers = new IdentityAnswers(trino);
            String personId = personId(answers);
            List<List<String>> identifiers = answers.identifiersOf(personId);
            out.println("person " + personId);
            print(out, identifiers, "no identifiers", "identifier_type", "identifier_value", "since");
            print(
                    out,
                    answers.profileOf(personId),
                    "no profile: no event of these identifiers was counted",
                    "first_seen",
                    "last_seen",
                    "events",
                    "orders",
                    "net_sales",
                    "currency",
                    "segment",
                    "r-f-m");
            print(
                    out,
                    answers.changesOf(identifiers.stream()
                            .map(row -> new Identifier(row.get(0), row.get(1)))
                            .toList()),
                    "no log",
                    IdentityAnswers.changeHeader());
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private String personId(IdentityAnswers answers) {
        try {
            return answers.requirePerson(subject);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static void print(PrintWriter out, List<List<String>> rows, String none, String... header) {
        out.println();
        if (rows.isEmpty()) {
            out.println(none);
        } else {
            TextTable table = new TextTable(header);
            rows.forEach(row -> table.row(row.toArray(String[]::new)));
            table.print(out);
        }
    }
}

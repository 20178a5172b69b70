package io.clientele.stack.erasure;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.stack.StackFailure;
import io.clientele.stack.cli.Session;
import io.clientele.stack.imports.Line;
import io.clientele.stack.parts.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes all that is held about a person. */
@Command(
        name = "export",
        description =
                "Writes all that is held about a person as JSON: events, profile, scores, identifiers, and their history.",
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "PERSON",
            description = "type:value, a customer number, or the 32 digits of a person id")
    private String person = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            arity = "0..1",
            description = "Where to; standard output if not given.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        Line line = Line.of(Settings.load(Session.home()));
        try (TrinoClient trino = TrinoClient.connect("jdbc:trino://" + line.trino() + "/lake", "clientele")) {
            List<Identifier> identifiers = new Persons(trino).resolve(person);
            if (identifiers.isEmpty()) {
                throw new StackFailure("nobody is known by " + person + ", and no event names it: nothing is held");
            }
            PersonExport export = new PersonExport(trino, identifiers);
            write(export.json());
            summarize(identifiers.size(), export.counts());
            return CommandLine.ExitCode.OK;
        } catch (TrinoFailure e) {
            throw new StackFailure(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void write(String json) throws IOException {
        if (file == null) {
            spec.commandLine().getOut().println(json);
            spec.commandLine().getOut().flush();
        } else {
            Files.writeString(file, json + "\n", StandardCharsets.UTF_8);
        }
    }

    private void summarize(int identifiers, Map<String, Integer> counts) {
        spec.commandLine()
                .getErr()
                .println(identifiers + " identifiers; rows: "
                        + counts.entrySet().stream()
                                .map(part -> part.getKey() + " " + part.getValue())
                                .collect(Collectors.joining(", ")));
        spec.commandLine().getErr().flush();
    }
}

package io.clientele.stack.cli;

import io.clientele.connectors.kafka.RejectionReason;
import io.clientele.stack.deployment.DeadLetterReplay;
import io.clientele.stack.parts.EmbeddedStack;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends refused records to their topics again. */
@Command(
        name = "replay-dead-letters",
        description = {
            "Sends records that were refused to their topics again, after what made them fail was put right (a schema was registered, a rule changed).",
            "A record that is still wrong becomes a dead letter again; an event that was already taken in is recognised by its id."
        },
        mixinStandardHelpOptions = true)
final class ReplayDeadLetters implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description =
                    "Only those refused for this: unknown_schema, undecodable, oversized, invalid …; may be repeated.")
    private List<String> reasons = new ArrayList<>();

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only those of this topic; may be repeated.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = {
                "Only those that came to Kafka on this date or later (UTC). Without: in the time for which the archive recognises a repeated event",
                "(archive.deduplication.retention, 30 days unless set). What was sent again before that would be taken in twice."
            })
    private @Nullable LocalDate since;

    @Option(names = "--dry-run", description = "Only say what would be sent.")
    private boolean isDryRun;

    @Override
    public Integer call() {
        List<String> known = Arrays.stream(RejectionReason.values())
                .map(RejectionReason::code)
                .toList();
        for (String reason : reasons) {
            if (!known.contains(reason)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "Unknown reason '" + reason + "'; there are: " + String.join(", ", known));
            }
        }
        EmbeddedStack stack = Session.stack();
        DeadLetterReplay.Outcome outcome = new DeadLetterReplay(stack.bootstrapServers(), stack.jdbcUrl())
                .run(reasons, topics, since(stack), isDryRun);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                outcome.read() + " dead letters read, " + outcome.total() + (isDryRun ? " would be sent" : " sent"));
        outcome.sent().forEach((topic, count) -> out.println("  " + topic + ": " + count));
        if (outcome.older() > 0) {
            out.println("  " + outcome.older() + " came earlier and are left; --since takes them in");
        }
        if (outcome.without() > 0) {
            out.println("  " + outcome.without()
                    + " do not hold the whole record (it had no value, was too large to keep, or was erased)");
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private Instant since(EmbeddedStack stack) {
        return since == null
                ? Instant.now().minus(stack.settings().archiveDeduplicationRetention())
                : since.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}

package io.clientele.stack.cli;

import io.clientele.schemas.EventContract;
import io.clientele.stack.deployment.Heartbeats;
import io.clientele.stack.imports.BusinessDate;
import io.clientele.stack.parts.EmbeddedStack;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Moves event time where no events do. */
@Command(
        name = "clock",
        description = {
            "Promises the jobs that every event before a date has been sent: they close the business days up to it.",
            "An event that is sent later with an earlier time is late."
        },
        mixinStandardHelpOptions = true)
final class Clock implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--as-of",
            required = true,
            paramLabel = "DATE",
            converter = BusinessDate.class,
            description = "business date as 2011-12-10; event time goes to its beginning")
    private LocalDate asOf = LocalDate.EPOCH;

    @Override
    public Integer call() throws InterruptedException {
        EmbeddedStack stack = Session.stack();
        ZoneId zone = stack.settings().businessZone();
        Instant until = asOf.atStartOfDay(zone).toInstant();
        int partitions = new Heartbeats(stack.bootstrapServers()).send(until);
        PrintWriter out = spec.commandLine().getOut();
        out.println("event time is " + asOf + " 00:00 (" + zone + ") in " + partitions + " partitions of "
                + EventContract.events().size() + " topics");
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}

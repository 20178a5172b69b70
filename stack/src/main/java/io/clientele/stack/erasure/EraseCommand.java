package io.clientele.stack.erasure;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.stack.StackFailure;
import io.clientele.stack.cli.Session;
import io.clientele.stack.imports.KafkaPositions;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.LineWait;
import io.clientele.stack.imports.Polling;
import io.clientele.stack.imports.Progress;
import io.clientele.stack.imports.TimeSpan;
import io.clientele.stack.parts.Settings;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Erases a person, or takes events of one in again. */
@Command(
        name = "erase",
        description = {
            "Erases a person from tables, files, topics and the states of the jobs, and refuses later events of that person.",
            "The maintenance does it; this command asks for it and shows how far it is. Orders stay, without the person."
        },
        mixinStandardHelpOptions = true)
public final class EraseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PERSON", description = "type:value, a customer number, or the 32 digits of a person id")
    private String person = "";

    @Option(names = "--reason", description = "What is written into core.erasure_log; name nobody in it.")
    private String reason = "by command";

    @Option(
            names = "--lift",
            description = "Take in events with this identifier again, after an erasure; what was erased stays erased.")
    private boolean isLift;

    @Option(
            names = "--wait-at-most",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "How long to wait for its end, for example 30m (default: ${DEFAULT-VALUE}).",
            defaultValue = "30m")
    private Duration atMost = Duration.ZERO;

    @Override
    public Integer call() throws InterruptedException {
        Line line = Line.of(Settings.load(Session.home()));
        try (TrinoClient trino = TrinoClient.connect("jdbc:trino://" + line.trino() + "/lake", "clientele")) {
            ErasureLog log = new ErasureLog(trino, Clock.systemUTC());
            if (isLift) {
                lift(line, log);
                return CommandLine.ExitCode.OK;
            }
            return erase(line, trino, log);
        } catch (TrinoFailure e) {
            throw new StackFailure(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int erase(Line line, TrinoClient trino, ErasureLog log) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Persons persons = new Persons(trino);
        List<Identifier> identifiers = persons.resolve(person);
        @Nullable String known = knownRequest(trino, identifiers, out);
        if (known == null) {
            if (identifiers.isEmpty()) {
                throw new StackFailure(
                        "nobody is known by " + person + ", and no event names it: there is nothing to erase");
            }
            awaitJobs(line);
            // who was joined meanwhile belongs to the person, and who was parted does not any more
            identifiers = persons.resolve(person);
            if (identifiers.isEmpty()) {
                throw new StackFailure(
                        person + " is nobody any more: its identifiers became another person's while the jobs read"
                                + " what was in Kafka. See ./clientele identity show TYPE:VALUE");
            }
            known = request(line, identifiers, log);
            out.println("request " + known + ": " + identifiers.size() + " identifiers");
        }
        return await(trino, known, out);
    }

    /** The request that is about the person already, where there is something left of it to do or nothing left to erase. */
    private @Nullable String knownRequest(TrinoClient trino, List<Identifier> identifiers, PrintWriter out) {
        List<List<@Nullable Object>> requests = trino.query(ErasureLog.byDigest(
                new ErasureRequest("", Instant.EPOCH, identifiers.isEmpty() ? List.of(named()) : identifiers)
                        .digests()));
        for (List<@Nullable Object> request : requests) {
            boolean isCompleted = "1".equals(request.get(1));
            if (!isCompleted || identifiers.isEmpty()) {
                out.println("request " + request.get(0)
                        + (isCompleted ? " has erased that person already" : " is about that person and under way"));
                return String.valueOf(request.get(0));
            }
        }
        return null;
    }

    private Identifier named() {
        return Identifier.parse(person.indexOf(':') < 0 ? "customer_id:" + person : person);
    }

    /** What was sent before the request counts: an order that is still on its way is a sale. */
    private void awaitJobs(Line line) throws InterruptedException {
        try (KafkaPositions kafka = new KafkaPositions(line.kafka())) {
            new LineWait(line, kafka, Progress.on(spec.commandLine().getErr())).untilVisible(null, atMost);
        }
    }

    private String request(Line line, List<Identifier> identifiers, ErasureLog log) {
        ErasureRequest request = new ErasureRequest(
                UUID.randomUUID().toString(), Clock.systemUTC().instant(), identifiers);
        new ErasureTopic(line).send(request, ErasureRequest.ERASE);
        log.requested(request, reason);
        return request.id();
    }

    private int await(TrinoClient trino, String request, PrintWriter out) throws InterruptedException {
        int[] shown = {0};
        boolean isDone = Polling.until(atMost, () -> {
            List<List<@Nullable Object>> steps = trino.query(ErasureLog.steps(request));
            for (List<@Nullable Object> step : steps.subList(Math.min(shown[0], steps.size()), steps.size())) {
                out.println("  %-10s %-34s %10s  %s".formatted(step.get(0), step.get(1), step.get(2), step.get(3)));
            }
            out.flush();
            shown[0] = Math.max(shown[0], steps.size());
            return steps.stream().anyMatch(step -> ErasureLog.COMPLETED.equals(step.get(0)));
        });
        if (!isDone) {
            throw new StackFailure(
                    ("request %s is not complete after %s. It goes on by itself; see core.erasure_log and ./clientele logs"
                                    + " maintenance, or wait longer with --wait-at-most")
                            .formatted(request, TimeSpan.text(atMost)));
        }
        return CommandLine.ExitCode.OK;
    }

    private void lift(Line line, ErasureLog log) {
        ErasureTopic topic = new ErasureTopic(line);
        ErasureRequest lifted = new ErasureRequest(
                UUID.randomUUID().toString(), Clock.systemUTC().instant(), List.of(named()));
        if (Collections.disjoint(topic.read().digests(), lifted.digests())) {
            throw new StackFailure("no erasure refuses events with " + named().text()
                    + ": there is nothing to lift; name one identifier, as type:value or a customer number");
        }
        topic.send(lifted, ErasureRequest.LIFT);
        log.lifted(lifted, reason);
        spec.commandLine()
                .getOut()
                .println("events with that identifier are taken in again, unless another of theirs is erased too");
        spec.commandLine().getOut().flush();
    }
}

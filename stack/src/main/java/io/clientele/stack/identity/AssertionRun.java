package io.clientele.stack.identity;

import io.clientele.stack.StackFailure;
import io.clientele.stack.cli.TextTable;
import io.clientele.stack.imports.EventSender;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.LineClock;
import io.clientele.stack.imports.Polling;
import io.clientele.stack.imports.TimeSpan;
import io.clientele.stack.imports.TrinoAnswers;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One decision about two identifiers, from the command line to what came of it. */
final class AssertionRun {
    /** A line whose newest event is older than this replays the past. */
    private static final Duration LIVE = Duration.ofDays(1);

    private final Line line;
    private final TrinoAnswers trino;
    private final IdentityAnswers answers;
    private final Clock clock;
    private final PrintWriter out;

    AssertionRun(Line line, TrinoAnswers trino, Clock clock, PrintWriter out) {
        this.line = line;
        this.trino = trino;
        this.answers = new IdentityAnswers(trino);
        this.clock = clock;
        this.out = out;
    }

    /**
     * Sends the decision as an event.
     *
     * @return what was sent; null if that is what was last decided about the two anyway
     * @throws StackFailure if one of them is not known, both are the same, or the event cannot be sent
     */
    @Nullable
    Assertion send(Decision decision, Identifier first, Identifier second, @Nullable String reason) {
        if (first.equals(second)) {
            throw new StackFailure(first + " is given twice: name two identifiers");
        }
        answers.requirePerson(first);
        answers.requirePerson(second);
        if (answers.newestDecision(first, second).equals(Optional.of(decision.change()))) {
            out.println("%s and %s are %s already; nothing was sent".formatted(first, second, decision.change()));
            return null;
        }
        Assertion assertion =
                new Assertion(decision, first, second, reason, UUID.randomUUID().toString(), eventTime());
        new EventSender(line).send(Assertion.CONTRACT, assertion.event());
        out.println(
                "sent: %s %s and %s, as event %s".formatted(decision.assertion(), first, second, assertion.eventId()));
        out.flush();
        return assertion;
    }

    /**
     * Waits until the lake shows what the event changed, and prints it.
     *
     * @throws StackFailure if that takes too long, or the decision was refused
     */
    void await(Assertion assertion, Duration atMost) throws InterruptedException {
        List<List<String>> changes = new ArrayList<>();
        boolean isShown = Polling.until(atMost, () -> {
            changes.addAll(answers.changesBy(assertion.eventId(), assertion.at()));
            return !changes.isEmpty();
        });
        if (!isShown) {
            throw new StackFailure(
                    ("core.identity_changes does not show the event %s after %s. It is not lost: it takes effect when the"
                                    + " profile job has read it; see ./clientele status, or wait longer with --wait-at-most")
                            .formatted(assertion.eventId(), TimeSpan.text(atMost)));
        }
        TextTable table = new TextTable(IdentityAnswers.changeHeader());
        changes.forEach(change -> table.row(change.toArray(String[]::new)));
        table.print(out);
        out.flush();
        Set<String> pair = Set.of(assertion.first().text(), assertion.second().text());
        for (List<String> change : changes) {
            if (change.get(1).equals("refused") && pair.equals(Set.of(change.get(3), change.get(4)))) {
                throw new StackFailure(
                        "the %s is refused: %s".formatted(assertion.decision().assertion(), change.get(2)));
            }
        }
    }

    /**
     * Now; but where the line replays the past its event time goes on from there, so that business days do not move for a
     * command. After every change so far in any case: of two decisions the later one is in force.
     */
    private Instant eventTime() {
        Instant now = clock.instant();
        Instant standing = LineClock.standing(trino, line.zone()).orElse(now);
        Instant time = standing.isBefore(now.minus(LIVE)) ? standing : now;
        return answers.afterAllChanges()
                .filter(afterAll -> afterAll.isAfter(time))
                .orElse(time);
    }
}

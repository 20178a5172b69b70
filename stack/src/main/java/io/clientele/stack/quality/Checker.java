package io.clientele.stack.quality;

import io.clientele.connectors.trino.TrinoAnswer;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks on a line that is being written to. The tables that a check compares are committed by different jobs at different
 * moments, so a row may show that is gone a moment later. What counts is what a second look, a while after the first, finds
 * again with the same values.
 */
final class Checker {
    /** Rows that are compared between two looks; a check that finds more has failed as it stands. */
    private static final int KEPT_ROWS = 10_000;

    private static final int SHOWN_ERROR = 300;

    private final Clock clock;
    private final Duration betweenLooks;
    private final CountDownLatch stopping;

    /**
     * Checks nothing yet.
     *
     * @param betweenLooks how long after a look with rows the second one comes
     * @param stopping at zero, a second look is not waited for
     */
    Checker(Clock clock, Duration betweenLooks, CountDownLatch stopping) {
        this.clock = clock;
        this.betweenLooks = betweenLooks;
        this.stopping = stopping;
    }

    /** What a check found, with the rows themselves. */
    record Found(CheckResult result, List<String> columns, List<List<@Nullable Object>> rows) {}

    /** Limits every statement of a connection. */
    static void limit(TrinoClient trino, Duration atMost) {
        trino.update("set session query_max_run_time = '" + atMost.toSeconds() + "s'");
    }

    /** Runs a check, to its end or to its failure. */
    Found run(TrinoClient trino, Check check) throws InterruptedException {
        Instant at = clock.instant();
        Instant begun = at;
        try {
            TrinoAnswer answer = trino.answer(check.sql(), KEPT_ROWS);
            List<List<@Nullable Object>> rows = answer.rows();
            long failures = answer.count();
            if (failures > 0 && !stopping.await(betweenLooks.toMillis(), TimeUnit.MILLISECONDS)) {
                begun = clock.instant();
                TrinoAnswer again = trino.answer(check.sql(), KEPT_ROWS);
                rows = inBoth(answer.rows(), again.rows());
                failures = again.count() > KEPT_ROWS ? again.count() : rows.size();
            }
            String sample = rows.isEmpty() ? null : Sample.of(answer.columns(), rows);
            Duration duration = Duration.between(begun, clock.instant());
            return new Found(new CheckResult(check, at, failures, sample, null, duration), answer.columns(), rows);
        } catch (TrinoFailure failure) {
            Duration duration = Duration.between(begun, clock.instant());
            return new Found(
                    new CheckResult(check, at, null, null, withoutValues(failure), duration), List.of(), List.of());
        }
    }

    private static List<List<@Nullable Object>> inBoth(
            List<List<@Nullable Object>> first, List<List<@Nullable Object>> second) {
        Set<String> seen = new HashSet<>();
        first.forEach(row -> seen.add(row.toString()));
        return second.stream().filter(row -> seen.contains(row.toString())).toList();
    }

    /** Trino quotes the values that it fails at. */
    private static String withoutValues(TrinoFailure failure) {
        String text = String.valueOf(failure.getMessage())
                .replaceAll("'[^']*'", "'…'")
                .replaceFirst("; in: .*", "");
        return text.length() <= SHOWN_ERROR ? text : text.substring(0, SHOWN_ERROR) + "…";
    }
}

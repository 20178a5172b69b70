package io.clientele.stack.quality;

import io.clientele.connectors.maintenance.Chore;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the checks beside the maintenance: each once per interval, a heavy one every sixth. They only read, so they run on a thread
 * of their own and no merge waits for them; one at a time, and after each the thread rests for nine times as long as the
 * check took, so that checks have a tenth of the time at most.
 */
public final class QualityChore implements Chore {
    private static final Logger LOG = LoggerFactory.getLogger(QualityChore.class);

    static final int INTERVALS_PER_HEAVY_RUN = 6;
    private static final int REST_PER_WORK = 9;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(60);
    private static final Duration LONGEST_QUERY = Duration.ofMinutes(5);

    private final String jdbcUrl;
    private final List<Check> checks;
    private final Duration interval;
    private final Clock clock;
    private final Instant begun;
    private final Checker checker;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(QualityChore::daemon);

    private Map<String, Instant> lastRuns = Map.of();
    private @Nullable Future<?> running;
    private volatile Instant restsUntil;

    /**
     * Runs nothing yet.
     *
     * @param project whose checks are run
     * @param leftOut names of checks that are not
     * @param interval time between two runs of a light check; what was never run is due an interval from now
     */
    public QualityChore(String jdbcUrl, Path project, Collection<String> leftOut, Duration interval, Clock clock) {
        this.jdbcUrl = jdbcUrl;
        this.checks = Check.all(project, leftOut);
        this.interval = interval;
        this.clock = clock;
        this.begun = clock.instant();
        this.restsUntil = begun;
        this.checker = new Checker(clock, BETWEEN_LOOKS, new CountDownLatch(1));
    }

    @Override
    public void run() {
        Future<?> last = running;
        if ((last == null || last.isDone()) && !clock.instant().isBefore(restsUntil)) {
            running = thread.submit(this::runOneThatIsDue);
        }
    }

    private void runOneThatIsDue() {
        try (TrinoClient trino = TrinoClient.connect(jdbcUrl, "checks")) {
            CheckResults results = new CheckResults(trino);
            if (lastRuns.isEmpty()) {
                lastRuns = new HashMap<>(results.lastRuns());
            }
            Check due = mostOverdue(checks, lastRuns, begun, interval, clock.instant());
            if (due == null) {
                restsUntil = clock.instant().plus(interval.dividedBy(20));
                return;
            }
            Checker.limit(trino, LONGEST_QUERY);
            CheckResult result = checker.run(trino, due).result();
            lastRuns.put(due.name(), result.checkedAt());
            restsUntil = clock.instant().plus(result.duration().multipliedBy(REST_PER_WORK));
            results.add(result);
            if (!result.isPassed()) {
                LOG.warn("check {}: {} failures {}", due.name(), result.failures(), result.error());
            }
        } catch (TrinoFailure failure) {
            restsUntil = clock.instant().plus(interval.dividedBy(20));
            LOG.warn("the checks wait: {}", failure.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The check that should have been run the longest time ago, of those that are due. */
    static @Nullable Check mostOverdue(
            List<Check> checks, Map<String, Instant> lastRuns, Instant begun, Duration interval, Instant now) {
        Check most = null;
        Instant mostDue = now;
        for (Check check : checks) {
            Instant last = lastRuns.get(check.name());
            Instant due = last == null
                    ? begun.plus(interval)
                    : last.plus(check.isHeavy() ? interval.multipliedBy(INTERVALS_PER_HEAVY_RUN) : interval);
            if (!due.isAfter(mostDue)) {
                most = check;
                mostDue = due;
            }
        }
        return most;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "checks");
        thread.setDaemon(true);
        return thread;
    }
}

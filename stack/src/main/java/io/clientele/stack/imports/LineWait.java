package io.clientele.stack.imports;

import io.clientele.schemas.EventContract;
import io.clientele.stack.StackFailure;
import io.clientele.stack.deployment.Heartbeats;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Waits until Trino shows what was sent: every job has read it, has committed what it made of it (two checkpoints later
 * at the latest: the one under way may have begun before), and the scores have reached the as-of date.
 */
public final class LineWait {
    /** The jobs, which are also their consumer groups, and the topics each reads. */
    public static final Map<String, Set<String>> TOPICS_BY_JOB = Map.of(
            "clientele-archive",
            Set.copyOf(EventContract.events().stream().map(EventContract::topic).toList()),
            "clientele-journey",
            Set.of("clickstream", "orders"),
            "clientele-profile",
            Set.of("clickstream", "orders", "customers"));

    private static final int CHECKPOINTS = 2;
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(30);
    private static final List<String> JOBS =
            TOPICS_BY_JOB.keySet().stream().sorted().toList();

    private final FlinkJobs flink;
    private final Line line;
    private final KafkaPositions kafka;
    private final Progress progress;

    public LineWait(Line line, KafkaPositions kafka, Progress progress) {
        this.line = line;
        this.flink = new FlinkJobs(line.flink());
        this.kafka = kafka;
        this.progress = progress;
    }

    /**
     * Waits for everything that is in Kafka now.
     *
     * @param asOf the business date that the scores must have reached; null if nothing sent can move them
     * @throws StackFailure if a job does not run, or the time is over, saying what is missing
     */
    public void untilVisible(@Nullable LocalDate asOf, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        progress.begin("waiting");
        awaitRead(deadline, atMost);
        if (asOf != null) {
            // to a job that has failed since it read the closing heartbeat: see below
            new Heartbeats(line.kafka()).send(startOf(asOf));
            awaitRead(deadline, atMost);
        }
        Map<String, Long> before = new HashMap<>();
        JOBS.forEach(job -> before.put(job, flink.completedCheckpoints(job)));
        for (String job : JOBS) {
            await(deadline, atMost, () -> {
                long missing = before.getOrDefault(job, 0L) + CHECKPOINTS - flink.completedCheckpoints(job);
                return missing <= 0 ? null : "%s commits: %d checkpoints to go".formatted(job, missing);
            });
        }
        if (asOf != null) {
            awaitScores(asOf, deadline, atMost);
        }
        progress.end();
    }

    private void awaitRead(long deadline, Duration atMost) throws InterruptedException {
        Map<TopicPartition, Long> ends = kafka.ends(kafka.eventPartitions());
        for (String job : JOBS) {
            await(deadline, atMost, () -> {
                flink.requireRunning(job);
                long behind = behind(kafka, job, ends);
                return behind == 0 ? null : "%s has %,d records to read".formatted(job, behind);
            });
        }
    }

    private Instant startOf(LocalDate date) {
        return date.atStartOfDay(line.zone()).toInstant();
    }

    /**
     * Until a restarted job no longer waits for partitions without anything new, it may keep in a checkpoint that it has read a last
     * heartbeat and not have acted on it. If it fails again before, nobody tells it the time. So it is told again.
     */
    private void awaitScores(LocalDate asOf, long deadline, Duration atMost) throws InterruptedException {
        Heartbeats heartbeats = new Heartbeats(line.kafka());
        long[] told = {System.nanoTime()};
        try (TrinoAnswers trino = TrinoAnswers.at(line.trino())) {
            await(deadline, atMost, () -> {
                LocalDate reached = trino.newestAsOf();
                if (reached != null && !reached.isBefore(asOf)) {
                    return null;
                }
                if (System.nanoTime() - told[0] > HEARTBEAT_INTERVAL.toNanos()) {
                    heartbeats.send(startOf(asOf));
                    told[0] = System.nanoTime();
                }
                return "the scores are as of %s, awaited is %s".formatted(reached, asOf);
            });
        }
    }

    /** Waits a bounded time until the jobs have read what is in Kafka now; whether they have. */
    boolean untilRead(Duration atMost) throws InterruptedException {
        Map<TopicPartition, Long> ends = kafka.ends(kafka.eventPartitions());
        return Polling.until(atMost, () -> JOBS.stream().allMatch(job -> behind(kafka, job, ends) == 0));
    }

    /** Whether every job runs. */
    boolean isRunning() {
        try {
            JOBS.forEach(flink::requireRunning);
            return true;
        } catch (StackFailure notRunning) {
            return false;
        }
    }

    /** How many of the records before these ends, all topics' together, the job has not finished with. */
    public static long behind(KafkaPositions kafka, String job, Map<TopicPartition, Long> ends) {
        Set<String> topics = TOPICS_BY_JOB.getOrDefault(job, Set.of());
        Map<TopicPartition, Long> own = new HashMap<>(ends);
        own.keySet().removeIf(partition -> !topics.contains(partition.topic()));
        return kafka.behind(job, own);
    }

    /** Something that is missing still, in words; null once it is there. */
    @FunctionalInterface
    private interface Missing {
        @Nullable
        String get() throws InterruptedException;
    }

    private void await(long deadline, Duration atMost, Missing missing) throws InterruptedException {
        String[] last = {""};
        boolean isThere = Polling.until(Duration.ofNanos(deadline - System.nanoTime()), () -> {
            String still = missing.get();
            if (still == null) {
                return true;
            }
            last[0] = still;
            progress.show(still);
            return false;
        });
        if (!isThere) {
            progress.end();
            throw new StackFailure(
                    ("not everything is visible after %s: %s. Nothing is lost; see ./clientele status, or wait longer"
                                    + " with --wait-at-most")
                            .formatted(TimeSpan.text(atMost), last[0]));
        }
    }
}

package io.clientele.stack.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clientele.stack.imports.KafkaPositions;
import io.clientele.stack.imports.LineWait;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Row 26: three times as many events as the line can take in, a fifth of them one customer's, all within a few minutes of event time. How
 * many it can take in is measured just before, by how long a backlog takes.
 */
final class Overload {
    private static final int TIMES = 3;
    private static final Duration LASTS = Duration.ofMinutes(5);
    private static final int VISITS_OF_THE_FIRST_BACKLOG = 5_000;
    /** Long enough that checkpoints, by which the end is noticed, do not matter. */
    private static final Duration BACKLOG_LASTS = Duration.ofSeconds(40);

    private static final Duration PATIENCE = Duration.ofMinutes(45);

    private final Rig rig;
    private final KafkaPositions kafka;

    private Overload(Rig rig, KafkaPositions kafka) {
        this.rig = rig;
        this.kafka = kafka;
    }

    /** Returns when the line has taken in all of it. */
    static Instant lasts(Rig rig) throws IOException, InterruptedException {
        try (KafkaPositions kafka = new KafkaPositions(rig.stack().bootstrapServers())) {
            new Overload(rig, kafka).make();
        }
        return Instant.now();
    }

    private void make() throws IOException, InterruptedException {
        long process = rig.stack().processOf("taskmanager");
        rig.load().pause();
        awaitNothingLeft();
        double visitsASecond = sustained();
        long before = rig.load().sent();
        Instant end = Instant.now().plus(LASTS);
        rig.load().hurryOn(TIMES * visitsASecond);
        long most = 0;
        while (Instant.now().isBefore(end)) {
            rig.runFor(Duration.ofSeconds(1));
            most = Math.max(most, left());
        }
        rig.load().pause();
        long sent = rig.load().sent() - before;
        Duration recovery = awaitNothingLeft();
        System.out.printf(
                "overload: the line sustains %.0f visits a second; %,d events of %.0f a second in %d s; at most %,d left to read by a job, none after %.0f s more%n",
                visitsASecond, sent, TIMES * visitsASecond, LASTS.toSeconds(), most, seconds(recovery));
        assertThat(rig.stack().processOf("taskmanager"))
                .as("the TaskManager's process, which has never been out of memory")
                .isEqualTo(process);
        rig.load().run();
    }

    /** Visits a second that the line takes in, by backlogs of twice as many until one lasts; the first only warms it up. */
    private double sustained() {
        takeIn(VISITS_OF_THE_FIRST_BACKLOG);
        for (int visits = VISITS_OF_THE_FIRST_BACKLOG; ; visits *= 2) {
            Duration taken = takeIn(visits);
            if (taken.compareTo(BACKLOG_LASTS) >= 0) {
                return visits / seconds(taken);
            }
        }
    }

    private Duration takeIn(int visits) {
        Instant begin = Instant.now();
        rig.load().hurry(visits);
        awaitNothingLeft();
        Duration taken = Duration.between(begin, Instant.now());
        System.out.printf("overload: %,d visits are taken in after %.0f s%n", visits, seconds(taken));
        return taken;
    }

    /** Returns how long that has taken. */
    private Duration awaitNothingLeft() {
        Instant begin = Instant.now();
        await("every job to have read everything")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> left() == 0);
        return Duration.between(begin, Instant.now());
    }

    /** Records that the job which is the furthest behind has still to read, as of its newest checkpoint. */
    private long left() {
        Map<TopicPartition, Long> ends = kafka.ends(kafka.eventPartitions());
        return LineWait.TOPICS_BY_JOB.keySet().stream()
                .mapToLong(job -> LineWait.behind(kafka, job, ends))
                .max()
                .orElse(0);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}

package io.clientele.stack.faults;

import io.clientele.stack.RunningStack;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** Faults of whole processes. Each method returns when the fault was made, or over where it lasts. */
final class ProcessFaults {
    /** Longer than the JobManager waits for a heartbeat. */
    private static final Duration LONG_PAUSE = Duration.ofSeconds(40);

    private ProcessFaults() {}

    /** Rows 2 and 11: the only one of its kind dies, and the supervisor starts another. */
    static Instant dies(Rig rig, String part) throws IOException {
        rig.runFor(rig.atRandom(3_000));
        Instant killed = Instant.now();
        rig.killAndAwaitAnother(part);
        return killed;
    }

    /**
     * Row 3: a TaskManager stands still with a commit on its way; the jobs go on at another one; then the commit arrives and the first
     * goes on as if nothing had been.
     */
    static Instant zombie(Rig rig) throws IOException, InterruptedException {
        long zombie = rig.stack().processOf("taskmanager");
        try (StandbyTaskManager standby = StandbyTaskManager.beside(rig.stack())) {
            standby.awaitRegistered(Rig.PATIENCE);
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch arrived = new CountDownLatch(1);
            rig.proxies()
                    .catalog()
                    .on(FaultProxies.commitsTo("raw.clickstream"), (request, upstream) -> {
                        gate.await();
                        HttpMessage answer = upstream.send(request);
                        System.out.printf("the zombie's commit: HTTP %d%n", answer.status());
                        arrived.countDown();
                        return answer;
                    })
                    .awaitSprung(Rig.PATIENCE);
            RunningStack.signal("STOP", zombie);
            Instant stopped = Instant.now();
            try {
                Duration recovery = rig.commits().awaitAfter(stopped.plus(LONG_PAUSE));
                System.out.printf(
                        "jobs went on at another TaskManager %d s after the first stood still%n",
                        LONG_PAUSE.plus(recovery).toSeconds());
                gate.countDown();
                arrived.await();
            } finally {
                RunningStack.signal("CONT", zombie);
            }
            // time for what was on its way in it
            rig.runFor(Duration.ofSeconds(15));
        }
        return Instant.now();
    }

    /** Row 23: a collection of garbage that takes longer than a heartbeat may. */
    static Instant longPause(Rig rig) throws IOException, InterruptedException {
        long process = rig.stack().processOf("taskmanager");
        RunningStack.signal("STOP", process);
        try {
            rig.runFor(LONG_PAUSE);
        } finally {
            RunningStack.signal("CONT", process);
        }
        return Instant.now();
    }

    /** Row 9: uploads are refused, cut off half way, and slow. */
    static Instant storeErrors(Rig rig) throws InterruptedException {
        FaultProxy store = rig.proxies().store();
        store.on(FaultProxies.uploads(), 15, Fault.storeError(503, "SlowDown")).awaitSprung(Rig.PATIENCE);
        store.on(FaultProxies.uploads(), 8, Fault.truncated()).awaitSprung(Rig.PATIENCE);
        store.on(FaultProxies.uploads(), 6, Fault.slow(Duration.ofSeconds(5))).awaitSprung(Rig.PATIENCE);
        return Instant.now();
    }
}

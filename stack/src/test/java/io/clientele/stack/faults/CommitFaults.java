package io.clientele.stack.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Faults around a commit. Each method returns when the fault was over; recovery counts from there. */
final class CommitFaults {
    private static final String CLICKS = "raw.clickstream";
    private static final String PROFILES = "core.customer_profiles_changes";

    private CommitFaults() {}

    /** Row 1: at a random time, then with a commit on its way, then with its answer on its way. */
    static Instant taskManagerDies(Rig rig) throws IOException, InterruptedException {
        rig.runFor(rig.atRandom(6_000));
        Instant killed = Instant.now();
        rig.killAndAwaitAnother("taskmanager");
        rig.commits().awaitAfter(killed);

        CountDownLatch request = new CountDownLatch(1);
        Trap commit = rig.proxies().catalog().on(FaultProxies.commits(), Fault.heldUntil(request));
        commit.awaitSprung(Rig.PATIENCE);
        rig.killAndAwaitAnother("taskmanager");
        request.countDown();
        rig.commits().awaitAfter(Instant.now());

        CountDownLatch reply = new CountDownLatch(1);
        Trap answer = rig.proxies().catalog().on(FaultProxies.commits(), Fault.replyHeldUntil(reply));
        answer.awaitSprung(Rig.PATIENCE);
        Instant again = Instant.now();
        rig.killAndAwaitAnother("taskmanager");
        reply.countDown();
        return again;
    }

    /** Row 4: a commit of each job is applied and its answer lost. */
    static Instant replyIsLost(Rig rig) throws InterruptedException {
        List<Trap> traps = new ArrayList<>();
        for (String table : Commits.ONE_OF_EACH_JOB) {
            traps.add(rig.proxies().catalog().on(FaultProxies.commitsTo(table), Fault.replyLost()));
        }
        for (Trap trap : traps) {
            trap.awaitSprung(Rig.PATIENCE);
        }
        return Instant.now();
    }

    /**
     * Row 5: a commit is under way when its TaskManager dies. It arrives just before the commit of the recovered run, which was decided
     * without it; then the same with one that arrives long after.
     */
    static Instant commitIsDelayedPastARestart(Rig rig) throws IOException, InterruptedException {
        commitArrives(rig, List.of("taskmanager"), CLICKS, true);
        rig.commits().awaitAfter(Instant.now());
        return commitArrives(rig, List.of("taskmanager"), PROFILES, false);
    }

    /** Row 21: the same, and the JobManager that comes back knows no job, so that the jobs get new ids. */
    static Instant resubmittedWithACommitPending(Rig rig) throws IOException, InterruptedException {
        return commitArrives(rig, List.of("jobmanager", "taskmanager"), CLICKS, true);
    }

    private static Instant commitArrives(Rig rig, List<String> victims, String table, boolean isJustBefore)
            throws IOException, InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        Trap late = rig.proxies().catalog().on(FaultProxies.commitsTo(table), (request, upstream) -> {
            gate.await();
            HttpMessage answer = upstream.send(request);
            System.out.printf("the late commit to %s: HTTP %d%n", table, answer.status());
            arrived.countDown();
            return answer;
        });
        late.awaitSprung(Rig.PATIENCE);
        Trap recovered = isJustBefore
                ? rig.proxies().catalog().on(FaultProxies.commitsTo(table), (request, upstream) -> {
                    gate.countDown();
                    arrived.await();
                    return upstream.send(request);
                })
                : rig.proxies().catalog().on(request -> false);
        Instant killed = Instant.now();
        for (String victim : victims) {
            rig.kill(victim);
        }
        if (isJustBefore) {
            recovered.awaitSprung(Rig.PATIENCE);
        } else {
            rig.commits().awaitAfter(Instant.now());
            gate.countDown();
        }
        arrived.await();
        return killed;
    }

    /** Row 6: every answer that says nothing about what became of the commit, each after nothing and after all was done. */
    static Instant catalogAnswersWithErrors(Rig rig) throws InterruptedException {
        List<Fault> faults = new ArrayList<>();
        for (boolean isApplied : List.of(true, false)) {
            for (int status : List.of(500, 502, 503, 504)) {
                faults.add(Fault.status(status, isApplied));
            }
            faults.add(Fault.status(503, isApplied, "Retry-After: 1"));
        }
        Collections.shuffle(faults, rig.random());
        Trap trap = rig.proxies().catalog().on(FaultProxies.commits(), faults.toArray(Fault[]::new));
        trap.awaitSprung(Rig.PATIENCE);
        return Instant.now();
    }

    /** Row 7: the table is compacted between the decision of a commit and its arrival. */
    static Instant maintenanceAtTheSameTime(Rig rig) throws InterruptedException {
        List<Trap> traps = new ArrayList<>();
        for (String table : Commits.ONE_OF_EACH_JOB) {
            traps.add(
                    rig.proxies().catalog().on(FaultProxies.commitsTo(table), Fault.after(() -> optimize(rig, table))));
        }
        for (Trap trap : traps) {
            trap.awaitSprung(Rig.PATIENCE);
        }
        return Instant.now();
    }

    /** Row 22: a commit's answer is lost, and before its job can ask, its snapshot is gone: compacted away and expired. */
    static Instant maintenanceDuringAnOutage(Rig rig) throws InterruptedException {
        Trap lost = rig.proxies().catalog().on(FaultProxies.commitsTo(CLICKS), (request, upstream) -> {
            // nothing gets through from the moment on at which the commit was applied
            rig.proxies().catalog().always(Fault.requestLost());
            upstream.send(request);
            return null;
        });
        lost.awaitSprung(Rig.PATIENCE);
        optimize(rig, CLICKS);
        sql(rig, "alter table " + CLICKS + " execute expire_snapshots(retention_threshold => '0s')");
        sql(rig, "alter table " + CLICKS + " execute remove_orphan_files(retention_threshold => '3d')");
        rig.proxies().clear();
        return Instant.now();
    }

    /** Row 8: a commit is never answered, and its job gives it up by itself; then the jobs cannot reach the catalog at all. */
    static Instant catalogIsAway(Rig rig) throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        rig.proxies()
                .catalog()
                .on(FaultProxies.commitsTo(CLICKS), Fault.heldUntil(gate))
                .awaitSprung(Rig.PATIENCE);
        System.out.printf(
                "a commit that nobody answers was given up after %d s%n",
                rig.commits().awaitAfter(Instant.now()).toSeconds());
        gate.countDown();
        rig.proxies().catalog().always(Fault.requestLost());
        rig.runFor(Duration.ofSeconds(40));
        rig.proxies().clear();
        return Instant.now();
    }

    /** Again when somebody else has changed the table meanwhile. */
    private static void optimize(Rig rig, String table) {
        await().atMost(Duration.ofSeconds(50)).ignoreExceptions().until(() -> {
            rig.stack().execute("alter table " + table + " execute optimize");
            return true;
        });
    }

    private static void sql(Rig rig, String statement) {
        try {
            rig.stack().execute(statement);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(statement, e));
        }
    }
}

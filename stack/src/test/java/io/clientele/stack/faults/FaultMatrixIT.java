package io.clientele.stack.faults;

import static io.clientele.stack.LineAssertions.succeeds;

import io.clientele.stack.KafkaLog;
import io.clientele.stack.RunningStack;
import io.clientele.stack.StackExtension;
import io.clientele.stack.verify.FaultRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fault matrix: one line under one load, row after row; after each the load is paused and all that the line has made since the
 * beginning is recomputed. System properties: {@code faults} (numbers or {@code all}; without, the quick ones), {@code seed}, and
 * {@code times}: how often in a row a fault is made, each time by the next seed, before the line is looked at.
 */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {
    private static final Path REPORT = Path.of("target", "faults.md");

    private final long seed = Long.getLong("seed", new Random().nextInt());
    private final int mostTimes = Integer.getInteger("times", 1);
    private final List<String> report = new ArrayList<>(List.of(
            "| row | fault | seeds | result | first new commit of every job, s | row took, s |",
            "|---|---|---|---|---|---|"));

    /** Until records of a transaction are given up. */
    private boolean isTopicWhole = true;

    @SuppressWarnings("NullAway.Init") // set before the first row
    private Rig rig;

    static List<FaultRow> rows() {
        return FaultRow.named(System.getProperty("faults", FaultRow.QUICK));
    }

    @BeforeAll
    void anEmptyLineUnderLoad(RunningStack stack, FaultProxies proxies) throws IOException, InterruptedException {
        System.out.println("faults of seed " + seed);
        // the head, for who watches the rows come
        report.forEach(System.out::println);
        if (!new KafkaLog(stack).records().isEmpty()) {
            succeeds(stack.run("reset", "--yes"));
        }
        rig = new Rig(stack, proxies, new Load(stack, seed), new Commits(stack), new Random(seed));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isExactAfter(FaultRow row) throws Exception {
        Instant begin = Instant.now();
        String result = "failed";
        List<String> recoveries = new ArrayList<>();
        // the gap that row 12 leaves on the topic is said once
        int times = row == FaultRow.TRANSACTION_TIMES_OUT ? 1 : mostTimes;
        try {
            rig.load().run();
            rig.commits().awaitAfter(begin);
            for (int time = 0; time < times; time++) {
                System.out.println("making row " + row.number() + " by the seed " + (seed + time));
                Instant fault = make(row, rig.with(new Random(seed + time)));
                isTopicWhole &= row != FaultRow.TRANSACTION_TIMES_OUT;
                Duration recovery = rig.commits().awaitAfter(fault);
                recoveries.add("%.1f".formatted(recovery.toMillis() / 1000.0));
            }
            rig.load().pause();
            new Verification(rig.stack(), rig.commits()).verify(rig.load().poison(), isTopicWhole);
            result = "exact";
        } catch (Exception | AssertionError e) {
            // now, since Maven tells it after the last row
            System.out.println("row " + row.number() + ": " + e);
            throw e;
        } finally {
            rig.proxies().clear();
            report.add("| %d | %s | %s | %s | %s | %d |"
                    .formatted(
                            row.number(),
                            row.fault(),
                            times == 1 ? seed : seed + " to " + (seed + times - 1),
                            result,
                            String.join(", ", recoveries),
                            Duration.between(begin, Instant.now()).toSeconds()));
            System.out.println(report.get(report.size() - 1));
        }
    }

    private static Instant make(FaultRow row, Rig rig) throws Exception {
        return switch (row) {
            case TASKMANAGER_DIES -> CommitFaults.taskManagerDies(rig);
            case JOBMANAGER_DIES -> ProcessFaults.dies(rig, "jobmanager");
            case ZOMBIE -> ProcessFaults.zombie(rig);
            case REPLY_LOST -> CommitFaults.replyIsLost(rig);
            case COMMIT_DELAYED -> CommitFaults.commitIsDelayedPastARestart(rig);
            case CATALOG_ERRORS -> CommitFaults.catalogAnswersWithErrors(rig);
            case CONFLICTING_COMMIT -> CommitFaults.maintenanceAtTheSameTime(rig);
            case CATALOG_AWAY -> CommitFaults.catalogIsAway(rig);
            case STORE_ERRORS -> ProcessFaults.storeErrors(rig);
            case CHECKPOINTS_UNWRITABLE -> LineChanges.checkpointsCannotBeWritten(rig);
            case TRANSACTION_TIMES_OUT -> TransactionFaults.timesOut(rig);
            case MORE_PARTITIONS -> LineChanges.morePartitions(rig);
            case IDLE_PARTITION -> LineChanges.idlePartition(rig);
            case RESCALED -> LineChanges.rescaled(rig);
            case REWOUND -> LineChanges.rewound(rig);
            case BROKER_DIES -> ProcessFaults.dies(rig, "kafka");
            case RESUBMITTED -> CommitFaults.resubmittedWithACommitPending(rig);
            case MAINTENANCE_IN_OUTAGE -> CommitFaults.maintenanceDuringAnOutage(rig);
            case LONG_PAUSE -> ProcessFaults.longPause(rig);
            case OVERLOAD -> Overload.lasts(rig);
        };
    }

    /** The next test finds nothing of the load. */
    @AfterAll
    void writeTheMatrixAndLeaveAnEmptyLine() throws IOException, InterruptedException {
        Files.write(REPORT, report);
        System.out.println(String.join("\n", report));
        if (rig != null) {
            rig.load().close();
            rig.proxies().clear();
            succeeds(rig.stack().run("reset", "--yes"));
        }
    }
}

package io.clientele.stack.verify;

import io.clientele.stack.StackFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A row of the fault matrix that is made on the running line; {@code docs/faults.md} has the others, and what tests them. */
public enum FaultRow {
    TASKMANAGER_DIES(1, "TaskManager dies, at a random time and in the middle of a commit"),
    JOBMANAGER_DIES(2, "JobManager dies"),
    ZOMBIE(3, "zombie TaskManager, its commit arriving after another has taken over"),
    REPLY_LOST(4, "commit applied, answer lost"),
    COMMIT_DELAYED(5, "commit delayed past a restart"),
    CATALOG_ERRORS(6, "catalog answers 500, 502, 503, 504, with and without Retry-After, applied or not"),
    CONFLICTING_COMMIT(7, "conflicting commit of the maintenance"),
    CATALOG_AWAY(8, "catalog gives no answer, then is away for 40 s"),
    STORE_ERRORS(9, "object store refuses, truncates and delays uploads"),
    CHECKPOINTS_UNWRITABLE(10, "checkpoints can be neither written nor read, for 15 s"),
    BROKER_DIES(11, "broker dies and returns"),
    MORE_PARTITIONS(13, "four more partitions of two topics while running"),
    IDLE_PARTITION(14, "one idle partition"),
    RESCALED(19, "rescaled 2, 1, 2"),
    REWOUND(20, "rewound to an old savepoint without the table"),
    RESUBMITTED(21, "resubmitted under a new job id with a commit pending"),
    MAINTENANCE_IN_OUTAGE(22, "snapshots expired and orphans removed during an outage"),
    LONG_PAUSE(23, "long pause of the TaskManager"),
    OVERLOAD(26, "for 5 min three times what the line sustains, a fifth of it one customer's"),
    /** The last, since it leaves a gap on a topic. */
    TRANSACTION_TIMES_OUT(12, "Kafka transaction aborted before its commit");

    /** Rows that take a few minutes together. */
    public static final String QUICK = "4,5";

    private static final String ALL = "all";

    private final int number;
    private final String fault;

    FaultRow(int number, String fault) {
        this.number = number;
        this.fault = fault;
    }

    /** Its number in the matrix. */
    public int number() {
        return number;
    }

    /** What is done to the line, in words. */
    public String fault() {
        return fault;
    }

    /**
     * The rows of a list of numbers, in the list's order, or of {@code all}.
     *
     * @throws StackFailure naming what is no row, and the rows that there are
     */
    public static List<FaultRow> named(String list) {
        if (list.strip().equals(ALL)) {
            return List.of(values());
        }
        List<FaultRow> rows = new ArrayList<>();
        for (String number : list.split(",", -1)) {
            rows.add(Arrays.stream(values())
                    .filter(row -> String.valueOf(row.number).equals(number.strip()))
                    .findFirst()
                    .orElseThrow(() -> new StackFailure("no fault can be made that is numbered '" + number.strip()
                            + "'; there are all or " + allowed() + "; docs/faults.md says what tests the other rows")));
        }
        return rows;
    }

    private static String allowed() {
        return Arrays.stream(values()).map(row -> String.valueOf(row.number)).collect(Collectors.joining(", "));
    }
}

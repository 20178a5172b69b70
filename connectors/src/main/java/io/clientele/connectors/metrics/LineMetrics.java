package io.clientele.connectors.metrics;

import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The metrics that the jobs add to Flink's own, all of them: dashboards, alerts and docs/operations.md name them, and a test holds
 * those to this list.
 */
public final class LineMetrics {
    /** Counter by {@link #REASON}: records that became dead letters. */
    public static final String DEAD_LETTERS = "deadLetters";

    /** Counter by {@link #REASON}: events that came too late to be counted live. */
    public static final String LATE_EVENTS = "lateEvents";

    /** Counter: events that were known already. */
    public static final String EVENTS_REPEATED = "eventsRepeated";

    /** Counter: events of erased persons. */
    public static final String EVENTS_OF_ERASED = "eventsOfErased";

    /** Counter: what clicks do with carts, where it was known already; the click itself is among {@link #EVENTS_REPEATED}. */
    public static final String CART_EVENTS_REPEATED = "cartEventsRepeated";

    /** Counter: the same of erased persons. */
    public static final String CART_EVENTS_OF_ERASED = "cartEventsOfErased";

    /** Counter: events against their contract; the archive makes the dead letters of them. */
    public static final String EVENTS_AGAINST_CONTRACT = "eventsAgainstContract";

    /** Gauge by {@link #TABLE}: checkpoints whose files are not committed yet. */
    public static final String PENDING_CHECKPOINTS = "pendingCheckpoints";

    /** Gauge by {@link #TABLE}: milliseconds since rows were last committed, or since the start. */
    public static final String COMMIT_AGE = "commitAgeMs";

    /** Gauge by {@link #TABLE}: milliseconds since a checkpoint completed, or since the start. */
    public static final String CHECKPOINT_AGE = "checkpointAgeMs";

    /** Gauge: business day of the newest cut points, as yyyymmdd; 0 without any. */
    public static final String CUT_POINT_VERSION = "cutPointVersion";

    /** Gauge: rows, or inputs of nodes, that left with the last bundle. */
    public static final String BUNDLE_SIZE = "bundleSize";

    /** Group of counters by why something was refused or late. */
    public static final String REASON = "reason";

    /** Group of gauges by the table that is written. */
    public static final String TABLE = "table";

    private LineMetrics() {}

    /** Every metric as it is seen below an operator, with the name of its group. */
    public static List<String> all() {
        return List.of(
                REASON + "_" + DEAD_LETTERS,
                REASON + "_" + LATE_EVENTS,
                EVENTS_REPEATED,
                EVENTS_OF_ERASED,
                CART_EVENTS_REPEATED,
                CART_EVENTS_OF_ERASED,
                EVENTS_AGAINST_CONTRACT,
                TABLE + "_" + PENDING_CHECKPOINTS,
                TABLE + "_" + COMMIT_AGE,
                TABLE + "_" + CHECKPOINT_AGE,
                CUT_POINT_VERSION,
                BUNDLE_SIZE);
    }

    /** Counts dead letters of a reason. */
    public static Counter deadLetters(MetricGroup operator, String reason) {
        return operator.addGroup(REASON, reason).counter(DEAD_LETTERS);
    }

    /** Counts late events of a reason. */
    public static Counter lateEvents(MetricGroup operator, String reason) {
        return operator.addGroup(REASON, reason).counter(LATE_EVENTS);
    }

    /** The group of what is told of a table. */
    public static MetricGroup ofTable(MetricGroup operator, String table) {
        return operator.addGroup(TABLE, table);
    }
}

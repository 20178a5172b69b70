package io.clientele.jobs.profile;

import io.clientele.connectors.metrics.LineMetrics;
import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.rfm.CutPoints;
import io.clientele.jobs.domain.rfm.Segment;
import io.clientele.jobs.state.EventTimeReached;
import io.clientele.jobs.state.KeyedStates;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Scores a person when a business day begins (with the cut points of that day and what happened before it) and at once
 * when the person's own events change the values (with the cut points in force). Emits a score when anything of it
 * changed, and a {@link SegmentChange} when the segment did; a person who became part of another one, or is forgotten,
 * changes no segment, and comes back from the one it was in, if it ever does. Of whom a part is forgotten, the rest is told when the next day begins.
 *
 * <p>State per person: {@code scored}, the values by day not yet passed and the last score; it lives as long as the
 * person has orders or values to come. Broadcast state {@code cut-points}: those that a pending timer may still need.
 * One timer per person, at the next day that can change the score. An update for a day that event time has passed
 * changes the score in force at once.
 */
public final class ScoreCustomer extends KeyedBroadcastProcessFunction<String, RfmUpdate, CutPoints, CustomerScore>
        implements EventTimeReached.Keeper {

    /** Where segment changes go. */
    public static final OutputTag<SegmentChange> SEGMENT_CHANGES =
            new OutputTag<>("segment-changes", TypeInformation.of(SegmentChange.class));

    /** The cut points that every scorer knows, by business day. */
    static final MapStateDescriptor<Integer, CutPoints> CUT_POINTS = new MapStateDescriptor<>(
            "cut-points", TypeInformation.of(Integer.class), TypeInformation.of(CutPoints.class));

    private final BusinessCalendar calendar;
    private final EventTimeReached eventTime = new EventTimeReached();
    private transient ValueState<ScoredPerson> scored;

    private transient @Nullable KnownCutPoints knownCutPoints;
    private transient volatile long newestVersion; // read by whoever reports the metrics

    public ScoreCustomer(BusinessCalendar calendar) {
        this.calendar = calendar;
    }

    @Override
    public EventTimeReached eventTime() {
        return eventTime;
    }

    @Override
    public void open(OpenContext context) {
        scored = KeyedStates.value(getRuntimeContext(), "scored", ScoredPerson.class);
        getRuntimeContext().getMetricGroup().gauge(LineMetrics.CUT_POINT_VERSION, () -> newestVersion);
    }

    @Override
    public void processBroadcastElement(CutPoints cuts, Context context, Collector<CustomerScore> scores)
            throws Exception {
        BroadcastState<Integer, CutPoints> stored = context.getBroadcastState(CUT_POINTS);
        KnownCutPoints known = known(stored.immutableEntries());
        stored.put(cuts.asOfDay(), cuts);
        known.add(cuts);
        newestVersion = Math.max(newestVersion, cuts.version());
        for (int day : known.forgetBefore(calendar.dayReached(eventTime.atLeast(context.currentWatermark())))) {
            stored.remove(day);
        }
    }

    @Override
    public void processElement(RfmUpdate update, ReadOnlyContext context, Collector<CustomerScore> scores)
            throws Exception {
        ScoredPerson before = scored.value();
        if (update.isErased()) {
            forget(before, update.steps().get(0).at(), context, scores);
            return;
        }
        ScoredPerson person = (before == null ? ScoredPerson.unknown() : before).with(update);
        int reached = calendar.dayReached(eventTime.watermark(context.timerService()));
        if (update.steps().get(0).day() <= reached) {
            person = score(person, reached, reached, context, scores);
        }
        scored.update(schedule(person, nextDay(person, reached, context), context));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CustomerScore> scores) throws Exception {
        int day = calendar.dayReached(timestamp);
        // first the day's beginning, then what the person did on that day before it had begun for everybody
        ScoredPerson person = score(scored.value().fired(), day, day - 1, context, scores);
        person = score(person, day, day, context, scores).withoutDaysBefore(day);
        scored.update(schedule(person, nextDay(person, day, context), context));
    }

    /** Says that the person is gone, if anybody was told of it, and keeps nothing. */
    private void forget(
            @Nullable ScoredPerson person, long at, ReadOnlyContext context, Collector<CustomerScore> scores) {
        if (person == null) {
            return;
        }
        CustomerScore last = person.last();
        if (last != null && !last.isDeleted()) {
            scores.collect(last.erased(at));
        }
        if (person.awaitedDay() != ScoredPerson.NO_DAY) {
            context.timerService().deleteEventTimeTimer(calendar.boundaryTimer(person.awaitedDay()));
        }
        scored.clear();
    }

    /** Scores the values at the end of {@code throughDay} as of {@code day}, and emits what changed. */
    private ScoredPerson score(
            ScoredPerson person, int day, int throughDay, ReadOnlyContext context, Collector<CustomerScore> scores)
            throws Exception {
        DatedValues values = person.valuesThrough(throughDay);
        CutPoints cuts =
                known(context.getBroadcastState(CUT_POINTS).immutableEntries()).inForceOn(day);
        if (values == null || cuts == null) {
            return person;
        }
        boolean isIntraday = throughDay == day && values.day() == day;
        CustomerScore score =
                CustomerScore.of(person, values, cuts, isIntraday, isIntraday ? values.at() : calendar.startOfDay(day));
        boolean isNews = !score.saysTheSameAs(person.last());
        if (isNews) {
            scores.collect(score);
        }
        // of whom a part was forgotten, the rest may be forgotten in a moment: what is left at night is told
        boolean isTold = !values.isMergedAway() || (!isIntraday && !score.isDeleted());
        if (!isTold) {
            return isNews ? person.withUntold(score) : person;
        }
        Segment from = person.segment();
        if (from != score.segment()) {
            context.output(SEGMENT_CHANGES, score.changeFrom(from));
        }
        return isNews ? person.withLast(score) : person.told();
    }

    /**
     * The next business day that can change the score: one that the person's own values wait for, or one whose cut
     * points did not just move along. Days that event time has skipped without such a change are skipped here too.
     */
    private int nextDay(ScoredPerson person, int passed, ReadOnlyContext context) throws Exception {
        int next = person.nextStep(passed);
        int reached = calendar.dayReached(eventTime.watermark(context.timerService()));
        if (!person.isInPopulation() || reached == BusinessCalendar.BEFORE_ALL_DAYS) {
            return next;
        }
        Integer changed =
                known(context.getBroadcastState(CUT_POINTS).immutableEntries()).nextChangeAfter(passed);
        if (changed != null && changed <= reached) {
            return Math.min(next, changed);
        }
        return reached == BusinessCalendar.AFTER_ALL_DAYS ? next : Math.min(next, reached + 1);
    }

    private ScoredPerson schedule(ScoredPerson person, int day, ReadOnlyContext context) {
        if (person.awaitedDay() == day) {
            return person;
        }
        if (person.awaitedDay() != ScoredPerson.NO_DAY) {
            context.timerService().deleteEventTimeTimer(calendar.boundaryTimer(person.awaitedDay()));
        }
        if (day != ScoredPerson.NO_DAY) {
            context.timerService().registerEventTimeTimer(calendar.boundaryTimer(day));
        }
        return person.awaiting(day);
    }

    /** The broadcast state in memory; read once after a start, since every timer looks into it. */
    private KnownCutPoints known(Iterable<Map.Entry<Integer, CutPoints>> stored) {
        if (knownCutPoints == null) {
            knownCutPoints = new KnownCutPoints();
            stored.forEach(entry -> {
                knownCutPoints.add(entry.getValue());
                newestVersion = Math.max(newestVersion, entry.getValue().version());
            });
        }
        return knownCutPoints;
    }
}

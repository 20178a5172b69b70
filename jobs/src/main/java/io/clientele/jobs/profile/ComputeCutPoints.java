package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.rfm.CutPoints;
import io.clientele.jobs.domain.rfm.Population;
import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.domain.rfm.ScoringRules;
import io.clientele.jobs.domain.rfm.ValueCounts;
import io.clientele.jobs.state.KeyedStates;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Emits the cut points of every business day, at its first instant in event time, from the first day on that has a
 * population.
 *
 * <p>One key holds the whole population: {@code last-order-days}, {@code frequencies}, {@code monetary} (value → number
 * of customers), {@code pending} (moves that a later day will see) and {@code boundary} (the day of the one pending
 * timer). None of them dies: their size is the number of distinct values, not of customers. A contribution never comes
 * late, since the persons' timers fire before event time gets here.
 */
public final class ComputeCutPoints extends KeyedProcessFunction<Integer, Contribution, CutPoints> {

    private final BusinessCalendar calendar;
    private final ScoringRules rules;

    private transient Map<Population.Metric, MapState<Long, Long>> counts;
    private transient MapState<Long, Contribution> pending;
    private transient ValueState<Integer> boundary;
    private transient @Nullable Population population;
    private transient TreeMap<Integer, List<Contribution>> pendingByDay;
    private transient long lastPending;

    public ComputeCutPoints(BusinessCalendar calendar, ScoringRules rules) {
        this.calendar = calendar;
        this.rules = rules;
    }

    @Override
    public void open(OpenContext context) {
        counts = new EnumMap<>(Population.Metric.class);
        counts.put(
                Population.Metric.LAST_ORDER_DAY,
                KeyedStates.map(getRuntimeContext(), "last-order-days", Long.class, Long.class));
        counts.put(
                Population.Metric.FREQUENCY,
                KeyedStates.map(getRuntimeContext(), "frequencies", Long.class, Long.class));
        counts.put(
                Population.Metric.MONETARY, KeyedStates.map(getRuntimeContext(), "monetary", Long.class, Long.class));
        pending = KeyedStates.map(getRuntimeContext(), "pending", Long.class, Contribution.class);
        boundary = KeyedStates.value(getRuntimeContext(), "boundary", Integer.class);
        pendingByDay = new TreeMap<>();
    }

    @Override
    public void processElement(Contribution contribution, Context context, Collector<CutPoints> cutPoints)
            throws Exception {
        load();
        pending.put(++lastPending, contribution);
        pendingByDay
                .computeIfAbsent(contribution.boundary(), day -> new ArrayList<>())
                .add(contribution);
        Integer next = boundary.value();
        if (next == null || contribution.boundary() < next) {
            if (next != null) {
                context.timerService().deleteEventTimeTimer(calendar.boundaryTimer(next));
            }
            await(contribution.boundary(), context);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CutPoints> cutPoints) throws Exception {
        Population people = load();
        int day = calendar.dayReached(timestamp);
        var due = pendingByDay.headMap(day, true);
        if (!due.isEmpty()) {
            for (List<Contribution> moves : due.values()) {
                for (Contribution move : moves) {
                    people.move(move.before(), move.after());
                    store(people, move.before());
                    store(people, move.after());
                }
            }
            due.clear();
            storePending();
        }
        CutPoints cuts = people.cutPoints(day, rules);
        if (cuts != null) {
            cutPoints.collect(cuts);
        }
        boolean isEndOfInput = context.timerService().currentWatermark() == Watermark.MAX_WATERMARK.getTimestamp();
        if (!isEndOfInput || !pendingByDay.isEmpty()) {
            await(day + 1, context);
        } else {
            boundary.clear();
        }
    }

    private void await(int day, Context context) throws Exception {
        boundary.update(day);
        context.timerService().registerEventTimeTimer(calendar.boundaryTimer(day));
    }

    private void store(Population people, RfmValues values) throws Exception {
        for (Population.Metric metric : Population.Metric.values()) {
            long value = metric.of(values);
            long count = people.counts(metric).count(value);
            MapState<Long, Long> stored = state(metric);
            if (count == 0) {
                stored.remove(value);
            } else {
                stored.put(value, count);
            }
        }
    }

    private void storePending() throws Exception {
        pending.clear();
        lastPending = 0;
        for (List<Contribution> moves : pendingByDay.values()) {
            for (Contribution move : moves) {
                pending.put(++lastPending, move);
            }
        }
    }

    /** The population in memory; read from the state once after a start. */
    private Population load() throws Exception {
        if (population == null) {
            population = new Population(
                    histogram(Population.Metric.LAST_ORDER_DAY),
                    histogram(Population.Metric.FREQUENCY),
                    histogram(Population.Metric.MONETARY));
            for (Map.Entry<Long, Contribution> entry : pending.entries()) {
                lastPending = Math.max(lastPending, entry.getKey());
                pendingByDay
                        .computeIfAbsent(entry.getValue().boundary(), day -> new ArrayList<>())
                        .add(entry.getValue());
            }
        }
        return population;
    }

    private ValueCounts histogram(Population.Metric metric) throws Exception {
        ValueCounts histogram = new ValueCounts();
        for (Map.Entry<Long, Long> count : state(metric).entries()) {
            histogram.add(count.getKey(), count.getValue());
        }
        return histogram;
    }

    private MapState<Long, Long> state(Population.Metric metric) {
        return Objects.requireNonNull(counts.get(metric));
    }
}

package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.rfm.CutPoints;
import io.clientele.jobs.state.KeyedStates;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Emits a day's cut points once everybody has been scored by them. The second input brings no record, only the event
 * time of the scores: so a reader who sees a version also sees (in the same or an earlier checkpoint) all it changed.
 *
 * <p>State: {@code waiting}, the versions not yet published, by day; an entry dies when it is published.
 *
 * @param <S> the type of the scores, none of which gets here
 */
public final class PublishThresholds<S> extends KeyedCoProcessFunction<Integer, CutPoints, S, CutPoints> {

    private final BusinessCalendar calendar;
    private transient MapState<Integer, CutPoints> waiting;

    public PublishThresholds(BusinessCalendar calendar) {
        this.calendar = calendar;
    }

    @Override
    public void open(OpenContext context) {
        waiting = KeyedStates.map(getRuntimeContext(), "waiting", Integer.class, CutPoints.class);
    }

    @Override
    public void processElement1(CutPoints cuts, Context context, Collector<CutPoints> published) throws Exception {
        waiting.put(cuts.asOfDay(), cuts);
        context.timerService().registerEventTimeTimer(calendar.boundaryTimer(cuts.asOfDay()));
    }

    @Override
    public void processElement2(S score, Context context, Collector<CutPoints> published) {
        throw new IllegalStateException("the scores' input carries event time only, yet got " + score);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CutPoints> published) throws Exception {
        int day = calendar.dayReached(timestamp);
        published.collect(waiting.get(day));
        waiting.remove(day);
    }
}

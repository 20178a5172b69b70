package io.clientele.jobs.journey;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.metrics.LineMetrics;
import io.clientele.jobs.domain.sessions.SessionChange;
import io.clientele.jobs.domain.sessions.VisitEvent;
import io.clientele.jobs.domain.sessions.VisitOrder;
import io.clientele.jobs.domain.sessions.Visitor;
import io.clientele.jobs.domain.sessions.VisitorLog;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.LateEvent;
import io.clientele.jobs.state.EventTimeReached;
import io.clientele.jobs.state.KeyedStates;
import io.clientele.jobs.state.WaitingInputs;
import io.clientele.schemas.IdentifierDigest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Folds a visitor's events and orders into sessions and emits each session that an input changes, those that are no more included.
 * Events that came after their session was closed go to the side ({@link #LATE}) and change nothing.
 *
 * <p>State per visitor: {@code log}, what may still change, and {@code timer}, the time of the one event-time timer, which drops what may
 * not; a visitor who does not come back has no state. Of a visitor with very many events it is {@link WaitingInputs} too. A visitor who is ordered to be forgotten has none at once; from then on, by the broadcast state of
 * {@link Erasures}, nothing that names an erased identifier is taken in. The order and the broadcast come by two ways; the
 * digests of orders that came first are kept in memory, since no checkpoint lies between the two. Nothing is emitted for it: the rows
 * are the erasure's.
 */
final class FoldSessions extends KeyedBroadcastProcessFunction<String, VisitorInput, Erasure, VisitorSession>
        implements EventTimeReached.Keeper {

    /** Events that came after their sessions were closed. */
    static final OutputTag<LateEvent> LATE = new OutputTag<>("late-events", TypeInformation.of(LateEvent.class));

    private final JourneySettings settings;
    private final EventTimeReached eventTime = new EventTimeReached();
    private transient ValueState<VisitorLog> log;
    private transient ValueState<Long> timer;
    private transient WaitingInputs<VisitorInput> waiting;
    private transient Counter repeated;
    private transient Counter erased;
    private transient Counter late;
    private transient Set<String> orderedHere;

    @SuppressWarnings("NullAway.Init") // Flink opens the function before it uses it
    FoldSessions(JourneySettings settings) {
        this.settings = settings;
    }

    @Override
    public EventTimeReached eventTime() {
        return eventTime;
    }

    @Override
    public void open(OpenContext context) {
        log = KeyedStates.value(getRuntimeContext(), "log", VisitorLog.class);
        timer = KeyedStates.value(getRuntimeContext(), "timer", Long.class);
        waiting = new WaitingInputs<>(getRuntimeContext(), VisitorInput.class, false);
        repeated = getRuntimeContext().getMetricGroup().counter(LineMetrics.EVENTS_REPEATED);
        erased = getRuntimeContext().getMetricGroup().counter(LineMetrics.EVENTS_OF_ERASED);
        late = LineMetrics.lateEvents(getRuntimeContext().getMetricGroup(), EventPlace.BEYOND_SESSIONS);
        orderedHere = new HashSet<>();
    }

    @Override
    public void processBroadcastElement(Erasure erasure, Context context, Collector<VisitorSession> sessions)
            throws Exception {
        Erasures.remember(erasure, context.getBroadcastState(Erasures.ERASED));
        erasure.identifiers().forEach(identifier -> orderedHere.remove(identifier.digest()));
    }

    @Override
    public void processElement(VisitorInput input, ReadOnlyContext context, Collector<VisitorSession> sessions)
            throws Exception {
        ReadOnlyBroadcastState<String, Long> known = context.getBroadcastState(Erasures.ERASED);
        String identifier = Visitor.identifier(input.visitor());
        if (input.isErasure()) {
            String digest = IdentifierDigest.ofText(identifier);
            if (!known.contains(digest)) {
                orderedHere.add(digest);
            }
            forget(context);
            return;
        }
        if (Erasures.isErased(input.identifiers(), known)
                || Erasures.isAnyErased(List.of(identifier), known)
                || (!orderedHere.isEmpty() && orderedHere.contains(IdentifierDigest.ofText(identifier)))) {
            erased.inc();
            return;
        }
        if (input.event() != null) {
            visit(input, input.event(), context, sessions);
        } else {
            order(input, Objects.requireNonNull(input.order()), context, sessions);
        }
    }

    private void visit(
            VisitorInput input, VisitEvent event, ReadOnlyContext context, Collector<VisitorSession> sessions)
            throws Exception {
        long watermark = eventTime.watermark(context.timerService());
        boolean isInTime = event.time() >= settings.oldest(watermark);
        if (isInTime && waits(input, context)) {
            return;
        }
        VisitorLog before = logOrEmpty();
        if (before.contains(event.eventId())) {
            repeated.inc();
            return;
        }
        if (!isInTime) {
            late.inc();
            context.output(LATE, Objects.requireNonNull(input.place()).late(event.eventId(), event.time(), watermark));
            return;
        }
        waiting.learn(input.visitor(), before.size());
        if (waits(input, context)) {
            return;
        }
        VisitorLog after = before.with(event);
        change(input.visitor(), before, after, event.time(), sessions);
        keep(before, after, watermark, context);
    }

    private void order(
            VisitorInput input, OrderOfVisitor order, ReadOnlyContext context, Collector<VisitorSession> sessions)
            throws Exception {
        if (waits(input, context)) {
            return;
        }
        VisitorLog before = logOrEmpty();
        waiting.learn(input.visitor(), before.size());
        if (waits(input, context)) {
            return;
        }
        VisitorLog without = before.withoutOrder(order.orderId());
        if (!without.equals(before)) {
            change(order.visitor(), before, without, before.timeOfOrder(order.orderId(), order.at()), sessions);
        }
        VisitorLog after = without;
        if (order.isGiven()) {
            after = without.withOrder(order.order());
            change(order.visitor(), without, after, order.at(), sessions);
        }
        if (!after.equals(before)) {
            keep(before, after, eventTime.watermark(context.timerService()), context);
        }
    }

    /** Lets the input wait, without whom it names, if the visitor's log is known to be large; whether it does. */
    private boolean waits(VisitorInput input, ReadOnlyContext context) throws Exception {
        if (!waiting.isFor(input.visitor())) {
            return false;
        }
        waiting.add(
                input.visitor(),
                new VisitorInput(input.visitor(), input.event(), null, input.order(), EventIdentifiers.NONE),
                context.timerService());
        return true;
    }

    /** Takes in what has waited, as if it came now. */
    private void takeInWhatWaits(OnTimerContext context, Collector<VisitorSession> sessions) throws Exception {
        List<VisitorInput> bundle = waiting.take(context.timerService());
        if (bundle.isEmpty()) {
            return;
        }
        String visitor = context.getCurrentKey();
        VisitorLog before = logOrEmpty();
        List<VisitEvent> events = new ArrayList<>();
        Map<String, OrderOfVisitor> orders = new LinkedHashMap<>();
        long at = Long.MIN_VALUE;
        for (VisitorInput input : bundle) {
            if (input.event() != null) {
                events.add(input.event());
                at = Math.max(at, input.event().time());
            } else {
                OrderOfVisitor order = Objects.requireNonNull(input.order());
                orders.put(order.orderId(), order);
                at = Math.max(at, order.at());
            }
        }
        List<VisitOrder> given = orders.values().stream()
                .filter(OrderOfVisitor::isGiven)
                .map(OrderOfVisitor::order)
                .toList();
        VisitorLog after = before.withOrders(orders.keySet(), given).with(events);
        repeated.inc(events.size() - (after.events() - before.events()));
        for (SessionChange change : SessionChange.between(before, after, settings.rules())) {
            sessions.collect(new VisitorSession(visitor, change.session(), after.version(), at, change.isDeleted()));
        }
        keep(before, after, eventTime.watermark(context.timerService()), context);
        waiting.learn(visitor, after.size());
    }

    private void change(
            String visitor, VisitorLog before, VisitorLog after, long at, Collector<VisitorSession> sessions) {
        for (SessionChange change : SessionChange.between(before, after, at, settings.rules())) {
            sessions.collect(new VisitorSession(visitor, change.session(), after.version(), at, change.isDeleted()));
        }
    }

    /** A log that is kept has a timer; one that was there before has had one since. */
    private void keep(VisitorLog before, VisitorLog after, long watermark, ReadOnlyContext context) throws Exception {
        log.update(after.since(settings.closedBefore(watermark), settings.rules()));
        if (before.isEmpty() && timer.value() == null) {
            await(after, context);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<VisitorSession> sessions) throws Exception {
        takeInWhatWaits(context, sessions);
        if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
            return;
        }
        VisitorLog left = logOrEmpty().since(settings.closedBefore(timestamp), settings.rules());
        waiting.learn(context.getCurrentKey(), left.size());
        if (left.isEmpty()) {
            log.clear();
            timer.clear();
        } else {
            log.update(left);
            await(left, context);
        }
    }

    private void await(VisitorLog kept, ReadOnlyContext context) throws IOException {
        long time = JourneySettings.timer(kept.newest(), settings.sessionsKept());
        context.timerService().registerEventTimeTimer(time);
        timer.update(time);
    }

    /** Leaves no timer either: it has the visitor's identifier for a key. */
    private void forget(ReadOnlyContext context) throws Exception {
        @Nullable Long pending = timer.value();
        if (pending != null) {
            context.timerService().deleteEventTimeTimer(pending);
        }
        timer.clear();
        log.clear();
        waiting.forget(context.timerService());
        waiting.learn(context.getCurrentKey(), 0);
    }

    private VisitorLog logOrEmpty() throws IOException {
        @Nullable VisitorLog known = log.value();
        return known == null ? VisitorLog.empty() : known;
    }
}

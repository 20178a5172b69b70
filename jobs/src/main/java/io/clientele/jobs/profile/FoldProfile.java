package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.RecentEvents;
import io.clientele.jobs.domain.orders.LedgerEntry;
import io.clientele.jobs.domain.orders.OrderEvent;
import io.clientele.jobs.domain.orders.OrderFacts;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.state.KeyedStates;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Folds a node's events into its profile and emits the profile on every change. To the side go the person's values at
 * the end of each business day that an event touched ({@link #RFM_UPDATES}, at once), the person's move inside the
 * population ({@link #CONTRIBUTIONS}, when the next day begins), and late events ({@link #LATE}).
 *
 * <p>State per node, kept as long as the job: {@code orders} (order → its facts), {@code ledger}, {@code activity},
 * {@code settled} (the values that the population knows, and the day of the one pending timer), {@code version}; and
 * {@code recent}, the ids of events inside the de-duplication horizon. Orders are facts in a set, so a repeated or late
 * one is always applied and exact; a click older than the horizon cannot be told from a repetition and is not.
 */
public final class FoldProfile extends KeyedProcessFunction<String, ReceivedEvent, NodeProfile> {

    /** Values at the end of a business day, for the scorer. */
    public static final OutputTag<RfmUpdate> RFM_UPDATES =
            new OutputTag<>("rfm-updates", TypeInformation.of(RfmUpdate.class));

    /** Moves inside the population, for the cut points. */
    public static final OutputTag<Contribution> CONTRIBUTIONS =
            new OutputTag<>("contributions", TypeInformation.of(Contribution.class));

    /** Events that came after event time had passed them by. */
    public static final OutputTag<LateEvent> LATE = new OutputTag<>("late-events", TypeInformation.of(LateEvent.class));

    private static final long MICROS_PER_MILLI = 1000;

    private final WriterSchemas schemas;
    private final String reportingCurrency;
    private final BusinessCalendar calendar;
    private final long lookBackDays;
    private final Duration horizon;

    private transient ProfileEventReader reader;
    private transient MapState<String, OrderFacts> orders;
    private transient ValueState<OrderLedger> ledger;
    private transient ValueState<Activity> activity;
    private transient ValueState<RecentEvents> recent;
    private transient ValueState<Settled> settled;
    private transient ValueState<Long> version;
    private transient Counter refused;
    private transient Counter repeated;

    FoldProfile(WriterSchemas schemas, ProfileSettings settings) {
        this.schemas = schemas;
        this.reportingCurrency = settings.reportingCurrency();
        this.calendar = settings.calendar();
        this.lookBackDays = settings.scoring().lookBackDays();
        this.horizon = settings.deduplicationRetention();
    }

    @Override
    public void open(OpenContext context) {
        reader = new ProfileEventReader(schemas, reportingCurrency);
        var runtime = getRuntimeContext();
        orders = KeyedStates.map(runtime, "orders", String.class, OrderFacts.class);
        ledger = KeyedStates.value(runtime, "ledger", OrderLedger.class);
        activity = KeyedStates.value(runtime, "activity", Activity.class);
        recent = KeyedStates.value(runtime, "recent", RecentEvents.class, horizon.multipliedBy(2));
        settled = KeyedStates.value(runtime, "settled", Settled.class);
        version = KeyedStates.value(runtime, "version", Long.class);
        refused = runtime.getMetricGroup().counter("eventsAgainstContract");
        repeated = runtime.getMetricGroup().counter("eventsRepeated");
    }

    @Override
    public void processElement(ReceivedEvent received, Context context, Collector<NodeProfile> profiles)
            throws Exception {
        ProfileEvent event = reader.read(received);
        if (event == null) {
            refused.inc();
            return;
        }
        boolean isNew = event.order() == null ? count(event, received, context) : apply(event, received, context);
        if (isNew) {
            long newest = version.value() == null ? 1 : version.value() + 1;
            version.update(newest);
            profiles.collect(new NodeProfile(
                    context.getCurrentKey(), activity.value(), ledgerOrEmpty(), newest, received.eventTimeMicros()));
        }
    }

    /** A click counts once, while its id is remembered. */
    private boolean count(ProfileEvent event, ReceivedEvent received, Context context) throws Exception {
        long watermark = context.timerService().currentWatermark();
        long oldest =
                watermark == Long.MIN_VALUE ? Long.MIN_VALUE : (watermark - horizon.toMillis()) * MICROS_PER_MILLI;
        if (received.eventTimeMicros() < oldest) {
            late(event, received, context, "beyond_deduplication");
            return false;
        }
        RecentEvents known = recent.value() == null ? RecentEvents.none() : recent.value();
        if (known.contains(received.eventId())) {
            repeated.inc();
            return false;
        }
        recent.update(known.with(received.eventId(), received.eventTimeMicros(), oldest));
        activity.update(activityOrNone().counted(event.contact(), calendar.hourOf(received.eventTimeMicros())));
        return true;
    }

    /** A fact about an order, known or new; what it changes is the difference between the order's two timelines. */
    private boolean apply(ProfileEvent event, ReceivedEvent received, Context context) throws Exception {
        String orderKey = Objects.requireNonNull(event.orderKey());
        OrderEvent order = Objects.requireNonNull(event.order());
        OrderFacts before = orders.contains(orderKey) ? orders.get(orderKey) : OrderFacts.none();
        OrderFacts after = before.with(order);
        if (after.equals(before)) {
            repeated.inc();
            return false;
        }
        int reached = calendar.dayReached(context.timerService().currentWatermark());
        if (calendar.dayOf(received.eventTimeMicros()) < reached) {
            late(event, received, context, "after_boundary");
        }
        orders.put(orderKey, after);
        List<LedgerEntry> oldTimeline = before.timeline(calendar);
        List<LedgerEntry> newTimeline = after.timeline(calendar);
        OrderLedger changed = ledgerOrEmpty().replace(oldTimeline, newTimeline);
        ledger.update(changed);
        activity.update(activityOrNone().seen(event.contact()));
        OptionalInt first = Stream.concat(oldTimeline.stream(), newTimeline.stream())
                .mapToInt(LedgerEntry::day)
                .min();
        if (first.isPresent()) {
            announce(first.getAsInt(), changed, received, context);
            await(Math.max(first.getAsInt(), reached) + 1, context.timerService());
        }
        return true;
    }

    /** Tells the scorer the values at the end of every day that may have changed. */
    private void announce(int firstDay, OrderLedger changed, ReceivedEvent received, Context context) {
        NodeKey node = NodeKey.parse(context.getCurrentKey());
        NavigableSet<Integer> days = changed.steps(firstDay, lookBackDays);
        days.add(firstDay);
        List<DatedValues> steps = new ArrayList<>();
        for (int day : days) {
            steps.add(new DatedValues(
                    day, changed.valuesThrough(day, lookBackDays, calendar), received.eventTimeMicros()));
        }
        context.output(RFM_UPDATES, new RfmUpdate(node.personId(), node.customerId(), steps));
    }

    /** Settles what the begun day must see. */
    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<NodeProfile> profiles) throws Exception {
        int day = calendar.dayReached(timestamp);
        OrderLedger orderLedger = ledgerOrEmpty();
        RfmValues values = orderLedger.valuesThrough(day - 1, lookBackDays, calendar);
        RfmValues before = settled.value().values();
        if (!values.equals(before)) {
            context.output(CONTRIBUTIONS, new Contribution(day, before, values));
        }
        settled.update(new Settled(values, Settled.NO_DAY));
        // event time may have jumped over days whose timers are still to fire, so it is this day that counts
        NavigableSet<Integer> toCome = orderLedger.steps(day, lookBackDays);
        if (!toCome.isEmpty()) {
            await(toCome.first() + 1, context.timerService());
        }
    }

    /** Sets the node's timer to the beginning of this day, unless an earlier one is set. */
    private void await(int day, TimerService timers) throws IOException {
        Settled known = settled.value() == null ? Settled.NOTHING : settled.value();
        if (day < known.awaitedDay()) {
            if (known.awaitedDay() != Settled.NO_DAY) {
                timers.deleteEventTimeTimer(calendar.boundaryTimer(known.awaitedDay()));
            }
            timers.registerEventTimeTimer(calendar.boundaryTimer(day));
            settled.update(new Settled(known.values(), day));
        }
    }

    private void late(ProfileEvent event, ReceivedEvent received, Context context, String reason) {
        context.output(
                LATE,
                new LateEvent(
                        received.topic(),
                        received.partition(),
                        received.offset(),
                        received.eventId(),
                        event.eventName(),
                        received.eventTimeMicros(),
                        context.timerService().currentWatermark(),
                        reason));
    }

    private Activity activityOrNone() throws IOException {
        @Nullable Activity known = activity.value();
        return known == null ? Activity.none() : known;
    }

    private OrderLedger ledgerOrEmpty() throws IOException {
        @Nullable OrderLedger known = ledger.value();
        return known == null ? OrderLedger.empty() : known;
    }
}

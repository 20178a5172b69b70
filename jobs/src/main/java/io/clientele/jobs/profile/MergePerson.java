package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.state.EventTimeReached;
import io.clientele.jobs.state.KeyedStates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Merges the profiles of a person's nodes and emits the person's profile on every change, also when nothing is left of it. To the
 * side go the person's values at the end of each business day that changed ({@link #RFM_UPDATES}, at once) and the person's move
 * inside the population ({@link #CONTRIBUTIONS}, when the next day begins).
 *
 * <p>State per person, kept as long as the job: {@code nodes} (node → its newest profile), {@code settled} (the values that the
 * population knows, and the day of the one pending timer) and {@code person}, what was said last. A node that comes late brings all
 * of its past: the days that it changes are told anew. A person whose last node is forgotten leaves nothing behind but what the
 * population has yet to give up, until the next day begins.
 */
public final class MergePerson extends KeyedProcessFunction<String, NodeOfPerson, PersonProfile>
        implements EventTimeReached.Keeper {

    /** Values at the end of a business day, for the scorer. */
    public static final OutputTag<RfmUpdate> RFM_UPDATES =
            new OutputTag<>("rfm-updates", TypeInformation.of(RfmUpdate.class));

    /** Moves inside the population, for the cut points. */
    public static final OutputTag<Contribution> CONTRIBUTIONS =
            new OutputTag<>("contributions", TypeInformation.of(Contribution.class));

    private final BusinessCalendar calendar;
    private final long lookBackDays;
    private final EventTimeReached eventTime = new EventTimeReached();

    private transient MapState<String, NodeProfile> nodes;
    private transient ValueState<PersonSummary> person;
    private transient ValueState<Settled> settled;

    MergePerson(ProfileSettings settings) {
        this.calendar = settings.calendar();
        this.lookBackDays = settings.scoring().lookBackDays();
    }

    @Override
    public EventTimeReached eventTime() {
        return eventTime;
    }

    @Override
    public void open(OpenContext context) {
        var runtime = getRuntimeContext();
        nodes = KeyedStates.map(runtime, "nodes", String.class, NodeProfile.class);
        person = KeyedStates.value(runtime, "person", PersonSummary.class);
        settled = KeyedStates.value(runtime, "settled", Settled.class);
    }

    @Override
    public void processElement(NodeOfPerson node, Context context, Collector<PersonProfile> profiles) throws Exception {
        if (node.profile() == null) {
            nodes.remove(node.node());
        } else {
            nodes.put(node.node(), node.profile());
        }
        @Nullable PersonSummary said = person.value();
        PersonSummary before = said == null ? PersonSummary.NONE : said;
        List<NodeProfile> all = nodesWith(node, said);
        PersonProfile after = PersonProfiles.merge(context.getCurrentKey(), all, before.version() + 1, node.at());
        boolean isErased = node.isErasure() && all.isEmpty();
        String onlyNode = all.size() == 1 ? all.get(0).nodeKey() : null;
        if (after.isDeleted() && !before.isKnown()) {
            if (isErased) {
                person.clear();
                return;
            }
            person.update(new PersonSummary(false, before.version(), before.customerId(), before.ledger(), onlyNode));
            return;
        }
        person.update(
                new PersonSummary(!after.isDeleted(), after.version(), after.customerId(), after.ledger(), onlyNode));
        profiles.collect(after);
        OptionalInt first = before.ledger().firstDifference(after.ledger());
        boolean isRenamed = !Objects.equals(before.customerId(), after.customerId());
        if (first.isEmpty() && isRenamed) {
            first = after.ledger().firstDay();
        }
        if (first.isPresent()) {
            announce(first.getAsInt(), after, node.isErasure(), context);
            int reached = calendar.dayReached(eventTime.watermark(context.timerService()));
            await(Math.max(first.getAsInt(), reached) + 1, context.timerService());
        }
        if (isErased) {
            person.clear();
            context.output(RFM_UPDATES, RfmUpdate.erased(after.personId(), after.changedAt()));
        }
    }

    /** The person's nodes with what came of one of them. Of the many persons of one node the map is not read. */
    private List<NodeProfile> nodesWith(NodeOfPerson node, @Nullable PersonSummary before) throws Exception {
        if (before == null || node.node().equals(before.onlyNode())) {
            return node.profile() == null ? List.of() : List.of(node.profile());
        }
        List<NodeProfile> all = new ArrayList<>();
        nodes.values().forEach(all::add);
        return all;
    }

    /** Tells the scorer the values at the end of every day that may have changed. */
    private void announce(int firstDay, PersonProfile after, boolean isErasure, Context context) {
        NavigableSet<Integer> days = after.ledger().steps(firstDay, lookBackDays);
        days.add(firstDay);
        List<DatedValues> steps = new ArrayList<>();
        for (int day : days) {
            steps.add(
                    new DatedValues(day, after.ledger().valuesThrough(day, lookBackDays, calendar), after.changedAt()));
        }
        context.output(
                RFM_UPDATES,
                new RfmUpdate(after.personId(), after.customerId(), steps, after.isDeleted() || isErasure, false));
    }

    /** Settles what the begun day must see. */
    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<PersonProfile> profiles) throws Exception {
        int day = calendar.dayReached(timestamp);
        @Nullable PersonSummary known = person.value();
        OrderLedger ledger = known == null ? OrderLedger.empty() : known.ledger();
        RfmValues values = ledger.valuesThrough(day - 1, lookBackDays, calendar);
        RfmValues before = settled.value().values();
        if (!values.equals(before)) {
            context.output(CONTRIBUTIONS, new Contribution(day, before, values));
        }
        settled.update(new Settled(values, Settled.NO_DAY));
        // event time may have jumped over days whose timers are still to fire, so it is this day that counts
        NavigableSet<Integer> toCome = ledger.steps(day, lookBackDays);
        if (!toCome.isEmpty()) {
            await(toCome.first() + 1, context.timerService());
        } else if (known == null) {
            settled.clear();
        }
    }

    /** Sets the person's timer to the beginning of this day, unless an earlier one is set. */
    private void await(int day, TimerService timers) throws IOException {
        @Nullable Settled last = settled.value();
        Settled known = last == null ? Settled.NOTHING : last;
        if (day < known.awaitedDay()) {
            if (known.awaitedDay() != Settled.NO_DAY) {
                timers.deleteEventTimeTimer(calendar.boundaryTimer(known.awaitedDay()));
            }
            timers.registerEventTimeTimer(calendar.boundaryTimer(day));
            settled.update(new Settled(known.values(), day));
        }
    }
}

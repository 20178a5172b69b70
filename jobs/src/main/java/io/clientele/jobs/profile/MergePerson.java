package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.state.EventTimeReached;
import io.clientele.jobs.state.KeyedStates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * <p>State per person, kept as long as the job: {@code person} (what was said last, and which nodes there are, or the only one), {@code nodes}
 * (node → its newest profile, of all others) and {@code settled} (the values that the population knows, and the day of the one
 * pending timer). A node that comes late brings all of its past: the days that it changes are told anew. News of a node that count
 * from a day to come on are in the profile at once; until then {@code person} holds what the node was, for the population and the scorer.
 *
 * <p>The person's namesake, the node whose person it is by itself, is told of by two ways ({@link Namesake}): once the graph has spoken, what
 * the node says itself is of before, and that the node is forgotten comes by both. A person whose last node is forgotten leaves nothing behind but
 * what the population has yet to give up, until the next day begins, and that the second word is missing, until it has come.
 */
public final class MergePerson extends KeyedProcessFunction<String, NodeOfPerson, PersonProfile>
        implements EventTimeReached.Keeper {

    /** Values at the end of a business day, for the scorer. */
    public static final OutputTag<RfmUpdate> RFM_UPDATES =
            new OutputTag<>("rfm-updates", TypeInformation.of(RfmUpdate.class));

    /** Moves inside the population, for the cut points. */
    public static final OutputTag<Contribution> CONTRIBUTIONS =
            new OutputTag<>("contributions", TypeInformation.of(Contribution.class));

    /** What the scorer is told of the end of a day. */
    @FunctionalInterface
    private interface StepOfDay {
        DatedValues at(int day) throws Exception;
    }

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
        int reached = calendar.dayReached(eventTime.watermark(context.timerService()));
        @Nullable PersonSummary said = person.value();
        PersonSummary before = said == null ? PersonSummary.NONE : said;
        if (before.namesake().isOfBefore(node)) {
            if (node.isErasure()) {
                leave(before.with(before.namesake().after(node)));
            }
            return;
        }
        @Nullable Integer graphFrom = before.namesake().graphFrom();
        if (node.isFromItself() && !node.isErasure() && graphFrom != null) {
            bringUntil(graphFrom, node, before, reached, context);
            return;
        }
        Namesake namesake = before.namesake().after(node);
        EarlierNodes earlier = earlier(before, node, reached);
        List<NodeProfile> all = nodesWith(node, before);
        PersonProfile after = PersonProfiles.merge(context.getCurrentKey(), all, before.version() + 1, node.at());
        boolean isErased = node.isErasure() && all.isEmpty();
        // the scorer may know the person's number, also of a person of whom nothing was left to tell
        boolean isScoreErased = node.isErasure() && after.ledger().size() == 0;
        @Nullable NodeProfile only = keep(node, before, all, after.isDeleted());
        if (after.isDeleted() && !before.isKnown()) {
            if (isScoreErased) {
                context.output(RFM_UPDATES, RfmUpdate.erased(after.personId(), after.changedAt()));
            }
            if (isErased) {
                leave(PersonSummary.NONE.with(namesake));
                return;
            }
            // not the number that was said last: the node that had it may be gone, and be forgotten elsewhere
            person.update(new PersonSummary(
                    false, before.version(), after.customerId(), before.ledger(), keys(all), earlier, null, namesake));
            return;
        }
        PersonSummary now = new PersonSummary(
                !after.isDeleted(),
                after.version(),
                after.customerId(),
                after.ledger(),
                keys(all),
                earlier,
                only,
                namesake);
        person.update(now);
        profiles.collect(after);
        OptionalInt first = before.ledger().firstDifference(after.ledger());
        boolean isRenamed = !Objects.equals(before.customerId(), after.customerId());
        OptionalInt firstDay = after.ledger().firstDay();
        if (isRenamed && firstDay.isPresent()) {
            first = OptionalInt.of(Math.min(firstDay.getAsInt(), first.orElse(Integer.MAX_VALUE)));
        }
        if (first.isPresent()) {
            int day = Math.max(first.getAsInt(), node.day());
            boolean isGone = after.isDeleted() || node.isErasure();
            announce(day, each -> dated(each, after.customerId(), node.at(), isGone, now), now, context);
            await(Math.max(day, reached) + 1, context.timerService());
        }
        if (isScoreErased) {
            context.output(RFM_UPDATES, RfmUpdate.erased(after.personId(), after.changedAt()));
        }
        if (isErased) {
            leave(PersonSummary.NONE.with(namesake));
        }
    }

    /** Keeps what is left of a person, if anything is. */
    private void leave(PersonSummary left) throws IOException {
        if (!left.equals(PersonSummary.NONE)) {
            person.update(left);
            return;
        }
        person.clear();
        if (Settled.NOTHING.equals(settled.value())) {
            settled.clear();
        }
    }

    /**
     * What the namesake said before the graph did, which has come by the shorter way and yet later, is not what it is now. But it is what it
     * was for the days until the graph's word counts.
     */
    private void bringUntil(int through, NodeOfPerson own, PersonSummary before, int reached, Context context)
            throws Exception {
        EarlierNodes known = before.earlier().from(reached);
        OrderLedger ledger = ledgerOf(own.profile());
        OptionalInt first = known.until(own.node(), through).firstDifference(ledger);
        if (through <= reached || first.isEmpty() || first.getAsInt() >= through) {
            return;
        }
        PersonProfile then = PersonProfiles.merge(own.personId(), nodesWith(own, before), before.version(), own.at());
        PersonSummary now = before.with(known.instead(own.node(), through, ledger));
        person.update(now);
        announce(
                first.getAsInt(),
                day -> day < through
                        ? dated(day, then.customerId(), own.at(), false, now)
                        : dated(day, now.customerId(), own.at(), !now.isKnown(), now),
                now,
                context);
        await(Math.max(first.getAsInt(), reached) + 1, context.timerService());
    }

    /** The person's nodes with what came of one of them; the others are read one by one, which costs less than to look for them. */
    private List<NodeProfile> nodesWith(NodeOfPerson node, PersonSummary before) throws Exception {
        List<NodeProfile> all = new ArrayList<>();
        if (before.nodes() == null) {
            nodes.values().forEach(all::add);
            all.removeIf(known -> known.nodeKey().equals(node.node()));
        } else {
            for (String other : before.nodes()) {
                if (!other.equals(node.node())) {
                    all.add(known(other, before));
                }
            }
        }
        if (node.profile() != null) {
            all.add(node.profile());
        }
        return all;
    }

    private @Nullable NodeProfile known(String node, PersonSummary before) throws Exception {
        @Nullable NodeProfile only = before.only();
        if (only == null) {
            return nodes.get(node);
        }
        return only.nodeKey().equals(node) ? only : null;
    }

    /** Keeps what came of a node; returns the person's one node, if that is to be kept with the person. */
    private @Nullable NodeProfile keep(
            NodeOfPerson node, PersonSummary before, List<NodeProfile> all, boolean isDeleted) throws Exception {
        @Nullable NodeProfile onlyBefore = before.only();
        if (all.size() == 1 && !isDeleted) {
            if (onlyBefore == null) {
                clearNodes(before);
            }
            return all.get(0);
        }
        if (onlyBefore != null && !onlyBefore.nodeKey().equals(node.node())) {
            nodes.put(onlyBefore.nodeKey(), onlyBefore);
        }
        if (node.profile() != null) {
            nodes.put(node.node(), node.profile());
        } else if (onlyBefore == null) {
            nodes.remove(node.node());
        }
        return null;
    }

    /** One by one: a new person has none, and to look for them costs more. */
    private void clearNodes(PersonSummary before) throws Exception {
        if (before.nodes() == null) {
            nodes.clear();
            return;
        }
        for (String known : before.nodes()) {
            nodes.remove(known);
        }
    }

    private static List<String> keys(List<NodeProfile> all) {
        return all.stream().map(NodeProfile::nodeKey).toList();
    }

    /** News that count from a day to come on leave the node what it was until then; what has the same orders is not another thing. */
    private EarlierNodes earlier(PersonSummary before, NodeOfPerson node, int reached) throws Exception {
        EarlierNodes known = before.earlier().from(reached);
        if (node.isErasure()) {
            return known.without(node.node());
        }
        if (node.day() <= reached) {
            return known;
        }
        OrderLedger present = ledgerOf(known(node.node(), before));
        return present.equals(ledgerOf(node.profile())) ? known : known.with(node.node(), node.day(), present);
    }

    private static OrderLedger ledgerOf(@Nullable NodeProfile node) {
        return node == null ? OrderLedger.empty() : node.ledger();
    }

    /** Tells the scorer the values at the end of every day that may have changed. */
    private void announce(int firstDay, StepOfDay step, PersonSummary now, Context context) throws Exception {
        NavigableSet<Integer> days = steps(firstDay, now);
        days.add(firstDay);
        List<DatedValues> steps = new ArrayList<>();
        for (int day : days) {
            steps.add(step.at(day));
        }
        context.output(RFM_UPDATES, new RfmUpdate(context.getCurrentKey(), steps, false));
    }

    private DatedValues dated(int day, @Nullable String customerId, long at, boolean isGone, PersonSummary now)
            throws Exception {
        RfmValues values = ledgerAt(day + 1, now).valuesThrough(day, lookBackDays, calendar);
        return new DatedValues(day, customerId, values, at, isGone);
    }

    /** Settles what the begun day must see. */
    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<PersonProfile> profiles) throws Exception {
        int day = calendar.dayReached(timestamp);
        @Nullable PersonSummary said = person.value();
        PersonSummary known = said == null ? PersonSummary.NONE : said;
        RfmValues values = ledgerAt(day, known).valuesThrough(day - 1, lookBackDays, calendar);
        RfmValues before = settled.value().values();
        if (!values.equals(before)) {
            context.output(CONTRIBUTIONS, new Contribution(day, before, values));
        }
        settled.update(new Settled(values, Settled.NO_DAY));
        // event time may have jumped over days whose timers are still to fire, so it is this day that counts
        NavigableSet<Integer> toCome = steps(day, known);
        if (!toCome.isEmpty()) {
            await(toCome.first() + 1, context.timerService());
        } else if (said == null) {
            settled.clear();
        }
        if (!known.earlier().isEmpty()) {
            person.update(known.with(known.earlier().from(day + 1)));
        }
    }

    /** The person's ledger as the beginning of a day must see it. */
    private OrderLedger ledgerAt(int day, PersonSummary now) throws Exception {
        if (now.earlier().isEmpty()) {
            return now.ledger();
        }
        Map<String, OrderLedger> ofNodes = new HashMap<>();
        @Nullable NodeProfile only = now.only();
        for (NodeProfile node : only == null ? nodes.values() : List.of(only)) {
            ofNodes.put(node.nodeKey(), node.ledger());
        }
        return now.earlier().at(day, ofNodes);
    }

    private NavigableSet<Integer> steps(int firstDay, PersonSummary now) {
        NavigableSet<Integer> days = now.ledger().steps(firstDay, lookBackDays);
        now.earlier().steps(firstDay, lookBackDays).forEach(days::add);
        return days;
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

package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.state.EventTimeReached;
import io.clientele.jobs.state.KeyedStates;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Sends each linked node's profile to the person that the graph gives the node to, and takes it from the one that had it before, which is at
 * first the one that {@link RouteToPersons} gave it to. A profile that told new facts waits until the graph has answered them all (some
 * milliseconds, and before event time moves on): so nobody is taken for a person of their own just because the answer was on its way. To the
 * side goes whose each node is ({@link #OWNERS}): a person by itself since the node's first event, however many of its events came as one
 * profile, and a later event may say of an earlier one.
 *
 * <p>News that a node moves wait until event time has come, by both inputs, to the day from whose end on they count: by then the person that loses
 * the node has all of its orders of earlier days. Answers do not wait; until the day, the node is whose it was.
 *
 * <p>A node that is forgotten is taken from its person, and its namesake is told in any case. That word comes by both inputs ({@link
 * Forgetting}).
 *
 * <p>State per node that was named together with another, kept until the node is forgotten: {@code assigned} (in states of earlier versions
 * that of others too); {@code profile}, the newest; {@code waiting} (number of facts told → the newest profile with so many, until all are
 * answered: what an earlier one says must not wait for facts of days to come); until their day, {@code held} (day → the news that wait, with a
 * timer each); and while only one of the two words about an order has come, {@code forgetting}.
 */
final class AssignPerson extends KeyedCoProcessFunction<String, NodeProfile, IdentityNews, NodeOfPerson>
        implements EventTimeReached.Keeper {

    /** Whose a node is, on every change. */
    static final OutputTag<NodeOwner> OWNERS = new OutputTag<>("node-owners", TypeInformation.of(NodeOwner.class));

    private final BusinessCalendar calendar;
    private final EventTimeReached eventTime = new EventTimeReached();

    private transient ValueState<Assigned> assigned;
    private transient ValueState<NodeProfile> profile;
    private transient MapState<Integer, NodeProfile> waiting;
    private transient MapState<Integer, HeldNews> held;
    private transient ValueState<Integer> forgetting;

    AssignPerson(BusinessCalendar calendar) {
        this.calendar = calendar;
    }

    @Override
    public EventTimeReached eventTime() {
        return eventTime;
    }

    @Override
    public void open(OpenContext context) {
        assigned = KeyedStates.value(getRuntimeContext(), "assigned", Assigned.class);
        profile = KeyedStates.value(getRuntimeContext(), "profile", NodeProfile.class);
        waiting = KeyedStates.map(getRuntimeContext(), "waiting", Integer.class, NodeProfile.class);
        held = KeyedStates.map(getRuntimeContext(), "held", Integer.class, HeldNews.class);
        forgetting = KeyedStates.value(getRuntimeContext(), "forgetting", Integer.class);
    }

    @Override
    public void processElement1(NodeProfile newest, Context context, Collector<NodeOfPerson> nodes) throws Exception {
        if (newest.isForgotten()) {
            nodes.collect(NodeOfPerson.forgotten(ownPerson(newest.nodeKey()), newest.nodeKey(), newest.changedAt()));
            forget(newest.nodeKey(), true, newest.changedAt(), context, nodes);
            return;
        }
        if (forgetting().awaits(true)) {
            return;
        }
        @Nullable Assigned known = assigned.value();
        Assigned owner = known == null ? first(newest.nodeKey(), newest.changedAt()) : known;
        if (newest.endsBeingAlone() && !owner.isTold()) {
            owner = takeOver(owner, newest, nodes);
        }
        if (newest.factsSent() > owner.answered()) {
            waiting.put(newest.factsSent(), newest);
            return;
        }
        profile.update(newest);
        if (!newest.activity().isSeen() && known == null) {
            // named only: a person's when the graph says so
            return;
        }
        send(owner, newest, newest.changedAt(), context, nodes);
    }

    @Override
    public void processElement2(IdentityNews news, Context context, Collector<NodeOfPerson> nodes) throws Exception {
        if (news.isForgotten()) {
            forget(news.node(), false, news.at(), context, nodes);
            return;
        }
        if (forgetting().awaits(false)) {
            return;
        }
        if (news.day() <= calendar.dayReached(eventTime.watermark(context.timerService()))) {
            take(news, context, nodes);
            return;
        }
        if (news.answers() == 0) {
            hold(news, context);
        } else {
            take(news.of(assignedOr(news.node(), news.at()).personId()), context, nodes);
        }
    }

    /** The day of these news has come. */
    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<NodeOfPerson> nodes) throws Exception {
        int day = calendar.dayReached(timestamp);
        HeldNews waited = held.get(day);
        held.remove(day);
        for (IdentityNews news : waited.news()) {
            take(news, context, nodes);
        }
    }

    /** The node was a person by itself, which has its profiles up to now; if the graph was faster, it is that person's no longer. */
    private Assigned takeOver(Assigned owner, NodeProfile newest, Collector<NodeOfPerson> nodes) throws IOException {
        Assigned told;
        if (owner.version() == NodeOwner.FIRST_VERSION) {
            told = owner.since(Objects.requireNonNull(newest.aloneSince())).known();
        } else {
            told = owner.told();
            nodes.collect(NodeOfPerson.moved(ownPerson(newest.nodeKey()), newest.nodeKey(), told.since(), told.day()));
        }
        assigned.update(told);
        return told;
    }

    private void hold(IdentityNews news, Context context) throws Exception {
        @Nullable HeldNews before = held.get(news.day());
        held.put(news.day(), before == null ? HeldNews.of(news) : before.and(news));
        context.timerService().registerEventTimeTimer(calendar.boundaryTimer(news.day()));
    }

    private void take(IdentityNews news, Context context, Collector<NodeOfPerson> nodes) throws Exception {
        Assigned before = assignedOr(news.node(), news.at());
        Assigned now = before.answered(news.answers());
        if (!now.personId().equals(news.personId())) {
            if (before.isKnown()) {
                nodes.collect(NodeOfPerson.moved(before.personId(), news.node(), news.at(), news.day()));
            }
            now = now.to(news.personId(), news.at(), news.day());
        }
        assigned.update(now);
        boolean isAnswered = news.answers() > 0 && takeAnswered(now.answered());
        @Nullable NodeProfile newest = profile.value();
        if (newest == null) {
            // it was sent with the fact behind the news, and is still on its way
            return;
        }
        // of a state from before there was one for those that wait, the newest may still be waiting
        boolean wasWaiting = newest.factsSent() > before.answered();
        if (isAnswered || wasWaiting || !now.isKnown()) {
            // the profile may have waited with changes that are newer than the fact
            send(now, newest, Math.max(news.at(), newest.changedAt()), context, nodes);
        }
    }

    /** Makes the profile the node's that has waited for this answer, if one has; those that waited for fewer are gone. */
    private boolean takeAnswered(int answered) throws Exception {
        @Nullable NodeProfile waited = waiting.get(answered);
        if (waited == null) {
            return false;
        }
        profile.update(waited);
        waiting.remove(answered);
        return true;
    }

    private Forgetting forgetting() throws IOException {
        @Nullable Integer ahead = forgetting.value();
        return ahead == null ? Forgetting.NOTHING : new Forgetting(ahead);
    }

    private void send(Assigned present, NodeProfile newest, long at, Context context, Collector<NodeOfPerson> nodes)
            throws Exception {
        if (newest.factsSent() > present.answered()) {
            return;
        }
        Assigned owner = present;
        String node = newest.nodeKey();
        nodes.collect(NodeOfPerson.of(owner.personId(), newest, at, owner.day()));
        long firstSeenAt = newest.activity().isSeen() ? newest.activity().firstSeenAt() : owner.since();
        if (owner.version() == NodeOwner.FIRST_VERSION && (!owner.isKnown() || firstSeenAt < owner.since())) {
            owner = owner.since(firstSeenAt);
            report(node, owner, context);
        } else if (!owner.isKnown()) {
            if (!owner.isTold() && firstSeenAt < owner.since()) {
                // a person by itself until then, though all of it came as one profile
                report(node, first(node, firstSeenAt), context);
            }
            report(node, owner, context);
        } else {
            return;
        }
        assigned.update(owner.known());
    }

    private static void report(String node, Assigned owner, Context context) {
        context.output(OWNERS, new NodeOwner(node, owner.personId(), owner.version(), owner.since()));
    }

    /** The person that the node is by itself hears of the node's own word in any case, all others of the first one. */
    private void forget(String node, boolean isFromItself, long at, Context context, Collector<NodeOfPerson> nodes)
            throws Exception {
        Forgetting before = forgetting();
        Forgetting now = before.after(isFromItself);
        if (now.equals(Forgetting.NOTHING)) {
            forgetting.clear();
        } else {
            forgetting.update(now.ahead());
        }
        if (before.awaits(isFromItself)) {
            return;
        }
        @Nullable Assigned owner = assigned.value();
        if (owner != null && owner.isKnown() && !owner.personId().equals(ownPerson(node))) {
            nodes.collect(NodeOfPerson.forgotten(owner.personId(), node, at));
        }
        assigned.clear();
        profile.clear();
        waiting.clear();
        for (int day : held.keys()) {
            context.timerService().deleteEventTimeTimer(calendar.boundaryTimer(day));
        }
        held.clear();
    }

    private Assigned assignedOr(String node, long at) throws Exception {
        @Nullable Assigned known = assigned.value();
        return known == null ? first(node, at) : known;
    }

    private static String ownPerson(String node) {
        return Identifier.parse(node).personId();
    }

    /** A person by itself. */
    private static Assigned first(String node, long at) {
        return new Assigned(
                ownPerson(node), NodeOwner.FIRST_VERSION, at, BusinessCalendar.BEFORE_ALL_DAYS, 0, false, false);
    }
}

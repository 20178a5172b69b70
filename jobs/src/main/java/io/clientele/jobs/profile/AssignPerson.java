package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.state.KeyedStates;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Sends each node's profile to the person that the graph gives the node to, and takes it from the one that had it before. A profile
 * that told new facts waits until the graph has answered them all (some milliseconds, and before event time moves on): so nobody is
 * taken for a person of their own just because the answer was on its way. To the side goes whose each node is ({@link #OWNERS}): a person
 * by itself since the node's first event, however many of its events came as one profile, and a later event may say of an earlier one.
 *
 * <p>A node that is forgotten is taken from its person. That word comes by both inputs, once each for every order to forget; what
 * else comes in between was sent before, and is passed over.
 *
 * <p>State per node, kept until the node is forgotten: {@code assigned}; of a node that was named together with another,
 * {@code profile}, the newest (of all others the profile passes through, since nothing but an event of their own can change whose
 * they are); and while only one of the two words about an order has come, {@code forgetting}, the first input's less the second's.
 */
final class AssignPerson extends KeyedCoProcessFunction<String, NodeProfile, IdentityNews, NodeOfPerson> {

    /** Whose a node is, on every change. */
    static final OutputTag<NodeOwner> OWNERS = new OutputTag<>("node-owners", TypeInformation.of(NodeOwner.class));

    private static final long FIRST_VERSION = 1;

    private transient ValueState<Assigned> assigned;
    private transient ValueState<NodeProfile> profile;
    private transient ValueState<Integer> forgetting;

    @Override
    public void open(OpenContext context) {
        assigned = KeyedStates.value(getRuntimeContext(), "assigned", Assigned.class);
        profile = KeyedStates.value(getRuntimeContext(), "profile", NodeProfile.class);
        forgetting = KeyedStates.value(getRuntimeContext(), "forgetting", Integer.class);
    }

    @Override
    public void processElement1(NodeProfile newest, Context context, Collector<NodeOfPerson> nodes) throws Exception {
        if (newest.isForgotten()) {
            forget(newest.nodeKey(), 1, newest.changedAt(), nodes);
            return;
        }
        if (forgetting.value() != null) {
            return;
        }
        if (newest.isLinked()) {
            profile.update(newest);
        }
        if (!newest.activity().isSeen() && assigned.value() == null) {
            // named only: a person's when the graph says so
            return;
        }
        send(newest.nodeKey(), newest, newest.changedAt(), context, nodes);
    }

    @Override
    public void processElement2(IdentityNews news, Context context, Collector<NodeOfPerson> nodes) throws Exception {
        if (news.isForgotten()) {
            forget(news.node(), -1, news.at(), nodes);
            return;
        }
        if (forgetting.value() != null) {
            return;
        }
        Assigned before = assignedOr(news.node(), news.at());
        Assigned now = before.answered(news.answers());
        if (!now.personId().equals(news.personId())) {
            if (before.isKnown()) {
                nodes.collect(NodeOfPerson.moved(before.personId(), news.node(), news.at(), news.day()));
            }
            now = now.to(news.personId(), news.at(), news.day());
        }
        assigned.update(now);
        @Nullable NodeProfile newest = profile.value();
        if (newest == null) {
            // it was sent with the fact behind the news, and is still bundled
            return;
        }
        boolean isWaiting = newest.factsSent() > before.answered();
        if (isWaiting || !now.isKnown()) {
            // the profile may have waited with changes that are newer than the fact
            send(news.node(), newest, Math.max(news.at(), newest.changedAt()), context, nodes);
        }
    }

    private void send(String node, NodeProfile newest, long at, Context context, Collector<NodeOfPerson> nodes)
            throws Exception {
        Assigned owner = assignedOr(node, at);
        if (newest.factsSent() > owner.answered()) {
            return;
        }
        nodes.collect(NodeOfPerson.of(owner.personId(), newest, at, owner.day()));
        long firstSeenAt = newest.activity().isSeen() ? newest.activity().firstSeenAt() : owner.since();
        if (owner.version() == FIRST_VERSION && (!owner.isKnown() || firstSeenAt < owner.since())) {
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

    private void forget(String node, int side, long at, Collector<NodeOfPerson> nodes) throws Exception {
        @Nullable Assigned owner = assigned.value();
        if (owner != null && owner.isKnown()) {
            nodes.collect(NodeOfPerson.forgotten(owner.personId(), node, at));
        }
        assigned.clear();
        profile.clear();
        @Nullable Integer open = forgetting.value();
        int now = side + (open == null ? 0 : open);
        if (now == 0) {
            forgetting.clear();
        } else {
            forgetting.update(now);
        }
    }

    private Assigned assignedOr(String node, long at) throws Exception {
        @Nullable Assigned known = assigned.value();
        return known == null ? first(node, at) : known;
    }

    /** A person by itself. */
    private static Assigned first(String node, long at) {
        return new Assigned(
                Identifier.parse(node).personId(),
                FIRST_VERSION,
                at,
                BusinessCalendar.BEFORE_ALL_DAYS,
                0,
                false,
                false);
    }
}

package io.clientele.jobs.profile;

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
 * taken for a person of their own just because the answer was on its way. To the side goes whose each node is ({@link #OWNERS}).
 *
 * <p>State per node, kept as long as the job: {@code assigned}; and of a node that was named together with another, {@code profile},
 * the newest. Of all others the profile passes through, since nothing but an event of their own can change whose they are.
 */
final class AssignPerson extends KeyedCoProcessFunction<String, NodeProfile, IdentityNews, NodeOfPerson> {

    /** Whose a node is, on every change. */
    static final OutputTag<NodeOwner> OWNERS = new OutputTag<>("node-owners", TypeInformation.of(NodeOwner.class));

    private transient ValueState<Assigned> assigned;
    private transient ValueState<NodeProfile> profile;

    @Override
    public void open(OpenContext context) {
        assigned = KeyedStates.value(getRuntimeContext(), "assigned", Assigned.class);
        profile = KeyedStates.value(getRuntimeContext(), "profile", NodeProfile.class);
    }

    @Override
    public void processElement1(NodeProfile newest, Context context, Collector<NodeOfPerson> nodes) throws Exception {
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
        Assigned before = assignedOr(news.node(), news.at());
        Assigned now = before.answered(news.answers());
        if (!now.personId().equals(news.personId())) {
            if (before.isKnown()) {
                nodes.collect(new NodeOfPerson(before.personId(), news.node(), null, news.at()));
            }
            now = now.to(news.personId(), news.at());
        }
        assigned.update(now);
        @Nullable NodeProfile newest = profile.value();
        if (newest == null) {
            // it was sent with the fact behind the news, and is still bundled
            return;
        }
        boolean isWaiting = newest.factsSent() > before.answered();
        if (isWaiting || !now.isKnown()) {
            send(news.node(), newest, news.at(), context, nodes);
        }
    }

    private void send(String node, NodeProfile newest, long at, Context context, Collector<NodeOfPerson> nodes)
            throws Exception {
        Assigned owner = assignedOr(node, at);
        if (newest.factsSent() > owner.answered()) {
            return;
        }
        nodes.collect(new NodeOfPerson(owner.personId(), node, newest, at));
        if (!owner.isKnown()) {
            context.output(OWNERS, new NodeOwner(node, owner.personId(), owner.version(), owner.since()));
            assigned.update(owner.known());
        }
    }

    private Assigned assignedOr(String node, long at) throws Exception {
        @Nullable Assigned known = assigned.value();
        return known == null ? new Assigned(Identifier.parse(node).personId(), 1, at, 0, false) : known;
    }
}

package io.clientele.jobs.profile;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sends each profile of a node that was never named together with another to the person that the node is by itself: nobody else can have
 * it. All others go to the side ({@link #LINKED}), to who knows whose they are, and so does whose a node alone is ({@link #OWNERS}), when it is
 * first seen and when an event tells of an earlier time. That a node is forgotten goes both ways. No state.
 */
final class RouteToPersons extends ProcessFunction<NodeProfile, NodeOfPerson> {
    private static final long serialVersionUID = 1L;

    /** Profiles of nodes that may be another person's, and the last words about all that are forgotten. */
    static final OutputTag<NodeProfile> LINKED = new OutputTag<>("linked-nodes", TypeInformation.of(NodeProfile.class));

    /** Whose nodes are that are persons by themselves. */
    static final OutputTag<NodeOwner> OWNERS = new OutputTag<>("owners-of-nodes", TypeInformation.of(NodeOwner.class));

    @Override
    public void processElement(NodeProfile newest, Context context, Collector<NodeOfPerson> nodes) {
        if (newest.isForgotten()) {
            nodes.collect(NodeOfPerson.forgottenItself(newest.nodeKey(), newest.changedAt()));
            context.output(LINKED, newest);
        } else if (newest.isLinked()) {
            context.output(LINKED, newest);
        } else {
            NodeOfPerson alone = NodeOfPerson.ofItself(newest);
            nodes.collect(alone);
            Long since = newest.aloneSince();
            long firstSeenAt = newest.activity().firstSeenAt();
            if (since == null || firstSeenAt < since) {
                context.output(OWNERS, NodeOwner.ofItself(newest.nodeKey(), alone.personId(), firstSeenAt));
            }
        }
    }
}

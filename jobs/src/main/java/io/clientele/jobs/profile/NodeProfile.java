package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.orders.OrderLedger;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A node's profile after a change.
 *
 * @param nodeKey the node, {@code type:value}
 * @param isLinked whether an event named the node together with another: only then can it become another person's
 * @param factsSent the node's facts about identity so far: until all are answered, nobody knows whose the profile is; less than zero for
 *     {@link #isForgotten}
 * @param changedAt when the event behind the change happened, epoch microseconds
 */
@TypeInfo(NodeProfileSerializer.Factory.class)
public record NodeProfile(
        String nodeKey, Activity activity, OrderLedger ledger, boolean isLinked, int factsSent, long changedAt) {

    private static final int FORGOTTEN = -1;

    /** The last word about a node: whoever knows it forgets it. */
    static NodeProfile forgotten(String nodeKey, long at) {
        return new NodeProfile(nodeKey, Activity.none(), OrderLedger.empty(), false, FORGOTTEN, at);
    }

    /** Whether it is {@link #forgotten}. */
    public boolean isForgotten() {
        return factsSent == FORGOTTEN;
    }
}

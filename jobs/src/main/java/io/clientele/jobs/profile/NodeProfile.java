package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.orders.OrderLedger;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A node's profile after a change.
 *
 * @param nodeKey the node, {@code type:value}
 * @param isLinked whether an event named the node together with another: only then can it become another person's
 * @param aloneSince since when the node was known to be a person by itself before this change, epoch microseconds; null if it was not known,
 *     or linked already
 * @param factsSent the node's facts about identity so far: until all are answered, nobody knows whose the profile is; less than zero for
 *     {@link #isForgotten}
 * @param changedAt when the event behind the change happened, epoch microseconds
 */
@TypeInfo(NodeProfileSerializer.Factory.class)
public record NodeProfile(
        String nodeKey,
        Activity activity,
        OrderLedger ledger,
        boolean isLinked,
        @Nullable Long aloneSince,
        int factsSent,
        long changedAt) {

    private static final int FORGOTTEN = -1;

    /** The last word about a node: whoever knows it forgets it. */
    static NodeProfile forgotten(String nodeKey, long at) {
        return new NodeProfile(nodeKey, Activity.none(), OrderLedger.empty(), false, null, FORGOTTEN, at);
    }

    /** Whether it is {@link #forgotten}. */
    public boolean isForgotten() {
        return factsSent == FORGOTTEN;
    }

    /** Whether it is the first of a linked node that was a person by itself before. */
    boolean endsBeingAlone() {
        return isLinked && aloneSince != null;
    }
}

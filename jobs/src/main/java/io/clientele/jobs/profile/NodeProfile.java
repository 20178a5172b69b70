package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.orders.OrderLedger;

/**
 * A node's profile after a change.
 *
 * @param nodeKey the node, {@code type:value}
 * @param isLinked whether an event named the node together with another: only then can it become another person's
 * @param factsSent the node's facts about identity so far: until all are answered, nobody knows whose the profile is
 * @param version grows with every change
 * @param changedAt when the event behind the change happened, epoch microseconds
 */
public record NodeProfile(
        String nodeKey,
        Activity activity,
        OrderLedger ledger,
        boolean isLinked,
        int factsSent,
        long version,
        long changedAt) {

    private static final long FORGOTTEN = -1;

    /** The last word about a node: whoever knows it forgets it. */
    static NodeProfile forgotten(String nodeKey, long at) {
        return new NodeProfile(nodeKey, Activity.none(), OrderLedger.empty(), false, 0, FORGOTTEN, at);
    }

    /** The same with another ledger. */
    NodeProfile with(OrderLedger other) {
        return new NodeProfile(nodeKey, activity, other, isLinked, factsSent, version, changedAt);
    }

    /** Whether it is {@link #forgotten}. */
    public boolean isForgotten() {
        return version == FORGOTTEN;
    }
}

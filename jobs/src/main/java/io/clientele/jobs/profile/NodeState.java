package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.orders.OrderLedger;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What a node is, apart from the ids of its recent events and the facts of its orders.
 *
 * @param rememberedAt epoch microseconds; no event whose id is remembered is newer
 */
@TypeInfo(NodeStateSerializer.Factory.class)
record NodeState(Activity activity, OrderLedger ledger, NodeIdentity identity, long rememberedAt) {

    /** A node of which nothing is known yet. */
    static NodeState none() {
        return new NodeState(Activity.none(), OrderLedger.empty(), NodeIdentity.ALONE, Long.MIN_VALUE);
    }

    NodeState with(Activity newest) {
        return new NodeState(newest, ledger, identity, rememberedAt);
    }

    NodeState with(OrderLedger newest) {
        return new NodeState(activity, newest, identity, rememberedAt);
    }

    NodeState with(NodeIdentity newest) {
        return new NodeState(activity, ledger, newest, rememberedAt);
    }

    /** An event that happened then is remembered too. */
    NodeState remembering(long at) {
        return at <= rememberedAt ? this : new NodeState(activity, ledger, identity, at);
    }
}

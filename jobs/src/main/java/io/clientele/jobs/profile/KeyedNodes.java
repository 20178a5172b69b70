package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.state.BundledValue;
import io.clientele.jobs.state.KeyedStates;
import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * What each node is: {@code node}, read and written once for a bundle. Jobs of earlier versions have {@code activity}, {@code ledger},
 * {@code identity} and a {@code version} that nobody reads. A node takes the three over when something comes for it, and drops all four.
 */
final class KeyedNodes {
    private final BundledValue<NodeState> node;
    private final ValueState<Activity> formerActivity;
    private final ValueState<OrderLedger> formerLedger;
    private final ValueState<NodeIdentity> formerIdentity;
    private final ValueState<Long> formerVersion;

    KeyedNodes(RuntimeContext context) {
        node = new BundledValue<>(KeyedStates.value(context, "node", NodeState.class));
        formerActivity = KeyedStates.value(context, "activity", ActivitySerializer.TYPE);
        formerLedger = KeyedStates.value(context, "ledger", OrderLedger.class);
        formerIdentity = KeyedStates.value(context, "identity", NodeIdentity.class);
        formerVersion = KeyedStates.value(context, "version", Long.class);
    }

    /** What the node is so far. */
    NodeState known() throws IOException {
        @Nullable NodeState known = node.value();
        return known == null ? begun() : known;
    }

    /** Nothing is written before {@link #store}. */
    void update(NodeState newest) {
        node.update(newest);
    }

    /** As {@link BundledValue#store}. */
    void store() throws IOException {
        node.store();
    }

    /** Forgets the node at once. */
    void clear() throws IOException {
        node.clear();
        node.store();
        clearFormer();
    }

    private NodeState begun() throws IOException {
        NodeState begun = NodeState.none();
        @Nullable Activity activity = formerActivity.value();
        @Nullable NodeIdentity identity = formerIdentity.value();
        if (activity == null && identity == null) {
            // kept for the bundle, but a node of which nothing becomes known leaves nothing
            node.assume(begun);
            return begun;
        }
        @Nullable OrderLedger ledger = formerLedger.value();
        Activity active = activity == null ? begun.activity() : activity;
        begun = new NodeState(
                active,
                ledger == null ? begun.ledger() : ledger,
                identity == null ? begun.identity() : identity,
                active.lastSeenAt());
        clearFormer();
        node.update(begun);
        return begun;
    }

    private void clearFormer() {
        formerActivity.clear();
        formerLedger.clear();
        formerIdentity.clear();
        formerVersion.clear();
    }
}

package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.identity.IdentifierType;
import io.clientele.jobs.domain.orders.OrderLedger;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one profile of the profiles of a person's nodes; the order of the nodes does not matter. */
final class PersonProfiles {

    private static final Comparator<NodeProfile> FIRST_SEEN = Comparator.comparingLong(
                    (NodeProfile node) -> node.activity().firstSeenAt())
            .thenComparing(NodeProfile::nodeKey);
    private static final Comparator<NodeProfile> LAST_SEEN = Comparator.comparingLong(
                    (NodeProfile node) -> -node.activity().lastSeenAt())
            .thenComparing(NodeProfile::nodeKey);

    private PersonProfiles() {}

    /**
     * Merges the nodes.
     *
     * @param at when what changed one of them happened, epoch microseconds; the profile is dated by the newest of all
     */
    static PersonProfile merge(String personId, List<NodeProfile> nodes, long version, long at) {
        // most persons have one node, of which nothing has to be copied
        @Nullable Activity merged = null;
        @Nullable OrderLedger orders = null;
        for (NodeProfile node : nodes) {
            merged = merged == null ? node.activity() : merged.merge(node.activity());
            orders = orders == null ? node.ledger() : orders.merge(node.ledger());
        }
        Activity activity = merged == null ? Activity.none() : merged;
        OrderLedger ledger = orders == null ? OrderLedger.empty() : orders;
        return new PersonProfile(
                personId,
                first(nodes, IdentifierType.CUSTOMER_ID, FIRST_SEEN),
                first(nodes, IdentifierType.ANONYMOUS_ID, LAST_SEEN),
                nodes.size(),
                activity,
                ledger,
                version,
                Math.max(at, activity.lastSeenAt()));
    }

    private static @Nullable String first(List<NodeProfile> nodes, IdentifierType type, Comparator<NodeProfile> order) {
        String prefix = Identifier.prefix(type);
        @Nullable NodeProfile first = null;
        for (NodeProfile node : nodes) {
            if (node.nodeKey().startsWith(prefix) && (first == null || order.compare(node, first) < 0)) {
                first = node;
            }
        }
        return first == null ? null : first.nodeKey().substring(prefix.length());
    }
}

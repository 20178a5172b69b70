package io.clientele.jobs.profile;

import io.clientele.jobs.domain.orders.OrderLedger;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What was said last of a person.
 *
 * @param isKnown whether there was a profile
 * @param version its version
 * @param nodes the person's nodes; null in a state from before they were kept here
 * @param earlier what nodes are to scores and cut points until the news of them count
 * @param only the person's one node, of a person with a profile: most have no other, and are read and written at once; null of all others, whose
 *     nodes are a state of their own
 * @param graphFrom the business day from whose end on the node that the person is named after is what the graph said of it first; until
 *     then it is what it says itself. Null when the graph has said nothing, or nothing since the node was forgotten
 */
@TypeInfo(PersonSummarySerializer.Factory.class)
public record PersonSummary(
        boolean isKnown,
        long version,
        @Nullable String customerId,
        OrderLedger ledger,
        @Nullable List<String> nodes,
        EarlierNodes earlier,
        @Nullable NodeProfile only,
        @Nullable Integer graphFrom) {

    /** Nothing was said yet. */
    static final PersonSummary NONE =
            new PersonSummary(false, 0, null, OrderLedger.empty(), List.of(), EarlierNodes.NONE, null, null);

    PersonSummary with(NodeProfile newest) {
        return new PersonSummary(isKnown, version, customerId, ledger, nodes, earlier, newest, graphFrom);
    }

    PersonSummary with(EarlierNodes left) {
        return new PersonSummary(isKnown, version, customerId, ledger, nodes, left, only, graphFrom);
    }
}

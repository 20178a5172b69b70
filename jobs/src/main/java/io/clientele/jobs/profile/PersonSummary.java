package io.clientele.jobs.profile;

import io.clientele.jobs.domain.orders.OrderLedger;
import java.util.List;
import java.util.Objects;
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
 * @param namesake what was told of the node that the person is named after, and by which way
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
        Namesake namesake) {

    public PersonSummary {
        // states of earlier versions have none
        namesake = Objects.requireNonNullElse(namesake, Namesake.UNTOLD);
    }

    /** Nothing was said yet. */
    static final PersonSummary NONE =
            new PersonSummary(false, 0, null, OrderLedger.empty(), List.of(), EarlierNodes.NONE, null, Namesake.UNTOLD);

    PersonSummary with(NodeProfile newest) {
        return new PersonSummary(isKnown, version, customerId, ledger, nodes, earlier, newest, namesake);
    }

    PersonSummary with(EarlierNodes left) {
        return new PersonSummary(isKnown, version, customerId, ledger, nodes, left, only, namesake);
    }

    PersonSummary with(Namesake told) {
        return new PersonSummary(isKnown, version, customerId, ledger, nodes, earlier, only, told);
    }
}

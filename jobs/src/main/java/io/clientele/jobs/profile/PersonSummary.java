package io.clientele.jobs.profile;

import io.clientele.jobs.domain.orders.OrderLedger;
import org.jspecify.annotations.Nullable;

/**
 * What was said last of a person.
 *
 * @param isKnown whether there was a profile
 * @param version its version
 * @param onlyNode the person's node, while there is exactly one
 * @param earlier what nodes are to scores and cut points until the news of them count
 */
public record PersonSummary(
        boolean isKnown,
        long version,
        @Nullable String customerId,
        OrderLedger ledger,
        @Nullable String onlyNode,
        EarlierNodes earlier) {

    /** Nothing was said yet. */
    static final PersonSummary NONE = new PersonSummary(false, 0, null, OrderLedger.empty(), null, EarlierNodes.NONE);

    PersonSummary with(EarlierNodes left) {
        return new PersonSummary(isKnown, version, customerId, ledger, onlyNode, left);
    }
}

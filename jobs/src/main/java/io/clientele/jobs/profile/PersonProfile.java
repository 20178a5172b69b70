package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.orders.OrderLedger;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A person's profile after a change: all of the person's nodes as one.
 *
 * @param customerId the customer number; of several that were merged, the one first seen
 * @param anonymousId the visitor's cookie seen last
 * @param identifiers number of the person's nodes
 * @param version grows with every change
 * @param changedAt when what is behind the change happened, epoch microseconds
 */
@TypeInfo(PersonProfileSerializer.Factory.class)
public record PersonProfile(
        String personId,
        @Nullable String customerId,
        @Nullable String anonymousId,
        int identifiers,
        Activity activity,
        OrderLedger ledger,
        long version,
        long changedAt) {

    /** Whether nothing of the person is left: all nodes went to another one, or none has an event. */
    public boolean isDeleted() {
        return !activity.isSeen();
    }
}

package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.orders.OrderLedger;

/**
 * A node's profile after a change.
 *
 * @param nodeKey the node as {@link NodeKey#text}
 * @param version the number of events in it
 * @param changedAt when the event behind the change happened, epoch microseconds
 */
public record NodeProfile(String nodeKey, Activity activity, OrderLedger ledger, long version, long changedAt) {}

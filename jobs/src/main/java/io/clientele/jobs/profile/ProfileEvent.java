package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Contact;
import io.clientele.jobs.domain.orders.OrderEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event as the profile sees it.
 *
 * @param says what it says of its identifiers, as {@link NodeFact#kind}
 * @param contact what the customer did; null for what the shop says about a customer
 * @param orderKey the order it is about; a refund that names none stands for itself; null outside the orders topic
 * @param order what it says about the order, or null
 */
public record ProfileEvent(
        String eventName,
        String says,
        @Nullable Contact contact,
        @Nullable String orderKey,
        @Nullable OrderEvent order) {}

package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Contact;
import io.clientele.jobs.domain.orders.OrderEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event as the profile sees it.
 *
 * @param contact what the customer did
 * @param orderKey the order it is about; a refund that names none stands for itself; null outside the orders topic
 * @param order what it says about the order, or null
 */
public record ProfileEvent(
        String eventName,
        Contact contact,
        @Nullable String orderKey,
        @Nullable OrderEvent order) {}

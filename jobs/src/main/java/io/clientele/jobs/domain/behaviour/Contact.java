package io.clientele.jobs.domain.behaviour;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing a customer did, as far as a profile cares.
 *
 * @param at corrected event time, epoch microseconds
 * @param behaviour what it counts as, or null when it only shows that the customer was there (an order, a cart removal)
 * @param channel web, app, store …
 * @param products the products it is about
 */
public record Contact(
        long at,
        String eventId,
        @Nullable Behaviour behaviour,
        String channel,
        @Nullable String deviceType,
        @Nullable String utmMedium,
        @Nullable String utmSource,
        @Nullable String utmCampaign,
        @Nullable String country,
        List<Product> products) {

    /** A product's place in the range. */
    public record Product(
            @Nullable String category, @Nullable String brand) {}
}

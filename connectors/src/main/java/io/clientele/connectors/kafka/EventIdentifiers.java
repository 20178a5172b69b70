package io.clientele.connectors.kafka;

import org.jspecify.annotations.Nullable;

/**
 * Who an event is about: the identifiers of its envelope, as they were sent.
 *
 * @param customerId {@code customer_id}
 * @param loyaltyId {@code loyalty_id}
 * @param emailSha256 {@code email_sha256}
 * @param phoneSha256 {@code phone_sha256}
 * @param deviceId {@code device_id}
 * @param anonymousId {@code anonymous_id}
 */
public record EventIdentifiers(
        @Nullable String customerId,
        @Nullable String loyaltyId,
        @Nullable String emailSha256,
        @Nullable String phoneSha256,
        @Nullable String deviceId,
        @Nullable String anonymousId) {

    /** Nobody. */
    public static final EventIdentifiers NONE = new EventIdentifiers(null, null, null, null, null, null);

    /** A customer and a visitor's cookie, each of which may be missing. */
    public static EventIdentifiers of(@Nullable String customerId, @Nullable String anonymousId) {
        return new EventIdentifiers(customerId, null, null, null, null, anonymousId);
    }
}

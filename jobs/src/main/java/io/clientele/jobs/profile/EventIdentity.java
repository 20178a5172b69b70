package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.identity.IdentifierFlaw;
import io.clientele.jobs.domain.identity.IdentifierType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The identifiers of an event that identify somebody, the most telling first. */
final class EventIdentity {

    private EventIdentity() {}

    /** Those of the envelope; empty for a guest. */
    static List<Identifier> of(EventIdentifiers envelope) {
        List<Identifier> identifiers = new ArrayList<>(2);
        add(identifiers, IdentifierType.CUSTOMER_ID, envelope.customerId());
        add(identifiers, IdentifierType.LOYALTY_ID, envelope.loyaltyId());
        add(identifiers, IdentifierType.EMAIL_SHA256, envelope.emailSha256());
        add(identifiers, IdentifierType.PHONE_SHA256, envelope.phoneSha256());
        add(identifiers, IdentifierType.DEVICE_ID, envelope.deviceId());
        add(identifiers, IdentifierType.ANONYMOUS_ID, envelope.anonymousId());
        return identifiers;
    }

    static void add(List<Identifier> identifiers, IdentifierType type, @Nullable String value) {
        if (value != null && IdentifierFlaw.of(type, value) == null) {
            identifiers.add(new Identifier(type, value));
        }
    }
}

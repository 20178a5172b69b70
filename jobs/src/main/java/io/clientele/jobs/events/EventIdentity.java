package io.clientele.jobs.events;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.identity.IdentifierFlaw;
import io.clientele.jobs.domain.identity.IdentifierType;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The identifiers of an event that identify somebody, the most telling first: that one is the event's owner. */
public final class EventIdentity {

    /** The field in which a customer record names identifiers beside those of its envelope. */
    public static final String NAMED = "identifiers";

    private EventIdentity() {}

    /** Those of the envelope; empty for a guest. */
    public static List<Identifier> of(EventIdentifiers envelope) {
        List<Identifier> identifiers = new ArrayList<>(2);
        add(identifiers, IdentifierType.CUSTOMER_ID, envelope.customerId());
        add(identifiers, IdentifierType.LOYALTY_ID, envelope.loyaltyId());
        add(identifiers, IdentifierType.EMAIL_SHA256, envelope.emailSha256());
        add(identifiers, IdentifierType.PHONE_SHA256, envelope.phoneSha256());
        add(identifiers, IdentifierType.DEVICE_ID, envelope.deviceId());
        add(identifiers, IdentifierType.ANONYMOUS_ID, envelope.anonymousId());
        return identifiers;
    }

    /** Those of the envelope and those that the event itself names, where its contract has {@value #NAMED}. */
    public static List<Identifier> of(EventIdentifiers envelope, GenericRecord event) {
        List<Identifier> identifiers = of(envelope);
        if (event.hasField(NAMED)) {
            for (Object item : (List<?>) event.get(NAMED)) {
                GenericRecord named = (GenericRecord) item;
                add(identifiers, IdentifierType.parse((String) named.get("identifier_type")), (String)
                        named.get("identifier_value"));
            }
            identifiers.sort(null);
        }
        return identifiers;
    }

    private static void add(List<Identifier> identifiers, IdentifierType type, @Nullable String value) {
        if (value != null && IdentifierFlaw.of(type, value) == null) {
            identifiers.add(new Identifier(type, value));
        }
    }
}

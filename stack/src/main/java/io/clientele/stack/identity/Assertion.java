package io.clientele.stack.identity;

import io.clientele.schemas.EventContract;
import io.clientele.stack.imports.EventBuilder;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A decision about two identifiers, as an event of the log: a rebuild takes it in like any other.
 *
 * @param at the newest decision about a pair is in force
 */
record Assertion(
        Decision decision,
        Identifier first,
        Identifier second,
        @Nullable String reason,
        String eventId,
        Instant at) {
    static final EventContract CONTRACT = EventContract.of("customers");

    private static final String SOURCE = "clientele-identity";

    /** The event: it belongs to the first identifier, as every event belongs to one, and names both. */
    GenericRecord event() {
        List<GenericRecord> identifiers = Stream.of(first, second)
                .map(identifier -> EventBuilder.item(CONTRACT, "identifiers")
                        .set("identifier_type", identifier.type())
                        .set("identifier_value", identifier.value())
                        .build())
                .toList();
        return EventBuilder.event(CONTRACT, "identity_asserted", eventId, at, SOURCE, "web")
                .set(first.type(), first.value())
                .set("assertion", decision.assertion())
                .set("identifiers", identifiers)
                .set("reason", reason)
                .build();
    }
}

package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.PersonId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identifier whose history an event belongs to: the customer number, else the visitor's cookie.
 *
 * @param type the identifier's type
 * @param value its value, never empty
 */
public record NodeKey(String type, String value) {

    private static final String CUSTOMER = "customer_id";
    private static final String VISITOR = "anonymous_id";
    private static final char SEPARATOR = ':';

    /** The node of an event; null for a guest, who has no identifier. */
    public static @Nullable NodeKey of(ReceivedEvent event) {
        String customer = event.customerId();
        if (customer != null && !customer.isBlank()) {
            return new NodeKey(CUSTOMER, customer);
        }
        String visitor = event.anonymousId();
        return visitor == null || visitor.isBlank() ? null : new NodeKey(VISITOR, visitor);
    }

    /** The node of an event that has one. */
    static NodeKey require(ReceivedEvent event) {
        return Objects.requireNonNull(of(event), "the event has no identifier");
    }

    /** The node written as {@link #text}. */
    public static NodeKey parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        return new NodeKey(text.substring(0, separator), text.substring(separator + 1));
    }

    /** The form that keys the state. */
    public String text() {
        return type + SEPARATOR + value;
    }

    /** The person that this node stands for. */
    public String personId() {
        return PersonId.of(type, value);
    }

    /** The customer number, if this is one. */
    public @Nullable String customerId() {
        return type.equals(CUSTOMER) ? value : null;
    }

    /** The visitor's cookie, if this is one. */
    public @Nullable String anonymousId() {
        return type.equals(VISITOR) ? value : null;
    }
}

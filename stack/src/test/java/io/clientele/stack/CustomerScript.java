package io.clientele.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events about customers, written one after the other as {@code import --format events-ndjson} reads them. Dates are of 2026, at nine.
 * What is written later has the smaller event id, so that nothing is right only because ids rise with time.
 */
final class CustomerScript {
    private static final int HIGHEST = 999;

    private final String script;
    private final List<String> lines = new ArrayList<>();

    /** @param script its name, which goes into the event ids; of two scripts the one whose name is greater has the greater ids */
    CustomerScript(String script) {
        this.script = script;
    }

    List<String> lines() {
        return lines;
    }

    /** The hash of somebody's address. */
    static String emailOf(String name) {
        return "e" + "%063x".formatted(name.hashCode() & 0xffffffffL);
    }

    /** Somebody with a customer number. */
    Person person(String customer) {
        return new Person(customer, List.of("\"customer_id\": \"" + customer + "\""));
    }

    /** Whoever names no identifier. */
    Person nobody() {
        return new Person("nobody", List.of());
    }

    /** Whom nobody knows but by the cookie. */
    Person visitor(String cookie) {
        return new Person(cookie, List.of("\"anonymous_id\": \"" + cookie + "\""));
    }

    /** Whose events are written, with the identifiers that each of them carries. */
    final class Person {
        private final String name;
        private final List<String> identifiers;

        private Person(String name, List<String> identifiers) {
            this.name = name;
            this.identifiers = identifiers;
        }

        Person withEmail() {
            return withEmailOf(name);
        }

        Person withEmailOf(String other) {
            return with("email_sha256", emailOf(other));
        }

        Person withPhone() {
            return with("phone_sha256", "f" + "%063x".formatted(name.hashCode() & 0xffffffffL));
        }

        Person withCard() {
            return withCardOf(name);
        }

        Person withCardOf(String other) {
            return with("loyalty_id", "card-" + other);
        }

        Person with(String identifier, String value) {
            return new Person(
                    name,
                    Stream.concat(identifiers.stream(), Stream.of("\"%s\": \"%s\"".formatted(identifier, value)))
                            .toList());
        }

        void registered(String source, String day, String fields) {
            add("customers", "customer_registered", source, day, "web", fields);
        }

        void updated(String source, String day, String fields) {
            add("customers", "customer_updated", source, day, "web", fields);
        }

        void consent(String day, String purpose, String channel, String status, @Nullable String basis) {
            add("customers", "consent_changed", "shop", day, "web", """
                    "consent_purpose": "%s", "consent_channel": "%s", "consent_status": "%s", "consent_basis": %s""".formatted(
                            purpose, channel, status, basis == null ? "null" : "\"" + basis + "\""));
        }

        void points(String day, @Nullable Long delta, @Nullable Long balance, @Nullable String tier) {
            add(
                    "customers",
                    "loyalty_points_changed",
                    "loyalty",
                    day,
                    "store",
                    "\"points_delta\": %s, \"points_balance\": %s, \"loyalty_tier\": %s"
                            .formatted(delta, balance, tier == null ? "null" : "\"" + tier + "\""));
        }

        void message(String name, String day, String channel, String message, String fields) {
            add("interactions", name, "mailer", day, channel, fields + "\"message_id\": \"" + message + "\"");
        }

        void ordered(String day, String order) {
            add(
                    "orders",
                    "order_placed",
                    "shop",
                    day,
                    "web",
                    "\"order_id\": \"" + order + "\", \"currency\": \"GBP\", \"gross_amount\": 5");
        }

        void cancelled(String day, String order) {
            add("orders", "order_cancelled", "shop", day, "web", "\"order_id\": \"" + order + "\"");
        }

        private void add(String topic, String event, String source, String day, String channel, String fields) {
            String head = """
                    "topic": "%s", "event_id": "%s-%03d", "event_name": "%s", "occurred_at": "2026-%sT09:00:00Z", \
                    "source": "%s", "channel": "%s\"""".formatted(topic, script, HIGHEST - lines.size(), event, day, source, channel);
            lines.add(Stream.of(Stream.of(head), identifiers.stream(), Stream.of(fields))
                    .flatMap(part -> part)
                    .collect(Collectors.joining(", ", "{", "}")));
        }
    }
}

package io.clientele.schemas;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * What makes a customer event valid. A violation never says the value of a field that is personal: it ends up in a table that more
 * people read than may read the field.
 */
final class CustomerRules {
    /** The identifiers of the envelope. */
    static final List<String> IDENTIFIERS =
            List.of("anonymous_id", "customer_id", "device_id", "email_sha256", "phone_sha256", "loyalty_id");

    /** The fields that the rules read beside those. */
    static final List<String> FIELDS = List.of(
            "email",
            "birth_date",
            "consent_purpose",
            "consent_channel",
            "consent_status",
            "consent_basis",
            "points_delta",
            "points_balance",
            "assertion",
            "identifiers",
            "attributes.name");

    /** Names that a shop may give to attributes of its own. */
    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1900, 1, 1);
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    // Far beyond any programme, and so far below a long's end that no sum of them overflows.
    private static final long MOST_POINTS = 1_000_000_000_000L;

    private CustomerRules() {}

    static void check(CheckedEvent event, String eventName) {
        event.refuseIf(
                IDENTIFIERS.stream().noneMatch(event::has), () -> eventName + " names nobody: it has no identifier");
        for (GenericRecord named : event.records("identifiers")) {
            String type = String.valueOf(named.get("identifier_type"));
            event.refuseIf(
                    !IDENTIFIERS.contains(type),
                    () -> "identifier_type '" + type + "' is not one of " + String.join(", ", IDENTIFIERS));
        }
        checkDescription(event);
        Set<String> attributes = new HashSet<>();
        for (GenericRecord attribute : event.records("attributes")) {
            String name = String.valueOf(attribute.get("name"));
            event.refuseIf(!attributes.add(name), () -> "attribute '" + name + "' is there twice");
            event.refuseIf(
                    !ATTRIBUTE.matcher(name).matches(),
                    () -> "attribute '" + name + "' is no name such as household_size");
            event.refuseIf(
                    CustomerAttributes.NAMES.contains(name),
                    () -> "attribute '" + name + "' has another place: it is not the shop's own");
        }
        switch (eventName) {
            case "identity_asserted" -> {
                event.require("assertion", eventName);
                long named = IDENTIFIERS.stream().filter(event::has).count()
                        + event.records("identifiers").size();
                event.refuseIf(named < 2, () -> "identity_asserted needs two identifiers");
            }
            case "consent_changed" -> {
                event.require("consent_purpose", eventName);
                event.require("consent_channel", eventName);
                event.require("consent_status", eventName);
                if ("granted".equals(event.text("consent_status"))) {
                    event.require("consent_basis", "a consent that is granted");
                }
            }
            case "loyalty_points_changed" -> {
                event.refuseIf(
                        !event.has("points_delta") && !event.has("points_balance"),
                        () -> eventName + " needs points_delta or points_balance");
                event.requireRange("points_delta", -MOST_POINTS, MOST_POINTS);
                event.requireRange("points_balance", -MOST_POINTS, MOST_POINTS);
            }
            default -> {}
        }
    }

    private static void checkDescription(CheckedEvent event) {
        String email = event.text("email");
        event.refuseIf(
                email != null && !email.isBlank() && email.indexOf('@') < 0, () -> "email is no address: it has no @");
        Number birthDate = event.number("birth_date");
        if (birthDate != null) {
            event.refuseIf(
                    birthDate.longValue() < EARLIEST_BIRTH.toEpochDay(),
                    () -> "birth_date is before " + EARLIEST_BIRTH);
            // a day later than in UTC is today already where the day begins first
            event.refuseIf(
                    birthDate.longValue() > Math.floorDiv(eventMicros(event), MICROS_PER_DAY) + 1,
                    () -> "birth_date is after the event");
        }
    }

    private static long eventMicros(CheckedEvent event) {
        long occurredAt = micros(event.number("occurred_at"));
        Number sentAt = event.number("sent_at");
        Number receivedAt = event.number("received_at");
        return sentAt == null || receivedAt == null
                ? occurredAt
                : receivedAt.longValue() - (sentAt.longValue() - occurredAt);
    }

    private static long micros(@Nullable Number instant) {
        return instant == null ? 0 : instant.longValue();
    }
}

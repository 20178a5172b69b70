package io.clientele.connectors.kafka;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@link EventHead} of events of one writer schema and walks over all the rest, so that truncated, padded and
 * poisoned payloads are noticed before anything is allocated for them. Fields are found by name.
 */
final class EventHeadReader {
    private enum HeadField {
        EVENT_ID,
        OCCURRED_AT,
        SENT_AT,
        RECEIVED_AT,
        CUSTOMER_ID,
        LOYALTY_ID,
        EMAIL_SHA256,
        PHONE_SHA256,
        DEVICE_ID,
        ANONYMOUS_ID,
        REST
    }

    private record Step(HeadField field, Schema schema) {}

    private final List<Step> steps;

    private EventHeadReader(List<Step> steps) {
        this.steps = steps;
    }

    /**
     * The reader for a writer schema.
     *
     * @throws UndecodableEvent if no event can be read with it: it is no record, or a field of the head is missing or of another type
     */
    static EventHeadReader of(Schema writer) throws UndecodableEvent {
        if (writer.getType() != Schema.Type.RECORD) {
            throw unfit("The writer schema is a %s, not a record"
                    .formatted(writer.getType().getName()));
        }
        if (writer.getField("event_id") == null || writer.getField("occurred_at") == null) {
            throw unfit("The writer schema %s has no event_id or no occurred_at".formatted(writer.getFullName()));
        }
        List<Step> steps = new ArrayList<>();
        for (Schema.Field field : writer.getFields()) {
            HeadField headField = switch (field.name()) {
                case "event_id" -> text(field, HeadField.EVENT_ID);
                case "occurred_at" -> instant(field, HeadField.OCCURRED_AT);
                case "sent_at" -> instant(field, HeadField.SENT_AT);
                case "received_at" -> instant(field, HeadField.RECEIVED_AT);
                case "customer_id" -> text(field, HeadField.CUSTOMER_ID);
                case "loyalty_id" -> text(field, HeadField.LOYALTY_ID);
                case "email_sha256" -> text(field, HeadField.EMAIL_SHA256);
                case "phone_sha256" -> text(field, HeadField.PHONE_SHA256);
                case "device_id" -> text(field, HeadField.DEVICE_ID);
                case "anonymous_id" -> text(field, HeadField.ANONYMOUS_ID);
                default -> HeadField.REST;
            };
            steps.add(new Step(headField, field.schema()));
        }
        return new EventHeadReader(List.copyOf(steps));
    }

    /**
     * Reads the head of a value in wire format.
     *
     * @throws UndecodableEvent if the payload is not exactly one record of the writer schema
     */
    EventHead read(byte[] value) throws UndecodableEvent {
        AvroCursor cursor = new AvroCursor(value, WireFormat.PAYLOAD_OFFSET);
        @Nullable String eventId = null;
        @Nullable Long occurredAt = null;
        @Nullable Long sentAt = null;
        @Nullable Long receivedAt = null;
        @Nullable String customerId = null;
        @Nullable String loyaltyId = null;
        @Nullable String emailSha256 = null;
        @Nullable String phoneSha256 = null;
        @Nullable String deviceId = null;
        @Nullable String anonymousId = null;
        for (Step step : steps) {
            switch (step.field()) {
                case EVENT_ID -> eventId = readText(cursor, step.schema());
                case OCCURRED_AT -> occurredAt = readInstant(cursor, step.schema());
                case SENT_AT -> sentAt = readInstant(cursor, step.schema());
                case RECEIVED_AT -> receivedAt = readInstant(cursor, step.schema());
                case CUSTOMER_ID -> customerId = readText(cursor, step.schema());
                case LOYALTY_ID -> loyaltyId = readText(cursor, step.schema());
                case EMAIL_SHA256 -> emailSha256 = readText(cursor, step.schema());
                case PHONE_SHA256 -> phoneSha256 = readText(cursor, step.schema());
                case DEVICE_ID -> deviceId = readText(cursor, step.schema());
                case ANONYMOUS_ID -> anonymousId = readText(cursor, step.schema());
                case REST -> cursor.skip(step.schema());
            }
        }
        if (cursor.remaining() > 0) {
            throw cursor.malformed("the record is complete, but more bytes follow");
        }
        if (eventId == null || occurredAt == null) {
            throw unfit("event_id or occurred_at is null");
        }
        return new EventHead(
                eventId,
                occurredAt,
                sentAt,
                receivedAt,
                new EventIdentifiers(customerId, loyaltyId, emailSha256, phoneSha256, deviceId, anonymousId));
    }

    private static @Nullable String readText(AvroCursor cursor, Schema schema) throws UndecodableEvent {
        return cursor.branch(schema).getType() == Schema.Type.NULL ? null : cursor.readString();
    }

    private static @Nullable Long readInstant(AvroCursor cursor, Schema schema) throws UndecodableEvent {
        return cursor.branch(schema).getType() == Schema.Type.NULL ? null : cursor.readLong();
    }

    private static HeadField text(Schema.Field field, HeadField head) throws UndecodableEvent {
        for (Schema branch : branches(field.schema())) {
            if (branch.getType() != Schema.Type.STRING && branch.getType() != Schema.Type.NULL) {
                throw unfit("The writer's %s is %s, not a string".formatted(field.name(), branch));
            }
        }
        return head;
    }

    private static HeadField instant(Schema.Field field, HeadField head) throws UndecodableEvent {
        for (Schema branch : branches(field.schema())) {
            if (branch.getType() != Schema.Type.NULL
                    && !(branch.getLogicalType() instanceof LogicalTypes.TimestampMicros)) {
                throw unfit("The writer's %s is %s, not a timestamp-micros".formatted(field.name(), branch));
            }
        }
        return head;
    }

    private static List<Schema> branches(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    }

    private static UndecodableEvent unfit(String detail) {
        return new UndecodableEvent(RejectionReason.UNDECODABLE, detail);
    }
}

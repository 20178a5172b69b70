package io.clientele.jobs.archive;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.UnknownSchema;
import io.clientele.connectors.kafka.WireFormat;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.InvalidEvent;
import io.clientele.schemas.JsonEvents;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/** Events as the source hands them on, at rising offsets of one partition per topic. */
final class ReceivedEvents {
    /** Valid events of every topic, without event_id. */
    static final List<String> VALID = List.of("""
            "topic": "clickstream", "event_name": "product_viewed", "anonymous_id": "a-1",
            "products": [{"product_id": "p-1", "quantity": 1, "price": 2.55}]""", """
            "topic": "orders", "event_name": "order_placed", "customer_id": "c-1", "order_id": "o-1",
            "currency": "GBP", "gross_amount": "15.30", "lines": [{"price": 2.55, "quantity": 6}]""", """
            "topic": "customers", "event_name": "customer_registered", "customer_id": "c-1\"""", """
            "topic": "interactions", "event_name": "message_sent", "customer_id": "c-1", "message_id": "m-1\"""", """
            "topic": "support", "event_name": "ticket_created", "customer_id": "c-1", "ticket_id": "t-1\"""", """
            "topic": "feedback", "event_name": "survey_answered", "customer_id": "c-1",
            "survey_type": "nps", "score": 9""", """
            "topic": "catalog", "event_name": "product_upserted", "product_id": "p-1", "name": "Lamp\"""");

    private static final JsonEvents JSON = new JsonEvents(ZoneOffset.UTC);
    private static final List<String> TOPICS =
            EventContract.events().stream().map(EventContract::topic).toList();

    private int nextOffset;

    /** Knows the newest contract of each topic, under an id that is its place in {@link EventContract#events()}. */
    static WriterSchemas schemas() {
        return id -> {
            if (id < 0 || id >= TOPICS.size()) {
                throw new UnknownSchema("no schema " + id);
            }
            return EventContract.of(TOPICS.get(id)).schema();
        };
    }

    /** An event of this id; the fields are JSON without braces, envelope and all, but for id, time, source and channel. */
    ReceivedEvent event(String eventId, String fields) {
        GenericRecord event = record(eventId, fields);
        String topic = TOPICS.stream()
                .filter(name -> EventContract.of(name).schema().equals(event.getSchema()))
                .findFirst()
                .orElseThrow();
        return received(topic, eventId, WireFormat.encode(TOPICS.indexOf(topic), event), identifiers(event));
    }

    /** An event whose bytes are those of another topic. */
    ReceivedEvent strayed(String eventId, String fields, String topic) {
        ReceivedEvent event = event(eventId, fields);
        return received(topic, eventId, event.value(), event.identifiers());
    }

    private static EventIdentifiers identifiers(GenericRecord event) {
        return EventIdentifiers.of((String) event.get("customer_id"), (String) event.get("anonymous_id"));
    }

    private ReceivedEvent received(String topic, String eventId, byte[] value, EventIdentifiers identifiers) {
        return new ReceivedEvent(
                topic,
                0,
                nextOffset++,
                1_323_419_160_000L,
                value[WireFormat.PAYLOAD_OFFSET - 1],
                value,
                1_323_419_160_000_000L,
                eventId,
                identifiers);
    }

    private static GenericRecord record(String eventId, String fields) {
        String json = """
                {"event_id": "%s", "occurred_at": "2011-12-09T08:26:00Z", "source": "shop", "channel": "web", %s}""".formatted(eventId, fields);
        try {
            return JSON.read(json).record();
        } catch (InvalidEvent invalid) {
            throw new IllegalArgumentException(json, invalid);
        }
    }
}

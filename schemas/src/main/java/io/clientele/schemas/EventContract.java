package io.clientele.schemas;

import java.util.List;
import org.apache.avro.Schema;

/**
 * The contract of one Kafka topic: the Avro schema of its values. An event's schema is flat: the fields of the envelope
 * first, then those of the topic.
 *
 * <p>Fields may carry the properties {@value #ALLOWED} (the values that a string may have) and {@value #PII} (personal
 * data).
 */
public final class EventContract {
    /** Schema property of a string field: the list of values it may have. */
    public static final String ALLOWED = "allowed";

    /** Schema property of a field: true for personal data. */
    public static final String PII = "pii";

    private final String topic;
    private final Schema schema;
    private final Schema readerSchema;

    EventContract(String topic, Schema schema) {
        this.topic = topic;
        this.schema = schema;
        this.readerSchema = Projection.whole(schema);
    }

    /**
     * The contract of an event topic.
     *
     * @throws IllegalArgumentException if there is no event topic of this name
     */
    public static EventContract of(String topic) {
        return Contracts.event(topic);
    }

    /** The contracts of the seven event topics. */
    public static List<EventContract> events() {
        return Contracts.EVENTS;
    }

    /** Name of the Kafka topic. */
    public String topic() {
        return topic;
    }

    /** Subject of the values in the schema registry. */
    public String subject() {
        return topic + "-value";
    }

    /** The whole schema, as producers write it and the registry knows it. */
    public Schema schema() {
        return schema;
    }

    /** The whole schema as a reader's: strings are read as {@link String}. */
    public Schema readerSchema() {
        return readerSchema;
    }

    /**
     * The reader's schema with these fields alone, in the contract's order; strings are read as {@link String}.
     *
     * @param fields names of fields, or of one field inside a list of records as {@code lines.quantity}
     * @throws IllegalArgumentException if the contract has no such field
     */
    public Schema schema(String... fields) {
        return Projection.of(schema, List.of(fields));
    }

    /** The event names that the topic may carry; empty for a topic that does not carry events. */
    public List<String> eventNames() {
        Schema.Field name = schema.getField("event_name");
        return name == null ? List.of() : allowed(name);
    }

    /** The values that a field may have; empty if it may have any. */
    static List<String> allowed(Schema.Field field) {
        return field.getObjectProp(ALLOWED) instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    @Override
    public String toString() {
        return subject();
    }
}

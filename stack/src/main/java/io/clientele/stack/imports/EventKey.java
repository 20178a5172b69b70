package io.clientele.stack.imports;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;

/** The Kafka key of an event. */
final class EventKey {
    private EventKey() {}

    /** Who did it, so that one customer's events keep their order; else the order; else the event. */
    static byte[] of(GenericRecord event) {
        return Stream.of("customer_id", "anonymous_id", "order_id", "event_id")
                .filter(event::hasField)
                .map(event::get)
                .filter(value -> value != null && !value.toString().isEmpty())
                .map(Object::toString)
                .findFirst()
                .orElseThrow()
                .getBytes(StandardCharsets.UTF_8);
    }
}

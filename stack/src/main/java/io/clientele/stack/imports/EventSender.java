package io.clientele.stack.imports;

import io.clientele.connectors.kafka.WireFormat;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import io.clientele.stack.StackFailure;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/** Sends events that a command makes, checked, encoded and keyed like those of an import. */
public final class EventSender {
    private final Line line;

    public EventSender(Line line) {
        this.line = line;
    }

    /**
     * Returns when Kafka has acknowledged the event.
     *
     * @throws StackFailure if registry or Kafka do not take it, or it is against its contract
     */
    public void send(EventContract contract, GenericRecord event) {
        String violation = new EventRules(line.currency()).violation(contract, event);
        if (violation != null) {
            throw new StackFailure(
                    "the event is against the contract of %s: %s".formatted(contract.topic(), violation));
        }
        byte[] value = WireFormat.encode(SchemaIds.of(line, contract), event);
        try (EventProducer producer = new EventProducer(line.kafka(), List.of())) {
            producer.send(contract.topic(), EventKey.of(event), value);
            producer.flush();
        }
    }
}

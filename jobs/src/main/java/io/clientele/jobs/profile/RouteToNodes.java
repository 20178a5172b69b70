package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.EventDecoder;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.UndecodableEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.identity.IdentifierType;
import io.clientele.schemas.EventContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Sends each event to the node of its most telling identifier, and tells the nodes of its other identifiers that they were
 * named. Events without a usable identifier (guests) have no node and go nowhere. No state; the pairs that were told lately are
 * remembered in memory, so that a visitor who is logged in costs one notice and not one a click.
 */
final class RouteToNodes extends RichFlatMapFunction<ReceivedEvent, NodeInput> {

    private static final int REMEMBERED_NOTICES = 20_000;

    private final EventDecoder customers;
    private transient Map<String, String> noticed;

    @SuppressWarnings("NullAway.Init") // Flink opens the function before it uses it
    RouteToNodes(WriterSchemas schemas) {
        this.customers = new EventDecoder(
                schemas,
                EventContract.of(ProfileEventReader.CUSTOMERS).schema("event_id", "event_name", "identifiers"));
    }

    @Override
    public void open(OpenContext context) {
        noticed = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > REMEMBERED_NOTICES;
            }
        };
    }

    @Override
    public void flatMap(ReceivedEvent event, Collector<NodeInput> inputs) {
        List<Identifier> identifiers = EventIdentity.of(event.identifiers());
        if (event.topic().equals(ProfileEventReader.CUSTOMERS)) {
            addNamed(event, identifiers);
        }
        if (identifiers.isEmpty()) {
            return;
        }
        String owner = identifiers.get(0).text();
        List<String> others = new ArrayList<>();
        for (Identifier other : identifiers.subList(1, identifiers.size())) {
            String text = other.text();
            if (!text.equals(owner) && !others.contains(text)) {
                others.add(text);
                if (!owner.equals(noticed.put(text, owner))) {
                    inputs.collect(new NodeInput(text, null, List.of(), event.eventTimeMicros(), event.eventId()));
                }
            }
        }
        inputs.collect(new NodeInput(owner, event, others, event.eventTimeMicros(), event.eventId()));
    }

    /** An assertion names identifiers beside those of its envelope. What cannot be decoded is the archive's dead letter. */
    private void addNamed(ReceivedEvent event, List<Identifier> identifiers) {
        try {
            GenericRecord record = customers.decode(event);
            for (Object item : (List<?>) record.get("identifiers")) {
                GenericRecord named = (GenericRecord) item;
                EventIdentity.add(identifiers, IdentifierType.parse((String) named.get("identifier_type")), (String)
                        named.get("identifier_value"));
            }
            identifiers.sort(null);
        } catch (UndecodableEvent deadLetterOfTheArchive) {
            identifiers.clear();
        }
    }
}

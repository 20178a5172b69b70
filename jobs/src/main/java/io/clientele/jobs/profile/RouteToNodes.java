package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.EventDecoder;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.UndecodableEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.events.EventIdentity;
import io.clientele.schemas.EventContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Sends each event to the node of its most telling identifier, and tells the nodes of its other identifiers that they were
 * named, unless the event breaks its contract. Events without a usable identifier (guests) have no node and go nowhere. No state;
 * the pairs that were told lately are remembered in memory, so that a visitor who is logged in costs one notice and not one a click.
 */
final class RouteToNodes extends RichFlatMapFunction<ReceivedEvent, NodeInput> {

    private static final int REMEMBERED_NOTICES = 20_000;

    private final WriterSchemas schemas;
    private final String reportingCurrency;
    private transient ProfileEventReader reader;
    private transient EventDecoder customers;
    private transient Map<String, String> noticed;

    @SuppressWarnings("NullAway.Init") // Flink opens the function before it uses it
    RouteToNodes(WriterSchemas schemas, String reportingCurrency) {
        this.schemas = schemas;
        this.reportingCurrency = reportingCurrency;
    }

    @Override
    public void open(OpenContext context) {
        reader = new ProfileEventReader(schemas, reportingCurrency);
        customers = new EventDecoder(
                schemas,
                EventContract.of(ProfileEventReader.CUSTOMERS).schema("event_id", "event_name", EventIdentity.NAMED));
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
        boolean isCustomer = event.topic().equals(ProfileEventReader.CUSTOMERS);
        if (isCustomer && reader.read(event) == null) {
            return;
        }
        List<Identifier> identifiers = isCustomer ? named(event) : EventIdentity.of(event.identifiers());
        if (identifiers.isEmpty()) {
            return;
        }
        String owner = identifiers.get(0).text();
        List<String> others = identifiers.stream()
                .map(Identifier::text)
                .distinct()
                .filter(other -> !other.equals(owner))
                .toList();
        List<String> news = others.stream()
                .filter(other -> !owner.equals(noticed.get(other)))
                .toList();
        if (!news.isEmpty() && !isCustomer && reader.read(event) == null) {
            return;
        }
        for (String other : news) {
            noticed.put(other, owner);
            inputs.collect(new NodeInput(other, null, List.of(), event.eventTimeMicros(), event.eventId()));
        }
        inputs.collect(new NodeInput(owner, event, others, event.eventTimeMicros(), event.eventId()));
    }

    /** An assertion names identifiers beside those of its envelope. */
    private List<Identifier> named(ReceivedEvent event) {
        try {
            return EventIdentity.of(event.identifiers(), customers.decode(event));
        } catch (UndecodableEvent deadLetterOfTheArchive) {
            return List.of();
        }
    }
}

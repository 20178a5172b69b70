package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.EventDecoder;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.UndecodableEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.identity.IdentifierType;
import io.clientele.schemas.EventContract;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Sends each event to the node of its most telling identifier, and tells the nodes of its other identifiers that they were
 * named. Events without a usable identifier (guests) have no node and go nowhere. No state; the pairs that were told lately are
 * remembered in memory, so that a visitor who is logged in costs one notice an hour and not one a click.
 */
final class RouteToNodes extends RichFlatMapFunction<ReceivedEvent, NodeInput> {

    private static final int REMEMBERED_NOTICES = 20_000;
    /** A node that was told while one of the named was erased has not taken it in. */
    private static final long TOLD_AGAIN_AFTER_MICROS = Duration.ofHours(1).toNanos() / 1000;

    /** What a node was told: who was named, and when. */
    private record Notice(List<String> named, long at) {}

    private final EventDecoder customers;
    private transient Map<String, Notice> noticed;

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
            protected boolean removeEldestEntry(Map.Entry<String, Notice> eldest) {
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
        List<String> named =
                identifiers.stream().map(Identifier::text).distinct().toList();
        for (String other : named.subList(1, named.size())) {
            if (isNews(other, named, event.eventTimeMicros())) {
                inputs.collect(input(other, null, named, event));
            }
        }
        inputs.collect(input(named.get(0), event, named, event));
    }

    private static NodeInput input(String node, @Nullable ReceivedEvent own, List<String> named, ReceivedEvent event) {
        List<String> others =
                named.stream().filter(other -> !other.equals(node)).toList();
        return new NodeInput(node, own, others, false, event.eventTimeMicros(), event.eventId());
    }

    private boolean isNews(String other, List<String> named, long at) {
        @Nullable Notice told = noticed.get(other);
        if (told != null && told.named().equals(named) && Math.abs(at - told.at()) < TOLD_AGAIN_AFTER_MICROS) {
            return false;
        }
        noticed.put(other, new Notice(named, at));
        return true;
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

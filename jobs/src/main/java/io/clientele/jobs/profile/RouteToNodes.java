package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.EventDecoder;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.UndecodableEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.events.EventIdentity;
import io.clientele.schemas.EventContract;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Sends each event to the node of its most telling identifier, and tells the nodes of its other identifiers that they were
 * named, unless the event breaks its contract. Events without a usable identifier (guests) have no node and go nowhere. No state;
 * the pairs that were linked lately are remembered in memory, so that a visitor who is logged in costs one notice an hour and not one a click.
 */
final class RouteToNodes extends RichFlatMapFunction<ReceivedEvent, NodeInput> {

    private static final int REMEMBERED_NOTICES = 20_000;
    /** A node that was told while one of the named was erased has not taken it in. */
    private static final long TOLD_AGAIN_AFTER_MICROS = Duration.ofHours(1).toNanos() / 1000;

    /** What a node was told: who was named, and when. */
    private record Notice(List<String> named, long at) {}

    private final WriterSchemas schemas;
    private final String reportingCurrency;
    private transient ProfileEventReader reader;
    private transient EventDecoder customers;
    private transient Map<String, Notice> noticed;

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
            protected boolean removeEldestEntry(Map.Entry<String, Notice> eldest) {
                return size() > REMEMBERED_NOTICES;
            }
        };
    }

    @Override
    public void flatMap(ReceivedEvent event, Collector<NodeInput> inputs) {
        boolean isCustomer = event.topic().equals(ProfileEventReader.CUSTOMERS);
        @Nullable ProfileEvent customer = isCustomer ? reader.read(event) : null;
        if (isCustomer && customer == null) {
            return;
        }
        boolean isLink = customer == null || customer.says().equals(NodeFact.LINK);
        List<Identifier> identifiers = isCustomer ? named(event) : EventIdentity.of(event.identifiers());
        if (identifiers.isEmpty()) {
            return;
        }
        if (identifiers.size() == 1) {
            String node = identifiers.get(0).text();
            inputs.collect(
                    new NodeInput(node, event, List.of(), false, isLink, event.eventTimeMicros(), event.eventId()));
            return;
        }
        List<String> named =
                identifiers.stream().map(Identifier::text).distinct().toList();
        List<String> news = named.stream()
                .skip(1)
                .filter(other -> !isLink || isNews(other, named, event.eventTimeMicros()))
                .toList();
        if (!news.isEmpty() && !isCustomer && reader.read(event) == null) {
            return;
        }
        for (String other : news) {
            if (isLink) {
                noticed.put(other, new Notice(named, event.eventTimeMicros()));
            }
            inputs.collect(input(other, null, named, isLink, event));
        }
        inputs.collect(input(named.get(0), event, named, isLink, event));
    }

    private static NodeInput input(
            String node, @Nullable ReceivedEvent own, List<String> named, boolean isLink, ReceivedEvent event) {
        List<String> others =
                named.stream().filter(other -> !other.equals(node)).toList();
        return new NodeInput(node, own, others, false, isLink, event.eventTimeMicros(), event.eventId());
    }

    private boolean isNews(String other, List<String> named, long at) {
        @Nullable Notice told = noticed.get(other);
        return told == null || !told.named().equals(named) || Math.abs(at - told.at()) >= TOLD_AGAIN_AFTER_MICROS;
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

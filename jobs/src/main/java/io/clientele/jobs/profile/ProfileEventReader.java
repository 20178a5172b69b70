package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.EventDecoder;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.UndecodableEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.Money;
import io.clientele.jobs.domain.behaviour.Behaviour;
import io.clientele.jobs.domain.behaviour.Contact;
import io.clientele.jobs.domain.orders.Cancellation;
import io.clientele.jobs.domain.orders.OrderEvent;
import io.clientele.jobs.domain.orders.OrderLine;
import io.clientele.jobs.domain.orders.OrderVersion;
import io.clientele.jobs.domain.orders.Refund;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads clickstream, order and customer events into what the profile needs of them, money in the reporting currency. Events that
 * break the contract are the archive job's dead letters and read here as nothing.
 */
public final class ProfileEventReader {

    static final String CLICKSTREAM = "clickstream";
    static final String ORDERS = "orders";
    static final String CUSTOMERS = "customers";

    /** The topics that the profile is made of. */
    static final List<String> TOPICS = List.of(CLICKSTREAM, ORDERS, CUSTOMERS);

    private static final String FULFILMENT = "order_fulfilled";

    private static final List<String> CLICK_FIELDS = List.of(
            "event_id",
            "event_name",
            "channel",
            "device_type",
            "country",
            "utm_medium",
            "utm_source",
            "utm_campaign",
            "products.category_path",
            "products.brand");

    private final EventDecoder clicks;
    private final EventDecoder orders;
    private final EventDecoder customers;
    private final EventRules rules;
    private final String reportingCurrency;

    /** Reads events into profiles of amounts in a currency, ISO 4217. */
    public ProfileEventReader(WriterSchemas schemas, String reportingCurrency) {
        this.clicks = new EventDecoder(schemas, projection(EventContract.of(CLICKSTREAM)));
        this.orders = new EventDecoder(schemas, EventContract.of(ORDERS).readerSchema());
        this.customers = new EventDecoder(schemas, EventContract.of(CUSTOMERS).readerSchema());
        this.reportingCurrency = reportingCurrency;
        this.rules = new EventRules(reportingCurrency);
    }

    /** The event, or null when it breaks the contract. */
    public @Nullable ProfileEvent read(ReceivedEvent event) {
        boolean isOrder = event.topic().equals(ORDERS);
        GenericRecord record;
        try {
            record = decoder(event.topic()).decode(event);
        } catch (UndecodableEvent deadLetterOfTheArchive) {
            return null;
        }
        if (rules.violation(EventContract.of(event.topic()), record) != null) {
            return null;
        }
        String name = (String) record.get("event_name");
        if (event.topic().equals(CUSTOMERS)) {
            return new ProfileEvent(name, said((String) record.get("assertion")), null, null, null);
        }
        if (name.equals(FULFILMENT)) {
            // the shop's doing, not the customer's
            return new ProfileEvent(name, NodeFact.LINK, null, null, null);
        }
        Contact contact = new Contact(
                event.eventTimeMicros(),
                event.eventId(),
                Behaviour.of(name).orElse(null),
                (String) record.get("channel"),
                (String) record.get("device_type"),
                (String) record.get("utm_medium"),
                (String) record.get("utm_source"),
                (String) record.get("utm_campaign"),
                (String) record.get("country"),
                isOrder ? List.of() : products(record));
        if (!isOrder) {
            return new ProfileEvent(name, NodeFact.LINK, contact, null, null);
        }
        String orderId = (String) record.get("order_id");
        return new ProfileEvent(
                name,
                NodeFact.LINK,
                contact,
                orderId == null ? "refund " + event.eventId() : "order " + orderId,
                orderEvent(name, event, record));
    }

    private EventDecoder decoder(String topic) {
        return switch (topic) {
            case CLICKSTREAM -> clicks;
            case ORDERS -> orders;
            case CUSTOMERS -> customers;
            default -> throw new IllegalArgumentException("the profile does not read the topic " + topic);
        };
    }

    /** Identifiers of one event are one customer's, unless it says otherwise. */
    private static String said(@Nullable String assertion) {
        return assertion == null ? NodeFact.LINK : assertion;
    }

    /** What the profile needs of a click, and what its rules look at. */
    private static Schema projection(EventContract contract) {
        return contract.schema(Stream.concat(CLICK_FIELDS.stream(), EventRules.fields(contract).stream())
                .distinct()
                .toArray(String[]::new));
    }

    private @Nullable OrderEvent orderEvent(String name, ReceivedEvent event, GenericRecord record) {
        BigDecimal rate = reportingCurrency.equals(record.get("currency")) ? null : decimal(record, "exchange_rate");
        long at = event.eventTimeMicros();
        return switch (name) {
            case "order_placed", "order_updated" ->
                new OrderVersion(
                        at,
                        event.eventId(),
                        units(record, "gross_amount", rate),
                        units(record, "discount_amount", rate),
                        lines(record, rate));
            case "order_cancelled" -> new Cancellation(at, event.eventId(), pieces(record));
            case "order_refunded" -> new Refund(at, event.eventId(), units(record, "refund_amount", rate));
            default -> null;
        };
    }

    private static List<Contact.Product> products(GenericRecord record) {
        List<Contact.Product> products = new ArrayList<>();
        for (GenericRecord product : items(record, "products")) {
            products.add(new Contact.Product((String) product.get("category_path"), (String) product.get("brand")));
        }
        return products;
    }

    private static List<OrderLine> lines(GenericRecord record, @Nullable BigDecimal rate) {
        List<OrderLine> lines = new ArrayList<>();
        for (GenericRecord line : items(record, "lines")) {
            int quantity = (Integer) line.get("quantity");
            BigDecimal price = decimal(line, "price");
            long gross = price == null ? 0 : Money.units(price.multiply(BigDecimal.valueOf(quantity)), rate);
            lines.add(new OrderLine(position(line, lines.size() + 1), quantity, gross, units(line, "discount", rate)));
        }
        return lines;
    }

    private static Map<Integer, Long> pieces(GenericRecord record) {
        Map<Integer, Long> pieces = new HashMap<>();
        for (GenericRecord line : items(record, "lines")) {
            pieces.merge(position(line, pieces.size() + 1), (long) (Integer) line.get("quantity"), Long::sum);
        }
        return pieces;
    }

    private static int position(GenericRecord line, int otherwise) {
        Integer position = (Integer) line.get("position");
        return position == null ? otherwise : position;
    }

    @SuppressWarnings("unchecked") // the contract says that both lists hold line items
    private static List<GenericRecord> items(GenericRecord record, String field) {
        return (List<GenericRecord>) record.get(field);
    }

    private static long units(GenericRecord record, String field, @Nullable BigDecimal rate) {
        BigDecimal amount = decimal(record, field);
        return amount == null ? 0 : Money.units(amount, rate);
    }

    private static @Nullable BigDecimal decimal(GenericRecord record, String field) {
        return (BigDecimal) record.get(field);
    }
}

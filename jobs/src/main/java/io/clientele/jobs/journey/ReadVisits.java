package io.clientele.jobs.journey;

import io.clientele.connectors.kafka.EventDecoder;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.UndecodableEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.connectors.metrics.LineMetrics;
import io.clientele.jobs.domain.Money;
import io.clientele.jobs.domain.carts.CartEvent;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.sessions.Action;
import io.clientele.jobs.domain.sessions.Arrival;
import io.clientele.jobs.domain.sessions.OrderClaims;
import io.clientele.jobs.domain.sessions.OwnHosts;
import io.clientele.jobs.domain.sessions.PageAddress;
import io.clientele.jobs.domain.sessions.VisitEvent;
import io.clientele.jobs.domain.sessions.Visitor;
import io.clientele.jobs.events.EventIdentity;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Reads clickstream and order events into what a session needs of them, before they are shuffled: that is less than their bytes, and
 * an order can be looked for by its number. To the side goes what is said of orders ({@link #ORDERS}) and of carts ({@link #CARTS}).
 * Events without a usable identifier have no visitor; those that break their contract are the archive job's dead letters. No state.
 */
final class ReadVisits extends ProcessFunction<ReceivedEvent, VisitorInput> {

    static final String CLICKSTREAM = "clickstream";
    static final String ORDER_TOPIC = "orders";

    /** The topics that sessions are made of. */
    static final List<String> TOPICS = List.of(CLICKSTREAM, ORDER_TOPIC);

    /** What clicks and orders say of orders. */
    static final OutputTag<OrderWord> ORDERS = new OutputTag<>("order-words", TypeInformation.of(OrderWord.class));

    /** What clicks do with carts. */
    static final OutputTag<CartInput> CARTS = new OutputTag<>("cart-events", TypeInformation.of(CartInput.class));

    private final WriterSchemas schemas;
    private final String reportingCurrency;
    private final OwnHosts ownHosts;
    private final ReadCart carts;
    private transient EventDecoder clicks;
    private transient EventDecoder orders;
    private transient EventRules rules;
    private transient Counter refused;

    @SuppressWarnings("NullAway.Init") // Flink opens the function before it uses it
    ReadVisits(WriterSchemas schemas, String reportingCurrency, OwnHosts ownHosts) {
        this.schemas = schemas;
        this.reportingCurrency = reportingCurrency;
        this.ownHosts = ownHosts;
        this.carts = new ReadCart(reportingCurrency);
    }

    @Override
    public void open(OpenContext context) {
        clicks = new EventDecoder(
                schemas,
                projection(
                        CLICKSTREAM,
                        Stream.concat(
                                Stream.of(
                                        "utm_source", "utm_medium", "utm_campaign", "page_url", "referrer", "order_id"),
                                ReadCart.FIELDS.stream())));
        orders = new EventDecoder(schemas, projection(ORDER_TOPIC, Stream.of()));
        rules = new EventRules(reportingCurrency);
        refused = getRuntimeContext().getMetricGroup().counter(LineMetrics.EVENTS_AGAINST_CONTRACT);
    }

    /** What is needed of an event, and what its rules look at. */
    private static Schema projection(String topic, Stream<String> fields) {
        EventContract contract = EventContract.of(topic);
        return contract.schema(Stream.concat(EventRules.fields(contract).stream(), fields)
                .distinct()
                .toArray(String[]::new));
    }

    @Override
    public void processElement(ReceivedEvent event, Context context, Collector<VisitorInput> inputs) {
        List<Identifier> identifiers = EventIdentity.of(event.identifiers());
        boolean isOrder = event.topic().equals(ORDER_TOPIC);
        if (identifiers.isEmpty() && !isOrder) {
            return;
        }
        @Nullable GenericRecord record = read(event, isOrder ? orders : clicks);
        if (record == null) {
            refused.inc();
            return;
        }
        String name = (String) record.get("event_name");
        String visitor = identifiers.isEmpty()
                ? ""
                : Visitor.of((String) record.get("channel"), identifiers).key();
        @Nullable String orderId = isOrder ? (String) record.get("order_id") : ReadCart.number(record, "order_id");
        @Nullable String cartId = null;
        OrderClaims.@Nullable Placing placing = null;
        if (isOrder) {
            if (!name.equals("order_placed")) {
                return;
            }
            placing = new OrderClaims.Placing(event.eventTimeMicros(), event.eventId(), visitor, value(record));
        } else {
            inputs.collect(new VisitorInput(
                    visitor, visit(event, name, record), EventPlace.of(event, name), null, event.identifiers()));
            cartId = ReadCart.number(record, "cart_id");
            @Nullable CartEvent done = cartId == null ? null : carts.event(event, visitor, name, record);
            if (cartId != null && done != null) {
                context.output(CARTS, CartInput.of(cartId, done, EventPlace.of(event, name), event.identifiers()));
            }
        }
        if (orderId != null) {
            context.output(
                    ORDERS,
                    new OrderWord(
                            orderId,
                            isOrder ? "" : visitor,
                            Objects.requireNonNullElse(cartId, ""),
                            placing,
                            event.eventTimeMicros(),
                            event.identifiers(),
                            EventPlace.of(event, name)));
        }
    }

    private @Nullable GenericRecord read(ReceivedEvent event, EventDecoder decoder) {
        try {
            GenericRecord record = decoder.decode(event);
            return rules.violation(EventContract.of(event.topic()), record) == null ? record : null;
        } catch (UndecodableEvent deadLetterOfTheArchive) {
            return null;
        }
    }

    private VisitEvent visit(ReceivedEvent event, String name, GenericRecord record) {
        @Nullable String page = (String) record.get("page_url");
        return new VisitEvent(
                event.eventId(),
                event.eventTimeMicros(),
                Action.of(name),
                page == null || page.isEmpty() ? "" : PageAddress.path(page),
                Arrival.of(
                        ownHosts,
                        (String) record.get("device_type"),
                        (String) record.get("utm_source"),
                        (String) record.get("utm_medium"),
                        (String) record.get("utm_campaign"),
                        page,
                        (String) record.get("referrer")));
    }

    /** Gross less discounts, in ten-thousandths of the reporting currency. */
    private long value(GenericRecord order) {
        @Nullable
        BigDecimal rate =
                reportingCurrency.equals(order.get("currency")) ? null : (BigDecimal) order.get("exchange_rate");
        return units(order, "gross_amount", rate) - units(order, "discount_amount", rate);
    }

    private static long units(GenericRecord order, String field, @Nullable BigDecimal rate) {
        @Nullable BigDecimal amount = (BigDecimal) order.get(field);
        return amount == null ? 0 : Money.units(amount, rate);
    }
}

package io.clientele.bench;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WireFormat;
import io.clientele.schemas.EventContract;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/** One partition of a shop's events: every so-many-th visit, its events merged with those of the visits around it by time. */
final class ShopPartition {

    static final String CLICKSTREAM = "clickstream";
    static final String ORDERS = "orders";

    private static final int PAUSE = 3;
    private static final int EVENT_ID = 4;
    private static final int PRODUCT = 5;
    private static final long LONGEST_PAUSE_MICROS = TimeUnit.MINUTES.toMicros(3);
    private static final int PRODUCTS = 5_000;
    private static final List<String> PAGES = List.of("page_viewed", "product_viewed", "product_added");
    private static final List<String> MEDIA = List.of("organic", "email", "cpc", "referral");

    private final ShopPlan plan;
    private final int partition;
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::visit));
    private final GenericData.Record click;
    private final GenericData.Record order;
    private final Schema product = elementSchema(CLICKSTREAM, "products");
    private final Schema line = elementSchema(ORDERS, "lines");
    private long nextVisit;
    private long offset;

    /** The next event of a visit that goes on. */
    private record Due(long at, long visit, int step) {}

    ShopPartition(ShopPlan plan, int partition) {
        this.plan = plan;
        this.partition = partition;
        this.nextVisit = partition;
        this.click = template(CLICKSTREAM);
        this.order = template(ORDERS);
    }

    /** The next event in the order of event time. */
    ReceivedEvent next() {
        while (nextVisit < plan.allVisits()
                && (due.isEmpty() || plan.start(nextVisit) <= due.element().at())) {
            due.add(new Due(plan.start(nextVisit), nextVisit, 0));
            nextVisit += plan.partitions();
        }
        Due now = due.remove();
        if (now.step() + 1 < ShopPlan.EVENTS_PER_VISIT) {
            long pause = Math.floorMod(plan.hash(PAUSE, number(now)), LONGEST_PAUSE_MICROS);
            due.add(new Due(now.at() + pause, now.visit(), now.step() + 1));
        }
        boolean isLast = now.step() == ShopPlan.EVENTS_PER_VISIT - 1;
        return isLast && plan.hasOrder(now.visit())
                ? received(ORDERS, now, order(now))
                : received(CLICKSTREAM, now, click(now));
    }

    private GenericRecord click(Due now) {
        GenericData.Record event = new GenericData.Record(click, false);
        GenericData.Record item = new GenericData.Record(product);
        describe(item, now, 1);
        event.put("event_name", PAGES.get(now.step()));
        event.put("products", List.of(item));
        return event;
    }

    private GenericRecord order(Due now) {
        GenericData.Record event = new GenericData.Record(order, false);
        GenericData.Record item = new GenericData.Record(line);
        int quantity = 1 + choice(now, 3);
        describe(item, now, quantity);
        BigDecimal price = (BigDecimal) item.get("price");
        event.put("event_name", "order_placed");
        event.put("order_id", "o" + now.visit());
        event.put("currency", "GBP");
        event.put("gross_amount", price.multiply(BigDecimal.valueOf(quantity)));
        event.put("lines", List.of(item));
        return event;
    }

    private void describe(GenericRecord item, Due now, int quantity) {
        int number = choice(now, PRODUCTS);
        item.put("product_id", "p" + number);
        item.put("brand", "brand " + number % 40);
        item.put("category_path", "home > room " + number % 12);
        item.put("price", BigDecimal.valueOf(10_000L + 100L * number, 4));
        item.put("quantity", quantity);
        item.put("position", 1);
    }

    private ReceivedEvent received(String topic, Due now, GenericRecord event) {
        EventIdentifiers who = ShopVisitor.of(plan, now.visit(), now.step());
        String eventId = ShopVisitor.uuid(plan, EVENT_ID, number(now));
        event.put("event_id", eventId);
        event.put("occurred_at", now.at());
        event.put("customer_id", who.customerId());
        event.put("loyalty_id", who.loyaltyId());
        event.put("email_sha256", who.emailSha256());
        event.put("device_id", who.deviceId());
        event.put("anonymous_id", who.anonymousId());
        event.put("utm_medium", MEDIA.get(choice(now, MEDIA.size())));
        int schemaId = ShopEvents.schemaId(topic);
        byte[] value = WireFormat.encode(schemaId, event);
        return new ReceivedEvent(topic, partition, offset++, now.at() / 1000, schemaId, value, now.at(), eventId, who);
    }

    private int choice(Due now, int of) {
        return (int) Math.floorMod(plan.hash(PRODUCT, number(now)), (long) of);
    }

    private static long number(Due now) {
        return now.visit() * ShopPlan.EVENTS_PER_VISIT + now.step();
    }

    /** What all events of a topic have in common. */
    private static GenericData.Record template(String topic) {
        return new GenericRecordBuilder(EventContract.of(topic).schema())
                .set("event_id", "")
                .set("event_name", "")
                .set("occurred_at", 0L)
                .set("source", "bench")
                .set("channel", "web")
                .set("country", "GB")
                .set("device_type", "mobile")
                .set("utm_source", "newsletter")
                .build();
    }

    private static Schema elementSchema(String topic, String list) {
        Schema.Field field = EventContract.of(topic).schema().getField(list);
        return Objects.requireNonNull(field, list).schema().getElementType();
    }
}

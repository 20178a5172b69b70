package io.clientele.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import io.clientele.stack.imports.EventBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContactSimulatorTest {
    private static final EventContract ORDERS = EventContract.of("orders");
    private static final Instant NOON = Instant.parse("2011-06-30T12:00:00Z");

    private final List<Purchase> purchases = IntStream.range(0, 2000)
            .mapToObj(number -> new Purchase(
                    "o" + number, "c" + number % 300, NOON.plus(number, ChronoUnit.HOURS), "GB", List.of("p1", "p2")))
            .toList();

    @Test
    void theSameOrderHasTheSameContactsWheneverItIsAsked() {
        List<Contact.Event> backwards = new ArrayList<>();
        for (int i = purchases.size() - 1; i >= 0; i--) {
            backwards.addAll(around(purchases.get(i)));
        }

        assertThat(backwards).containsExactlyInAnyOrderElementsOf(all());
    }

    @Test
    void everyEventKeepsTheContractAndNamesTheCustomerAlone() {
        EventRules rules = new EventRules("GBP");
        for (Contact.Event event : all()) {
            GenericRecord record = event.record();
            assertThat(rules.violation(EventContract.of(event.topic()), record))
                    .as(record.toString())
                    .isNull();
            assertThat(text(record, "source")).isEqualTo("simulated");
            assertThat(record.get("customer_id")).isNotNull();
            assertThat(record.get("anonymous_id")).isNull();
        }
        assertThat(all()).extracting(event -> text(event.record(), "event_id")).doesNotHaveDuplicates();
    }

    @Test
    void nothingHappensBeforeTheOrderAndTimeNeverGoesBackInsideAContact() {
        Map<String, Long> last = new HashMap<>();
        for (Purchase purchase : purchases) {
            long placedAt = ChronoUnit.MICROS.between(Instant.EPOCH, purchase.placedAt());
            for (Contact.Event event : around(purchase)) {
                long now = (long) event.record().get("occurred_at");
                assertThat(now).isGreaterThan(placedAt);
                String contact = contact(event);
                Long before = last.put(contact, now);
                assertThat(now).as(contact).isGreaterThanOrEqualTo(before == null ? now : before);
            }
        }
    }

    @Test
    void everyKindOfContactAndOutcomeOccursAndTheWholeIsModerate() {
        List<Contact.Event> events = all();

        assertThat(events)
                .extracting(event -> text(event.record(), "event_name"))
                .contains(
                        "message_sent",
                        "message_delivered",
                        "message_opened",
                        "message_clicked",
                        "message_bounced",
                        "message_unsubscribed",
                        "message_complained",
                        "message_suppressed",
                        "chat_started",
                        "chat_message",
                        "chat_ended",
                        "call_started",
                        "call_ended",
                        "social_mention",
                        "store_visited",
                        "ticket_created",
                        "ticket_assigned",
                        "ticket_replied",
                        "ticket_status_changed",
                        "survey_answered",
                        "product_reviewed",
                        "order_fulfilled");
        assertThat(events)
                .extracting(event -> text(event.record(), "channel"))
                .contains("email", "sms", "push", "chat", "phone", "social", "store", "web");
        assertThat(events)
                .filteredOn(event -> event.topic().equals("feedback"))
                .extracting(event -> text(event.record(), "survey_type"))
                .contains("nps", "csat", "ces");
        assertThat(events.size()).isBetween(purchases.size() * 3, purchases.size() * 5);
    }

    @Test
    void guestsAndWhatIsNoOrderHaveNoContacts() {
        assertThat(Purchase.of(order("order_placed", null))).isEmpty();
        assertThat(Purchase.of(order("order_refunded", "c1"))).isEmpty();
        assertThat(Purchase.of(order("order_placed", "c1"))).hasValueSatisfying(purchase -> {
            assertThat(purchase.customerId()).isEqualTo("c1");
            assertThat(purchase.placedAt()).isEqualTo(NOON);
            assertThat(purchase.productIds()).containsExactly("p1");
        });
    }

    private List<Contact.Event> all() {
        return purchases.stream().flatMap(purchase -> around(purchase).stream()).toList();
    }

    private static List<Contact.Event> around(Purchase purchase) {
        List<Contact.Event> events = new ArrayList<>();
        new FulfilmentSimulator().of(purchase, events::add);
        new MessageSimulator().around(purchase, events::add);
        new ServiceSimulator().after(purchase, events::add);
        return events;
    }

    /** What tells the contacts of the run apart. */
    private static String contact(Contact.Event event) {
        for (String id : List.of("message_id", "conversation_id", "call_id", "ticket_id")) {
            if (event.record().getSchema().getField(id) != null
                    && event.record().get(id) != null
                    && !event.topic().equals("feedback")) {
                return text(event.record(), id);
            }
        }
        return text(event.record(), "event_id");
    }

    private static GenericRecord order(String name, @Nullable String customer) {
        return EventBuilder.event(ORDERS, name, "e1", NOON, "test", "web")
                .set("order_id", "o1")
                .set("customer_id", customer)
                .set(
                        "lines",
                        List.of(EventBuilder.item(ORDERS, "lines")
                                .set("product_id", "p1")
                                .set("price", BigDecimal.ONE)
                                .set("quantity", 1)
                                .build()))
                .build();
    }

    private static String text(GenericRecord event, String field) {
        return String.valueOf(event.get(field));
    }
}

package io.clientele.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import io.clientele.stack.imports.EventBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClickstreamSimulatorTest {
    private static final EventContract ORDERS = EventContract.of("orders");
    private static final Instant NOON = Instant.parse("2011-06-30T12:00:00Z");

    private final List<GenericRecord> orders = IntStream.range(0, 400)
            .mapToObj(number -> order(number, number % 7 == 0 ? null : "c" + number % 50))
            .toList();

    @Test
    void theSameOrderHasTheSameClickstreamWheneverItIsAsked() {
        List<GenericRecord> backwards = new ArrayList<>();
        for (int i = orders.size() - 1; i >= 0; i--) {
            backwards.addAll(around(orders.get(i)));
        }

        assertThat(backwards).containsExactlyInAnyOrderElementsOf(clickstream());
    }

    @Test
    void everyEventKeepsTheContractAndSaysThatItIsSimulated() {
        EventRules rules = new EventRules("GBP");
        for (GenericRecord event : clickstream()) {
            assertThat(rules.violation(Visit.CONTRACT, event))
                    .as(event.toString())
                    .isNull();
            assertThat(text(event, "source")).isEqualTo("simulated");
        }
        assertThat(clickstream()).extracting(event -> text(event, "event_id")).doesNotHaveDuplicates();
    }

    @Test
    void theVisitThatLedToAnOrderIsOverBeforeIt() {
        for (GenericRecord order : orders) {
            List<GenericRecord> events = around(order);
            if (events.isEmpty()) {
                continue;
            }
            assertThat(events)
                    .filteredOn(event -> event.get("order_id") != null)
                    .isNotEmpty()
                    .allSatisfy(event -> {
                        assertThat(text(event, "order_id")).isEqualTo(text(order, "order_id"));
                        assertThat((long) event.get("occurred_at")).isLessThan((long) order.get("occurred_at"));
                    });
        }
    }

    @Test
    void timeNeverGoesBackInsideAVisit() {
        Map<String, Long> last = new HashMap<>();
        for (GenericRecord event : clickstream()) {
            long now = (long) event.get("occurred_at");
            Long before = last.put(text(event, "session_id"), now);
            assertThat(now).isGreaterThanOrEqualTo(before == null ? now : before);
        }
    }

    @Test
    void thereAreVisitorsBeforeTheyLogInAndSomeWhoNeverDo() {
        List<GenericRecord> clickstream = clickstream();

        assertThat(clickstream)
                .allSatisfy(event -> assertThat(event.get("anonymous_id")).isNotNull());
        assertThat(clickstream)
                .anySatisfy(event -> assertThat(event.get("customer_id")).isNull());
        assertThat(clickstream)
                .anySatisfy(event -> assertThat(event.get("customer_id")).isNotNull());
        assertThat(clickstream)
                .extracting(event -> text(event, "event_name"))
                .contains(
                        "page_viewed",
                        "products_searched",
                        "product_viewed",
                        "product_added",
                        "cart_viewed",
                        "checkout_started",
                        "payment_info_entered",
                        "payment_failed",
                        "product_removed");
        assertThat(clickstream.size()).isBetween(orders.size() * 6, orders.size() * 14);
    }

    @Test
    void aCustomerIsFollowedAlwaysOrNever() {
        Map<String, List<GenericRecord>> ofCustomers = orders.stream()
                .filter(order -> order.get("customer_id") != null)
                .collect(Collectors.groupingBy(order -> text(order, "customer_id")));

        long followed = ofCustomers.values().stream()
                .filter(theirs -> !around(theirs.get(0)).isEmpty())
                .peek(theirs -> assertThat(theirs)
                        .allSatisfy(order -> assertThat(around(order)).isNotEmpty()))
                .count();
        assertThat(followed).isBetween(15L, 30L);
    }

    /** Days of silence between the cart that was left and the order that took it up tell an ordered cart from a recovered one. */
    @Test
    void someCartsAreLeftForGoodAndSomeAreOrderedAtOnceAndSomeDaysLater() {
        Map<String, List<GenericRecord>> carts = clickstream().stream()
                .filter(event -> event.get("cart_id") != null)
                .filter(event -> text(event, "event_name").startsWith("product_")
                        || text(event, "event_name").equals("checkout_started"))
                .collect(Collectors.groupingBy(event -> text(event, "cart_id")));

        assertThat(carts.values())
                .anyMatch(events -> events.stream().noneMatch(event -> event.get("order_id") != null))
                .anyMatch(events -> isOrdered(events) && longestSilence(events).toHours() < 24)
                .anyMatch(events -> isOrdered(events) && longestSilence(events).toHours() > 24);
        assertThat(carts.values())
                .allSatisfy(events -> assertThat(events)
                        .extracting(event -> text(event, "anonymous_id"))
                        .as("whose a cart is")
                        .containsOnly(text(events.get(0), "anonymous_id")));
    }

    private static boolean isOrdered(List<GenericRecord> cart) {
        return cart.stream().anyMatch(event -> event.get("order_id") != null);
    }

    private static Duration longestSilence(List<GenericRecord> cart) {
        long[] times = cart.stream()
                .mapToLong(event -> (long) event.get("occurred_at"))
                .sorted()
                .toArray();
        long longest = 0;
        for (int at = 1; at < times.length; at++) {
            longest = Math.max(longest, times[at] - times[at - 1]);
        }
        return Duration.of(longest, ChronoUnit.MICROS);
    }

    @Test
    void aRefundHasNoClickstream() {
        GenericRecord refund = EventBuilder.event(ORDERS, "order_refunded", "r1", NOON, "test", "web")
                .set("customer_id", "c1")
                .build();

        assertThat(around(refund)).isEmpty();
    }

    private List<GenericRecord> clickstream() {
        return orders.stream().flatMap(order -> around(order).stream()).toList();
    }

    private static List<GenericRecord> around(GenericRecord order) {
        List<GenericRecord> events = new ArrayList<>();
        new ClickstreamSimulator().around(order, events::add);
        return events;
    }

    private static GenericRecord order(int number, @Nullable String customer) {
        List<GenericRecord> lines = IntStream.rangeClosed(1, 1 + number % 6)
                .mapToObj(position -> EventBuilder.item(ORDERS, "lines")
                        .set("product_id", "p" + position)
                        .set("sku", "p" + position)
                        .set("name", "RED ALARM CLOCK " + position)
                        .set("price", BigDecimal.ONE)
                        .set("quantity", 1)
                        .build())
                .toList();
        return EventBuilder.event(
                        ORDERS, "order_placed", "e" + number, NOON.plus(number, ChronoUnit.HOURS), "test", "web")
                .set("order_id", "o" + number)
                .set("customer_id", customer)
                .set("currency", "GBP")
                .set("gross_amount", BigDecimal.valueOf(lines.size()))
                .set("lines", lines)
                .build();
    }

    private static String text(GenericRecord event, String field) {
        return String.valueOf(event.get(field));
    }
}

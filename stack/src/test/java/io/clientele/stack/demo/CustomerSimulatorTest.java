package io.clientele.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import io.clientele.stack.imports.EventBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CustomerSimulatorTest {
    private static final EventContract ORDERS = EventContract.of("orders");
    private static final Instant NOON = Instant.parse("2011-06-30T12:00:00Z");
    private static final int CUSTOMERS = 600;

    /** In the order of time; several at the same instant. */
    private final List<GenericRecord> orders = IntStream.range(0, 6 * CUSTOMERS)
            .mapToObj(number -> order(
                    number,
                    number % 11 == 0 ? null : String.valueOf(14_700 + number % CUSTOMERS),
                    NOON.plus(number / 40, ChronoUnit.MINUTES)))
            .toList();

    @Test
    void whatIsLearntAboutACustomerDependsOnNobodyElsesOrders() {
        List<GenericRecord> byCustomer = new ArrayList<>(orders);
        byCustomer.sort(Comparator.comparing(order -> String.valueOf(order.get("customer_id"))));

        assertThat(learnt(byCustomer)).containsExactlyInAnyOrderElementsOf(learnt(orders));
    }

    @Test
    void everyEventKeepsTheContractAndSaysThatItIsSimulated() {
        EventRules rules = new EventRules("GBP");
        List<GenericRecord> learnt = learnt(orders);

        assertThat(learnt).allSatisfy(event -> {
            assertThat(rules.violation(CustomerSimulator.CONTRACT, event)).isNull();
            assertThat(text(event, "source")).startsWith("simulated-");
        });
        assertThat(learnt).extracting(event -> text(event, "event_id")).doesNotHaveDuplicates();
        assertThat(learnt)
                .extracting(event -> text(event, "event_name"))
                .contains("customer_registered", "customer_updated", "consent_changed", "loyalty_points_changed");
        assertThat(learnt)
                .extracting(event -> event.get("consent_basis"))
                .contains("consent", "double_opt_in", "soft_opt_in");
        assertThat(learnt).extracting(event -> event.get("consent_status")).contains("withdrawn");
        assertThat(learnt).extracting(event -> event.get("loyalty_tier")).contains("bronze", "silver");
    }

    @Test
    void noTwoCustomersShareAnAddressOrACard() {
        Map<String, String> owners = new HashMap<>();
        for (GenericRecord event : learnt(orders)) {
            for (String identifier : List.of("email_sha256", "phone_sha256", "loyalty_id")) {
                if (event.get(identifier) != null) {
                    String owner = owners.putIfAbsent(identifier + text(event, identifier), text(event, "customer_id"));
                    assertThat(owner).as(identifier).isIn(null, text(event, "customer_id"));
                }
            }
        }
        assertThat(owners).hasSizeGreaterThan(2 * CUSTOMERS);
    }

    @Test
    void everyCustomerRegistersOnceBeforeTheFirstOrderAndGuestsDoNot() {
        Map<String, Instant> first = new HashMap<>();
        for (GenericRecord order : orders) {
            if (order.get("customer_id") != null) {
                first.putIfAbsent(text(order, "customer_id"), time(order));
            }
        }

        List<GenericRecord> registrations = learnt(orders).stream()
                .filter(event -> text(event, "event_name").equals("customer_registered"))
                .toList();

        assertThat(registrations)
                .extracting(event -> text(event, "customer_id"))
                .doesNotHaveDuplicates();
        assertThat(registrations)
                .hasSameSizeAs(first.keySet())
                .allSatisfy(event -> assertThat(time(event)).isBefore(first.get(text(event, "customer_id"))));
    }

    @Test
    void theStatedBalanceIsTheSumOfTheMovementsInTheOrderOfTime() {
        Map<String, Long> balances = new HashMap<>();
        Map<String, Instant> last = new HashMap<>();
        List<Long> vouchers = new ArrayList<>();
        for (GenericRecord event : learnt(orders)) {
            if (text(event, "event_name").equals("loyalty_points_changed")) {
                String card = text(event, "loyalty_id");
                long delta = (long) event.get("points_delta");
                assertThat(event.get("points_balance")).isEqualTo(balances.merge(card, delta, Long::sum));
                Instant before = last.put(card, time(event));
                assertThat(time(event)).isAfter(before == null ? Instant.EPOCH : before);
                if (delta < 0) {
                    vouchers.add(delta);
                }
            }
        }
        assertThat(balances.values())
                .isNotEmpty()
                .allSatisfy(balance -> assertThat(balance).isNotNegative());
        assertThat(vouchers).isNotEmpty();
    }

    @Test
    void hashesAreThoseOfTheNormalisedAddresses() {
        assertThat(SimulatedCustomer.emailHash(" Ann@Example.com "))
                .isEqualTo("71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476");
        assertThat(SimulatedCustomer.phoneHash("+447700900123")).hasSize(64);
        assertThat(SimulatedCustomer.phoneHash(null)).isNull();
    }

    private static List<GenericRecord> learnt(List<GenericRecord> orders) {
        CustomerSimulator simulator = new CustomerSimulator();
        List<GenericRecord> events = new ArrayList<>();
        orders.forEach(order -> simulator.with(order, events::add));
        return events;
    }

    private static GenericRecord order(int number, @Nullable String customer, Instant at) {
        return EventBuilder.event(ORDERS, "order_placed", "e" + number, at, "test", "web")
                .set("order_id", "o" + number)
                .set("customer_id", customer)
                .set("country", number % 5 == 0 ? "FR" : "GB")
                .set("currency", "GBP")
                .set("gross_amount", BigDecimal.valueOf(37L * (number % 23)))
                .set(
                        "lines",
                        List.of(EventBuilder.item(ORDERS, "lines")
                                .set("product_id", "p")
                                .set("name", "RED ALARM CLOCK")
                                .build()))
                .build();
    }

    private static Instant time(GenericRecord event) {
        return Instant.EPOCH.plus((long) event.get("occurred_at"), ChronoUnit.MICROS);
    }

    private static String text(GenericRecord event, String field) {
        return String.valueOf(event.get(field));
    }
}

package io.clientele.jobs.domain.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.domain.rfm.ScoringRules;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OrderFactsTest {

    private static final BusinessCalendar UTC = new BusinessCalendar(ZoneOffset.UTC);
    private static final int MONDAY = 15_000;
    private static final int TUESDAY = MONDAY + 1;
    private static final int WEDNESDAY = MONDAY + 2;

    @Test
    void anOrderCountsOnItsDay() {
        assertThat(valuesThrough(MONDAY, placed(MONDAY, 100, 10))).isEqualTo(new RfmValues(MONDAY, 1, 90));
        assertThat(valuesThrough(MONDAY - 1, placed(MONDAY, 100, 10))).isEqualTo(RfmValues.NONE);
    }

    @Test
    void anOrderOfNothingIsAnOrder() {
        assertThat(valuesThrough(MONDAY, placed(MONDAY, 0, 0))).isEqualTo(new RfmValues(MONDAY, 1, 0));
    }

    @Test
    void aRefundCountsOnItsOwnDay() {
        OrderEvent[] events = {placed(MONDAY, 100, 0), new Refund(noon(WEDNESDAY), "r", 30)};
        assertThat(valuesThrough(TUESDAY, events)).isEqualTo(new RfmValues(MONDAY, 1, 100));
        assertThat(valuesThrough(WEDNESDAY, events)).isEqualTo(new RfmValues(MONDAY, 1, 70));
    }

    @Test
    void anOrderThatIsFullyRefundedNoLongerCounts() {
        OrderEvent[] events = {
            placed(MONDAY, 100, 20), new Refund(noon(TUESDAY), "r1", 50), new Refund(noon(WEDNESDAY), "r2", 30)
        };
        assertThat(valuesThrough(TUESDAY, events).frequency()).isOne();
        assertThat(valuesThrough(WEDNESDAY, events)).isEqualTo(RfmValues.NONE);
        assertThat(ledger(events).total().net()).isZero();
    }

    @Test
    void aCancellationTakesTheOrderBackOnItsOwnDay() {
        OrderEvent[] events = {placed(MONDAY, 100, 0), new Cancellation(noon(TUESDAY), "c", Map.of())};
        assertThat(valuesThrough(MONDAY, events)).isEqualTo(new RfmValues(MONDAY, 1, 100));
        assertThat(valuesThrough(TUESDAY, events)).isEqualTo(RfmValues.NONE);
        assertThat(ledger(events).total().isNothing()).isTrue();
    }

    @Test
    void aCancelledOrderIsNotRefundedTwice() {
        OrderEvent[] events = {
            placed(MONDAY, 100, 0),
            new Refund(noon(TUESDAY), "r", 100),
            new Cancellation(noon(WEDNESDAY), "c", Map.of())
        };
        assertThat(ledger(events).total().isNothing()).isTrue();
    }

    @Test
    void aCancellationDatedBeforeItsOrderLeavesNothing() {
        assertThat(ledger(new Cancellation(noon(MONDAY), "c", Map.of()), placed(WEDNESDAY, 100, 0))
                        .all())
                .isEmpty();
    }

    @Test
    void cancelledPiecesTakeTheirShareOfPriceAndDiscount() {
        OrderEvent order = new OrderVersion(
                noon(MONDAY), "p", 100, 10, List.of(new OrderLine(1, 4, 80, 8), new OrderLine(2, 1, 20, 2)));
        LedgerEntry total = ledger(order, new Cancellation(noon(TUESDAY), "c", Map.of(1, 3L)))
                .total();
        assertThat(total).isEqualTo(new LedgerEntry(0, 0, 1, 2, 40, 4, 0));
    }

    @Test
    void anOrderWithEveryPieceCancelledIsCancelled() {
        OrderEvent order = new OrderVersion(noon(MONDAY), "p", 80, 0, List.of(new OrderLine(1, 4, 80, 0)));
        OrderEvent[] events = {
            order,
            new Cancellation(noon(TUESDAY), "c1", Map.of(1, 3L)),
            new Cancellation(noon(WEDNESDAY), "c2", Map.of(1, 1L))
        };
        assertThat(valuesThrough(TUESDAY, events).frequency()).isOne();
        assertThat(ledger(events).total().isNothing()).isTrue();
    }

    @Test
    void anUpdateReplacesTheOrderFromItsDayOnAndKeepsItsDate() {
        OrderEvent[] events = {placed(MONDAY, 100, 0), new OrderVersion(noon(WEDNESDAY), "u", 60, 0, List.of())};
        assertThat(valuesThrough(TUESDAY, events)).isEqualTo(new RfmValues(MONDAY, 1, 100));
        assertThat(valuesThrough(WEDNESDAY, events)).isEqualTo(new RfmValues(MONDAY, 1, 60));
    }

    @Property
    void neitherOrderOfArrivalNorRepetitionMatters(@ForAll("events") List<OrderEvent> events, @ForAll long seed) {
        List<OrderEvent> shuffled = new ArrayList<>(events);
        shuffled.addAll(events.subList(0, events.size() / 2));
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(ledger(shuffled.toArray(OrderEvent[]::new))).isEqualTo(ledger(events.toArray(OrderEvent[]::new)));
    }

    @Property
    void ledgersOfOneCustomerAddUp(@ForAll("events") List<OrderEvent> some, @ForAll("events") List<OrderEvent> others) {
        OrderLedger one = ledger(some.toArray(OrderEvent[]::new));
        OrderLedger other = ledger(others.toArray(OrderEvent[]::new));

        assertThat(one.merge(other)).isEqualTo(other.merge(one));
        assertThat(one.merge(other).total().net())
                .isEqualTo(one.total().net() + other.total().net());
    }

    @Provide
    Arbitrary<List<OrderEvent>> events() {
        Arbitrary<Long> times = Arbitraries.longs().between(noon(MONDAY), noon(MONDAY + 6));
        Arbitrary<String> ids = Arbitraries.integers().between(1, 1_000_000).map(String::valueOf);
        Arbitrary<Long> amounts = Arbitraries.longs().between(0, 200);
        Arbitrary<OrderEvent> versions = Combinators.combine(times, ids, amounts)
                .as((at, id, amount) -> new OrderVersion(
                        at, "v" + id, amount, amount / 10, List.of(new OrderLine(1, 2, amount, amount / 10))));
        Arbitrary<OrderEvent> cancellations = Combinators.combine(
                        times, ids, Arbitraries.of(Map.<Integer, Long>of(), Map.of(1, 1L)))
                .as((at, id, pieces) -> new Cancellation(at, "c" + id, pieces));
        Arbitrary<OrderEvent> refunds =
                Combinators.combine(times, ids, amounts).as((at, id, amount) -> new Refund(at, "r" + id, amount + 1));
        return Arbitraries.oneOf(versions, cancellations, refunds)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .uniqueElements(OrderEvent::eventId);
    }

    private static OrderEvent placed(int day, long gross, long discount) {
        return new OrderVersion(noon(day), "placed", gross, discount, List.of());
    }

    private static long noon(int day) {
        return UTC.startOfDay(day) + 43_200_000_000L;
    }

    private static RfmValues valuesThrough(int day, OrderEvent... events) {
        return ledger(events).valuesThrough(day, ScoringRules.ALL_HISTORY, UTC);
    }

    private static OrderLedger ledger(OrderEvent... events) {
        OrderFacts facts = OrderFacts.none();
        OrderLedger ledger = OrderLedger.empty();
        for (OrderEvent event : events) {
            OrderFacts more = facts.with(event);
            ledger = ledger.plus(OrderLedger.changes(facts.timeline(UTC), more.timeline(UTC)));
            facts = more;
        }
        return ledger;
    }
}

package io.clientele.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShopEventsTest {

    private static final ShopPlan PLAN = new ShopPlan(200, 2, 0.1, 2, 2, 7);

    @Test
    void isTheSameEveryTimeAndInOrderOfEventTimeInEachPartition() {
        List<ReceivedEvent> events = events(PLAN);

        assertThat(events)
                .extracting(event -> HexFormat.of().formatHex(event.value()))
                .isEqualTo(events(PLAN).stream()
                        .map(event -> HexFormat.of().formatHex(event.value()))
                        .toList());
        assertThat(events).hasSize(200 * 2 * ShopPlan.EVENTS_PER_VISIT);
        assertThat(events).extracting(ReceivedEvent::eventId).doesNotHaveDuplicates();
        for (int partition = 0; partition < 2; partition++) {
            int wanted = partition;
            assertThat(events.stream().filter(event -> event.partition() == wanted))
                    .isSortedAccordingTo((a, b) -> Long.compare(a.eventTimeMicros(), b.eventTimeMicros()))
                    .hasSize(events.size() / 2);
        }
    }

    @Test
    void everyCustomerComesAndTheLinkedShareOfThemHasFiveIdentifiers() {
        List<EventIdentifiers> seen =
                events(PLAN).stream().map(ReceivedEvent::identifiers).toList();

        assertThat(seen.stream().map(EventIdentifiers::customerId).filter(Objects::nonNull))
                .extracting(String::valueOf)
                .containsAll(LongStream.range(0, 200)
                        .mapToObj(number -> "c" + number)
                        .toList());
        TreeSet<String> cards = seen.stream()
                .map(EventIdentifiers::loyaltyId)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(cards).hasSizeBetween(10, 30);
        assertThat(seen.stream().filter(who -> who.customerId() == null))
                .as("two clicks of each before a login: one with a cookie, one on a device")
                .hasSize(2 * cards.size());
    }

    @Test
    void byZipfAFewCustomersComeMostOfTheTimeAndEachStaysInItsPartition() {
        List<ReceivedEvent> events = events(new ShopPlan(2000, 5, 0, 2, 2, 7, ShopPlan.Popularity.ZIPF));

        Map<String, Long> counts = events.stream()
                .collect(Collectors.groupingBy(
                        event -> String.valueOf(event.identifiers().customerId()), Collectors.counting()));
        List<Long> mostFirst =
                counts.values().stream().sorted(Comparator.reverseOrder()).toList();
        assertThat(mostFirst.stream().limit(20).mapToLong(Long::longValue).sum())
                .as("of 30,000 events those of the first ten customers of each partition")
                .isBetween(8_000L, 12_000L);
        assertThat(events.stream()
                        .map(event -> event.identifiers().customerId() + "@" + event.partition())
                        .distinct())
                .hasSize(counts.size());
    }

    @Test
    void refusesAShopThatCannotBe() {
        assertThatThrownBy(() -> new ShopPlan(3, 1, 0.05, 1, 2, 1))
                .hasMessage("customers is 3, allowed is a multiple of 2");
    }

    static List<ReceivedEvent> events(ShopPlan plan) {
        ShopEvents events = new ShopEvents(plan);
        return LongStream.range(0, plan.events()).mapToObj(events::map).toList();
    }
}

package io.clientele.stack.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedEventsTest {
    private static final Instant NOON = Instant.parse("2011-06-30T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void eventsComeByTimeAndThenById() throws Exception {
        try (SortedEvents events = events(null)) {
            events.accept("orders", order("b", NOON).build());
            events.accept("orders", order("c", NOON.minusSeconds(1)).build());
            events.accept("orders", order("a", NOON).build());

            assertThat(keys(events)).containsExactly("order-c", "order-a", "order-b");
            assertThat(events.first()).isEqualTo(NOON.minusSeconds(1));
            assertThat(events.last()).isEqualTo(NOON);
        }
    }

    @Test
    void theCorrectedTimeCounts() throws Exception {
        try (SortedEvents events = events(null)) {
            Instant wrong = NOON.plusSeconds(86_400);
            events.accept(
                    "orders",
                    order("clock-ahead", wrong)
                            .set("sent_at", wrong.plusSeconds(5).toEpochMilli() * 1000)
                            .set("received_at", NOON.toEpochMilli() * 1000)
                            .build());

            assertThat(events.first()).isEqualTo(NOON.minusSeconds(5));
        }
    }

    @Test
    void theKeyIsTheCustomerElseTheOrder() throws Exception {
        try (SortedEvents events = events(null)) {
            events.accept("orders", order("a", NOON).set("customer_id", "12583").build());
            events.accept("orders", order("b", NOON).build());

            assertThat(keys(events)).containsExactly("12583", "order-b");
        }
    }

    @Test
    void whatIsNotBeforeTheAsOfDateIsCountedAndLeftOut() throws Exception {
        try (SortedEvents events = events(NOON)) {
            events.accept("orders", order("before", NOON.minusNanos(1000)).build());
            events.accept("orders", order("at", NOON).build());

            assertThat(keys(events)).containsExactly("order-before");
            assertThat(events.afterAsOf()).isEqualTo(1);
            assertThat(events.count()).isEqualTo(1);
        }
    }

    @Test
    void whatWouldBecomeADeadLetterIsRefusedHere() throws IOException {
        try (SortedEvents events = events(null)) {
            assertThatThrownBy(() -> events.accept(
                            "orders", order("a", NOON).set("currency", "USD").build()))
                    .isInstanceOf(RowRefused.class)
                    .hasMessageContaining("exchange_rate");
            assertThatThrownBy(() -> events.accept(
                            "orders", order("x".repeat(3000), NOON).build()))
                    .hasMessageContaining("at most 2000 are taken");
            assertThat(events.count()).isZero();
        }
    }

    @Test
    void anEventOfTheFutureIsRefusedBecauseItWouldMakeAllOthersLate() throws IOException {
        try (SortedEvents events = events(null)) {
            assertThatThrownBy(() -> events.accept(
                            "orders", order("a", NOW.plusSeconds(1)).build()))
                    .isInstanceOf(RowRefused.class)
                    .hasMessageContaining("is in the future");
        }
    }

    private SortedEvents events(@Nullable Instant asOf) {
        return new SortedEvents(
                new ExternalSort(folder, 200, 4),
                Map.of("orders", 7),
                new EventRules("GBP"),
                new SortedEvents.Limits(asOf, NOW, 2000));
    }

    private static EventBuilder order(String id, Instant at) {
        return EventBuilder.event(EventContract.of("orders"), "order_placed", id, at, "test", "web")
                .set("order_id", "order-" + id)
                .set("currency", "GBP")
                .set("gross_amount", BigDecimal.ONE);
    }

    private static List<String> keys(SortedEvents events) throws IOException {
        List<String> keys = new ArrayList<>();
        SortedEvents.Cursor sorted = events.sorted();
        for (SortedEvents.Encoded event = sorted.next(); event != null; event = sorted.next()) {
            assertThat(event.value()).startsWith(0, 0, 0, 0, 7);
            keys.add(new String(event.key(), StandardCharsets.UTF_8));
        }
        return keys;
    }
}

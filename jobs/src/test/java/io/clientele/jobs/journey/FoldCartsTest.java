package io.clientele.jobs.journey;

import static io.clientele.jobs.journey.VisitLog.SETTINGS;
import static io.clientele.jobs.journey.VisitLog.at;
import static io.clientele.jobs.journey.VisitLog.micros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.jobs.domain.carts.Cart;
import io.clientele.jobs.domain.carts.CartAction;
import io.clientele.jobs.domain.carts.CartEvent;
import io.clientele.jobs.domain.carts.CartItem;
import io.clientele.jobs.domain.carts.CartLog;
import io.clientele.jobs.domain.carts.CartOrder;
import io.clientele.jobs.domain.carts.CartStatus;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.LateEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldCartsTest {
    private static final String CART = "cart-1";
    private static final EventPlace PLACE = new EventPlace("clickstream", 3, 14, "product_added");
    private static final double DAY = 24 * 60;
    private static final Duration MONDAY_TO_WEDNESDAY = Duration.ofDays(2);

    private KeyedBroadcastOperatorTestHarness<String, CartInput, Erasure, CartChange> harness;
    private @Nullable CartChange shown;

    @BeforeEach
    void start() throws Exception {
        harness = started(null);
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    /** Filled on Monday, left, and ordered on Wednesday on another device. */
    @Test
    void aCartThatIsOrderedDaysLaterOnAnotherDeviceIsRecoveredAndNotAbandoned() throws Exception {
        adds("laptop", 0);
        passes(at(DAY - 1));
        assertThat(shown().status()).isEqualTo(CartStatus.OPEN);
        passes(at(DAY + 1));
        assertThat(shown().status()).isEqualTo(CartStatus.ABANDONED);
        assertThat(shown().changedAt()).isEqualTo(micros(at(DAY)));
        restart();

        double wednesday = MONDAY_TO_WEDNESDAY.toMinutes();
        adds("phone", wednesday);
        assertThat(shown().status()).isEqualTo(CartStatus.OPEN);
        order(true, wednesday + 5);
        passes(at(wednesday + 40 * DAY));

        assertThat(shown().status()).isEqualTo(CartStatus.RECOVERED);
        assertThat(shown().cart().abandonedAt()).isEqualTo(micros(at(DAY)));
        assertThat(shown().cart().owner()).isEqualTo("anonymous_id:phone");
        assertThat(entriesOfState()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void fourDaysOfLatenessRepetitionsAndRestartsDoNotMatter(long seed) throws Exception {
        Random random = new Random(seed);
        TreeMap<Long, Double> byArrival = new TreeMap<>();
        double minutes = 0;
        for (int number = 0; number < 60; number++) {
            minutes += random.nextInt(6) == 0 ? random.nextInt(2000) : random.nextInt(120);
            byArrival.put(Math.round((minutes + random.nextDouble() * 4 * DAY) * 60_000), minutes);
        }
        double ordered = minutes + (random.nextBoolean() ? 5 : 2000);
        byArrival.put(Math.round((ordered + random.nextDouble() * 4 * DAY) * 60_000), ordered);
        for (double each : byArrival.values()) {
            happens(each, ordered);
        }
        CartChange expected = shown();
        harness.close();
        shown = null;
        harness = started(null);

        for (var arrival : byArrival.entrySet()) {
            passes(at(0).plusMillis(arrival.getKey()));
            happens(arrival.getValue(), ordered);
            if (random.nextInt(8) == 0) {
                restart();
                happens(arrival.getValue(), ordered);
            }
            assertThat(harness.numEventTimeTimers()).isEqualTo(1);
        }
        passes(at(ordered + 10 * DAY));

        assertThat(shown().cart()).isEqualTo(expected.cart());
        assertThat(shown().status()).isEqualTo(expected.status()).isIn(CartStatus.ORDERED, CartStatus.RECOVERED);
        assertThat(late()).isEmpty();
    }

    /** In the order of arrival it seems left for two days; what came late says that it never was. */
    @Test
    void whatComesLateTakesBackThatACartWasAbandoned() throws Exception {
        adds("laptop", 0);
        passes(at(2 * DAY));
        assertThat(shown().status()).isEqualTo(CartStatus.ABANDONED);

        adds("laptop", 0.9 * DAY);
        assertThat(shown().status()).as("its time is over, too").isEqualTo(CartStatus.ABANDONED);
        adds("laptop", 1.8 * DAY);
        assertThat(shown().status()).isEqualTo(CartStatus.OPEN);
        order(true, 1.9 * DAY);

        assertThat(shown().status()).isEqualTo(CartStatus.ORDERED);
        assertThat(shown().cart().abandonedAt()).isNull();
        order(false, 1.9 * DAY);
        passes(at(2.9 * DAY));
        assertThat(shown().status()).as("without the order").isEqualTo(CartStatus.ABANDONED);
    }

    @Test
    void anEventMoreThanFourDaysBehindIsToldAndChangesNothingAlsoRightAfterARestart() throws Exception {
        adds("laptop", 0);
        passes(at(4 * DAY + 10));
        restart();

        adds("laptop", 9.9);

        assertThat(shown().cart().units()).isEqualTo(1);
        assertThat(late())
                .extracting(LateEvent::offset, LateEvent::eventName, LateEvent::reason)
                .containsExactly(tuple(14L, "product_added", "beyond_carts"));
        adds("laptop", 10);
        assertThat(shown().cart().units()).isEqualTo(2);
    }

    @Test
    void stateIsBoundedHasOneTimerAndGoesWhenNobodyComesBack() throws Exception {
        for (int day = 0; day < 60; day++) {
            for (int visit = 0; visit < 5; visit++) {
                adds("laptop", day * DAY + visit);
                passes(at(day * DAY + visit));
            }
            assertThat(entriesOfState()).as("log and timer").isEqualTo(2);
            assertThat(harness.numEventTimeTimers()).isEqualTo(1);
            assertThat(eventsKept()).as("five days of five a day").isLessThanOrEqualTo(5 * 6);
        }
        assertThat(shown().cart().units()).isEqualTo(300);

        Instant last = at(59 * DAY + 4);
        passes(last.plusMillis(SETTINGS.cartsKept() / 1000));
        assertThat(entriesOfState()).isEqualTo(2);
        passes(last.plusMillis(SETTINGS.cartsKept() / 1000 + 1));

        assertThat(entriesOfState()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void aCartThatWasForgottenComesBackAboveItsOldVersion() throws Exception {
        for (int number = 0; number < 20; number++) {
            adds("laptop", number);
        }
        passes(at(80 * DAY));
        long old = shown().version();
        assertThat(entriesOfState()).isZero();

        adds("laptop", 80 * DAY);

        assertThat(shown().version()).isGreaterThan(old);
        assertThat(shown().cart().units()).isEqualTo(1);
    }

    @Test
    void aRepeatedEventChangesNothing() throws Exception {
        adds("laptop", 0);
        restart();

        adds("laptop", 0);

        assertThat(harness.extractOutputValues()).isEmpty();
    }

    @Test
    void whatAnErasedVisitorDidWithACartIsForgottenAndNotTakenInAnyMore() throws Exception {
        adds("laptop", 0);
        harness.processBroadcastElement(Erasure.of("r", 7, List.of("anonymous_id:laptop")), 0);
        assertThat(cartIsKept()).isFalse();
        adds("laptop", 1);
        assertThat(harness.extractOutputValues()).hasSize(1);
        passes(at(2 * DAY));

        assertThat(harness.extractOutputValues()).hasSize(1);
        assertThat(harness.numEventTimeTimers()).as("the timer found nothing").isZero();
        assertThat(entriesOfState()).isZero();
    }

    @Test
    void whatOthersDidWithTheCartOfAnErasedVisitorStaysAndIsTold() throws Exception {
        adds("phone", 0);
        adds("laptop", 1);
        long before = shown().version();

        harness.processBroadcastElement(Erasure.of("r", 7, List.of("anonymous_id:laptop")), 0);

        assertThat(shown().cart().owner()).isEqualTo("anonymous_id:phone");
        assertThat(shown().cart().units()).isEqualTo(1);
        assertThat(shown().version()).isGreaterThan(before);
        harness.processBroadcastElement(
                new Erasure(
                        "r",
                        "lift",
                        8,
                        Erasure.of("r", 7, List.of("anonymous_id:laptop")).identifiers()),
                0);
        adds("laptop", 1);
        assertThat(shown().cart().units()).as("when it is lifted").isEqualTo(2);
    }

    @Test
    void aSharedCartIsAbandonedAlsoWhenItsLastOwnerIsErased() throws Exception {
        adds("laptop", 240);
        adds("phone", 0);
        passes(at(300));

        harness.processBroadcastElement(Erasure.of("r", 7, List.of("anonymous_id:laptop")), 0);
        assertThat(shown().status()).isEqualTo(CartStatus.OPEN);
        passes(at(DAY + 241));

        assertThat(shown().status()).isEqualTo(CartStatus.ABANDONED);
        assertThat(shown().changedAt()).isEqualTo(micros(at(DAY)));
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    }

    @Test
    void aCartThatOthersOnlyTouchedIsDeletedWithWhoFilledItAndSaysNothingOfThem() throws Exception {
        adds("laptop", 0);
        does(CartAction.TOUCHED, List.of(), "phone", 1);
        long before = shown().version();

        harness.processBroadcastElement(Erasure.of("r", 7, List.of("anonymous_id:laptop")), 0);

        assertThat(shown().isDeleted()).isTrue();
        assertThat(shown().version()).isGreaterThan(before);
        assertThat(shown().cart().items()).isEmpty();
        assertThat(shown().cart().owner()).isEqualTo("anonymous_id:phone");
        adds("phone", 2);
        assertThat(shown().isDeleted()).as("when it is filled anew").isFalse();
    }

    private void happens(double minutes, double ordered) throws Exception {
        if (minutes == ordered) {
            order(true, minutes);
        } else {
            adds(minutes % 2 < 1 ? "laptop" : "phone", minutes);
        }
    }

    private void adds(String cookie, double minutes) throws Exception {
        does(CartAction.ADDED, List.of(new CartItem("p", "", 1, 10_000L)), cookie, minutes);
    }

    private void does(CartAction action, List<CartItem> items, String cookie, double minutes) throws Exception {
        long time = micros(at(minutes));
        CartEvent event = new CartEvent("e" + time, time, action, items, "anonymous_id:" + cookie, "web", cookie);
        harness.processElement(CartInput.of(CART, event, PLACE, EventIdentifiers.of(null, cookie)), 0);
    }

    private void order(boolean isGiven, double minutes) throws Exception {
        harness.processElement(CartInput.of(CART, new CartOrder("o1", micros(at(minutes)), 100), isGiven), 0);
    }

    private void passes(Instant time) throws Exception {
        harness.processWatermark(new Watermark(time.toEpochMilli()));
        harness.processBroadcastWatermark(Watermark.MAX_WATERMARK);
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        shown();
        harness.close();
        harness = started(snapshot);
    }

    /** What a table of the newest rows shows. */
    private CartChange shown() {
        for (CartChange told : harness.extractOutputValues()) {
            if (shown == null || told.version() > shown.version()) {
                shown = told;
            }
        }
        if (shown == null) {
            throw new AssertionError("no cart is shown");
        }
        return shown;
    }

    private List<LateEvent> late() {
        var records = harness.getSideOutput(FoldCarts.LATE);
        List<LateEvent> late = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> late.add(record.getValue()));
        }
        return late;
    }

    private int eventsKept() throws Exception {
        return log().value().events().size();
    }

    private boolean cartIsKept() throws Exception {
        @Nullable CartLog log = log().value();
        @Nullable Cart cart = log == null ? null : log.cart(SETTINGS.carts());
        return cart != null;
    }

    private org.apache.flink.api.common.state.ValueState<CartLog> log() throws Exception {
        var operator = (AbstractStreamOperator<?>) harness.getOperator();
        KeyedStateBackend<String> backend = operator.getKeyedStateBackend();
        backend.setCurrentKey(CART);
        return backend.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ValueStateDescriptor<>("log", TypeInformation.of(CartLog.class)));
    }

    private int entriesOfState() {
        var operator = (AbstractStreamOperator<?>) harness.getOperator();
        return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
    }

    private static KeyedBroadcastOperatorTestHarness<String, CartInput, Erasure, CartChange> started(
            @Nullable OperatorSubtaskState state) throws Exception {
        var operator = new CoBroadcastWithKeyedOperator<>(new FoldCarts(SETTINGS), List.of(Erasures.ERASED));
        var started = new KeyedBroadcastOperatorTestHarness<>(operator, CartInput::cartId, Types.STRING, 1, 1, 0);
        started.setup();
        if (state != null) {
            started.initializeState(state);
        }
        started.open();
        return started;
    }
}

package io.clientele.jobs.journey;

import static io.clientele.jobs.journey.VisitLog.SETTINGS;
import static io.clientele.jobs.journey.VisitLog.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.jobs.domain.sessions.OrderClaims.Placing;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.LateEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MatchOrdersTest {
    private static final String COOKIE = "web/anonymous_id:cookie";
    private static final String CUSTOMER = "web/customer_id:7";
    private static final EventPlace PLACE = new EventPlace("orders", 1, 2, "order_placed");
    private static final double DAY = 24 * 60;

    private KeyedBroadcastOperatorTestHarness<String, OrderWord, Erasure, OrderOfVisitor> harness;

    @BeforeEach
    void start() throws Exception {
        harness = started(null);
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void anOrderGoesToTheVisitorThatItNamesAndFromThereToTheOneWhoseClickNamesIt() throws Exception {
        placed(10);
        restart();
        clicked(COOKIE, 5);

        assertThat(harness.extractOutputValues())
                .extracting(OrderOfVisitor::visitor, OrderOfVisitor::isGiven, OrderOfVisitor::at)
                .containsExactly(
                        tuple(CUSTOMER, false, VisitLog.micros(at(10))), tuple(COOKIE, true, VisitLog.micros(at(5))));
    }

    @Test
    void aRepetitionSaysNothing() throws Exception {
        for (int times = 0; times < 2; times++) {
            clicked(COOKIE, 5);
            placed(10);
        }

        assertThat(harness.extractOutputValues()).hasSize(1);
    }

    @Test
    void anOrderThatComesTooLateGoesToTheSideAndAClickThatDoesIsSilent() throws Exception {
        passes(at(10 + 4 * DAY).plusMillis(1));
        placed(10);
        clicked(COOKIE, 10);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(harness.getSideOutput(MatchOrders.LATE))
                .extracting(StreamRecord::getValue)
                .extracting(LateEvent::topic, LateEvent::eventId, LateEvent::reason)
                .containsExactly(tuple("orders", "e10.0", "beyond_sessions"));
    }

    @Test
    void stateGoesOnceNothingInTimeCanChangeWhoseTheOrderIs() throws Exception {
        placed(10);
        passes(at(60));
        clicked(COOKIE, 50);
        Instant end = at(50).plus(Duration.ofMillis(SETTINGS.claimsKept() / 1000));

        passes(end);
        assertThat(entriesOfState()).isEqualTo(1);
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);

        passes(end.plusMillis(1));
        assertThat(entriesOfState()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void whatIsKnownOfAnErasedVisitorGoesAndNothingMoreIsTakenIn() throws Exception {
        clicked(COOKIE, 5);
        Erasure erasure = Erasure.of("r", 1, List.of("anonymous_id:cookie", "customer_id:7"));

        harness.processBroadcastElement(erasure, 0);

        assertThat(entriesOfState()).isZero();
        clicked(COOKIE, 6);
        placed(10);
        assertThat(entriesOfState()).isZero();
        assertThat(harness.extractOutputValues()).isEmpty();
    }

    private void clicked(String visitor, double minutes) throws Exception {
        harness.processElement(
                new OrderWord(
                        "o1",
                        visitor,
                        "",
                        null,
                        VisitLog.micros(at(minutes)),
                        EventIdentifiers.of(null, "cookie"),
                        PLACE),
                0);
    }

    private void placed(double minutes) throws Exception {
        long time = VisitLog.micros(at(minutes));
        harness.processElement(
                new OrderWord(
                        "o1",
                        "",
                        "",
                        new Placing(time, "e" + minutes, CUSTOMER, 100),
                        time,
                        EventIdentifiers.of("7", null),
                        PLACE),
                0);
    }

    private void passes(Instant time) throws Exception {
        harness.processWatermark(new Watermark(time.toEpochMilli()));
        harness.processBroadcastWatermark(Watermark.MAX_WATERMARK);
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = started(snapshot);
    }

    private int entriesOfState() {
        var operator = (AbstractStreamOperator<?>) harness.getOperator();
        return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
    }

    private static KeyedBroadcastOperatorTestHarness<String, OrderWord, Erasure, OrderOfVisitor> started(
            @Nullable OperatorSubtaskState state) throws Exception {
        var operator = new CoBroadcastWithKeyedOperator<>(new MatchOrders(SETTINGS), List.of(Erasures.ERASED));
        var started = new KeyedBroadcastOperatorTestHarness<>(operator, OrderWord::orderId, Types.STRING, 1, 1, 0);
        started.setup();
        if (state != null) {
            started.initializeState(state);
        }
        started.open();
        return started;
    }
}

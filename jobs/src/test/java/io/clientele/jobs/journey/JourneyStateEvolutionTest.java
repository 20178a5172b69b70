package io.clientele.jobs.journey;

import static io.clientele.jobs.journey.VisitLog.SETTINGS;
import static io.clientele.jobs.journey.VisitLog.at;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.jobs.domain.carts.CartAction;
import io.clientele.jobs.domain.carts.CartEvent;
import io.clientele.jobs.domain.carts.CartItem;
import io.clientele.jobs.domain.carts.CartOrder;
import io.clientele.jobs.domain.sessions.Action;
import io.clientele.jobs.domain.sessions.Arrival;
import io.clientele.jobs.domain.sessions.OrderClaims.Placing;
import io.clientele.jobs.domain.sessions.VisitEvent;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.state.StateSnapshots;
import io.clientele.jobs.state.WaitingInputs;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The state of the journey job's main operators, as earlier versions wrote it. */
class JourneyStateEvolutionTest {
    private static final String VISITOR = "web/anonymous_id:cookie";
    private static final String CUSTOMER = "web/customer_id:7";
    private static final EventPlace PLACE = new EventPlace("clickstream", 3, 14, "page_viewed");

    @Test
    void foldSessions() throws Exception {
        StateSnapshots.assertRestored("fold-sessions", new FoldingVisits(0), FoldSessions.LATE);
    }

    @Test
    void whatWaitsOfAVisitorWithVeryManyEvents() throws Exception {
        StateSnapshots.assertRestored("waiting-visits", new FoldingVisits(WaitingInputs.MANY), FoldSessions.LATE);
    }

    @Test
    void matchOrders() throws Exception {
        StateSnapshots.assertRestored("match-orders", new Matching());
    }

    @Test
    void foldCarts() throws Exception {
        StateSnapshots.assertRestored("fold-carts", new FoldingCarts(), FoldCarts.LATE);
    }

    /** A visitor's events, and more of them in the first minutes. */
    private record FoldingVisits(int more)
            implements StateSnapshots.Life<
                    KeyedBroadcastOperatorTestHarness<String, VisitorInput, Erasure, VisitorSession>> {
        @Override
        public KeyedBroadcastOperatorTestHarness<String, VisitorInput, Erasure, VisitorSession> start(
                @Nullable OperatorSubtaskState state) throws Exception {
            return StateSnapshots.open(
                    new KeyedBroadcastOperatorTestHarness<>(
                            new CoBroadcastWithKeyedOperator<>(new FoldSessions(SETTINGS), List.of(Erasures.ERASED)),
                            VisitorInput::visitor,
                            Types.STRING,
                            1,
                            1,
                            0),
                    state);
        }

        @Override
        public void before(KeyedBroadcastOperatorTestHarness<String, VisitorInput, Erasure, VisitorSession> harness)
                throws Exception {
            harness.processBroadcastElement(Erasure.of("r", 7, List.of("customer_id:gone")), 0);
            for (int number = 1; number <= more; number++) {
                view(harness, number / 60.0, "cookie");
            }
            view(harness, 0, "cookie");
            view(harness, 50, "cookie");
            harness.processElement(
                    VisitorInput.of(new OrderOfVisitor(VISITOR, "o1", VisitLog.micros(at(1)), 100, true)), 0);
            passes(harness, 60);
        }

        @Override
        public void after(KeyedBroadcastOperatorTestHarness<String, VisitorInput, Erasure, VisitorSession> harness)
                throws Exception {
            view(harness, 50, "cookie");
            view(harness, 25, "cookie");
            harness.processElement(
                    new VisitorInput(VISITOR, event(70), PLACE, null, EventIdentifiers.of("gone", "cookie")), 0);
            passes(harness, 10 * 24 * 60);
            view(harness, 55, "cookie");
        }

        private static void view(
                KeyedBroadcastOperatorTestHarness<String, VisitorInput, Erasure, VisitorSession> harness,
                double minutes,
                String cookie)
                throws Exception {
            harness.processElement(
                    new VisitorInput(VISITOR, event(minutes), PLACE, null, EventIdentifiers.of(null, cookie)), 0);
        }
    }

    private static final class Matching
            implements StateSnapshots.Life<
                    KeyedBroadcastOperatorTestHarness<String, OrderWord, Erasure, OrderOfVisitor>> {
        @Override
        public KeyedBroadcastOperatorTestHarness<String, OrderWord, Erasure, OrderOfVisitor> start(
                @Nullable OperatorSubtaskState state) throws Exception {
            return StateSnapshots.open(
                    new KeyedBroadcastOperatorTestHarness<>(
                            new CoBroadcastWithKeyedOperator<>(new MatchOrders(SETTINGS), List.of(Erasures.ERASED)),
                            OrderWord::orderId,
                            Types.STRING,
                            1,
                            1,
                            0),
                    state);
        }

        @Override
        public void before(KeyedBroadcastOperatorTestHarness<String, OrderWord, Erasure, OrderOfVisitor> harness)
                throws Exception {
            long time = VisitLog.micros(at(10));
            harness.processElement(
                    new OrderWord(
                            "o1",
                            "",
                            "",
                            new Placing(time, "e1", CUSTOMER, 100),
                            time,
                            EventIdentifiers.of("7", null),
                            PLACE),
                    0);
            clicked(harness, "o2", 20);
            passes(harness, 30);
        }

        @Override
        public void after(KeyedBroadcastOperatorTestHarness<String, OrderWord, Erasure, OrderOfVisitor> harness)
                throws Exception {
            clicked(harness, "o1", 5);
            long time = VisitLog.micros(at(40));
            harness.processElement(
                    new OrderWord(
                            "o2",
                            "",
                            "",
                            new Placing(time, "e2", CUSTOMER, 200),
                            time,
                            EventIdentifiers.of("7", null),
                            PLACE),
                    0);
        }

        private static void clicked(
                KeyedBroadcastOperatorTestHarness<String, OrderWord, Erasure, OrderOfVisitor> harness,
                String order,
                double minutes)
                throws Exception {
            harness.processElement(
                    new OrderWord(
                            order,
                            VISITOR,
                            "",
                            null,
                            VisitLog.micros(at(minutes)),
                            EventIdentifiers.of(null, "cookie"),
                            PLACE),
                    0);
        }
    }

    private static final class FoldingCarts
            implements StateSnapshots.Life<KeyedBroadcastOperatorTestHarness<String, CartInput, Erasure, CartChange>> {
        @Override
        public KeyedBroadcastOperatorTestHarness<String, CartInput, Erasure, CartChange> start(
                @Nullable OperatorSubtaskState state) throws Exception {
            return StateSnapshots.open(
                    new KeyedBroadcastOperatorTestHarness<>(
                            new CoBroadcastWithKeyedOperator<>(new FoldCarts(SETTINGS), List.of(Erasures.ERASED)),
                            CartInput::cartId,
                            Types.STRING,
                            1,
                            1,
                            0),
                    state);
        }

        @Override
        public void before(KeyedBroadcastOperatorTestHarness<String, CartInput, Erasure, CartChange> harness)
                throws Exception {
            harness.processBroadcastElement(Erasure.of("r", 7, List.of("customer_id:gone")), 0);
            added(harness, "settled", 0);
            passes(harness, 20 * 24 * 60);
            added(harness, "settled", 20 * 24 * 60);
            added(harness, "open", 20 * 24 * 60);
            harness.processElement(
                    CartInput.of("open", new CartOrder("o1", VisitLog.micros(at(20 * 24 * 60 + 1)), 100), true), 0);
        }

        @Override
        public void after(KeyedBroadcastOperatorTestHarness<String, CartInput, Erasure, CartChange> harness)
                throws Exception {
            added(harness, "open", 20 * 24 * 60);
            added(harness, "open", 20 * 24 * 60 - 5);
            added(harness, "settled", 20 * 24 * 60 + 5);
            passes(harness, 30 * 24 * 60);
            added(harness, "settled", 1);
        }

        private static void added(
                KeyedBroadcastOperatorTestHarness<String, CartInput, Erasure, CartChange> harness,
                String cart,
                double minutes)
                throws Exception {
            long time = VisitLog.micros(at(minutes));
            CartEvent event = new CartEvent(
                    "e" + time,
                    time,
                    CartAction.ADDED,
                    List.of(new CartItem("p", "", 1, 10_000L)),
                    "anonymous_id:cookie",
                    "web",
                    "phone");
            harness.processElement(CartInput.of(cart, event, PLACE, EventIdentifiers.of(null, "cookie")), 0);
        }
    }

    private static VisitEvent event(double minutes) {
        long time = VisitLog.micros(at(minutes));
        return new VisitEvent("e" + time, time, Action.VIEW, "/", Arrival.UNKNOWN);
    }

    private static void passes(KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> harness, double minutes) throws Exception {
        harness.processWatermark(new Watermark(at(minutes).toEpochMilli()));
        harness.processBroadcastWatermark(Watermark.MAX_WATERMARK);
    }
}

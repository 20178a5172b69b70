package io.clientele.jobs.journey;

import static io.clientele.jobs.journey.VisitLog.SETTINGS;
import static io.clientele.jobs.journey.VisitLog.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.jobs.domain.sessions.Action;
import io.clientele.jobs.domain.sessions.Arrival;
import io.clientele.jobs.domain.sessions.Session;
import io.clientele.jobs.domain.sessions.VisitEvent;
import io.clientele.jobs.domain.sessions.VisitorLog;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.LateEvent;
import io.clientele.jobs.state.KeyedLog;
import io.clientele.jobs.state.WaitingInputs;
import io.clientele.schemas.IdentifierDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.slf4j.MDC;

class FoldSessionsTest {
    private static final String VISITOR = "web/anonymous_id:cookie";
    private static final EventPlace PLACE = new EventPlace("clickstream", 3, 14, "page_viewed");
    private static final double DAY = 24 * 60;

    private KeyedBroadcastOperatorTestHarness<String, VisitorInput, Erasure, VisitorSession> harness;
    private final TreeMap<Long, Session> shown = new TreeMap<>();
    private long clock;

    @BeforeEach
    void start() throws Exception {
        harness = started(null);
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void anEventCorrectsItsSessionForFourDaysAndIsLateAfterwardsAlsoRightAfterARestart() throws Exception {
        view(0);
        passes(at(4 * DAY + 20));
        view(20);
        assertThat(shown().values()).extracting(Session::events).containsExactly(2);

        restart();
        view(19.9);

        assertThat(shown().values()).extracting(Session::events).containsExactly(2);
        assertThat(late())
                .extracting(LateEvent::topic, LateEvent::offset, LateEvent::eventName, LateEvent::reason)
                .containsExactly(tuple("clickstream", 14L, "page_viewed", "beyond_sessions"));
    }

    @Test
    void whatALateEventJoinsIsToldWithTheOneThatIsNoMore() throws Exception {
        view(0);
        view(50);
        harness.getOutput().clear();

        view(25);

        assertThat(harness.extractOutputValues())
                .extracting(
                        told -> told.session().startedAt(),
                        told -> told.session().events(),
                        VisitorSession::isDeleted,
                        VisitorSession::version,
                        VisitorSession::changedAt)
                .containsExactly(
                        tuple(VisitLog.micros(at(50)), 1, true, 3L, VisitLog.micros(at(25))),
                        tuple(VisitLog.micros(at(0)), 3, false, 3L, VisitLog.micros(at(25))));
    }

    @Test
    void aRepeatedEventChangesNothingAlsoAfterARestart() throws Exception {
        view(0);
        view(0);
        assertThat(harness.extractOutputValues()).hasSize(1);

        restart();
        view(0);

        assertThat(harness.extractOutputValues()).isEmpty();
    }

    @Test
    void stateIsBoundedAndGoesWhenNobodyComesBack() throws Exception {
        for (int day = 0; day < 40; day++) {
            for (int visit = 0; visit < 5; visit++) {
                view(day * DAY + visit);
                passes(at(day * DAY + visit));
            }
            assertThat(entriesOfState()).as("log and timer").isEqualTo(2);
            assertThat(harness.numEventTimeTimers()).isEqualTo(1);
            assertThat(eventsKept()).as("six days and a gap of five a day").isLessThanOrEqualTo(5 * 8);
        }

        passes(at(39 * DAY + 4).plus(Duration.ofMillis(SETTINGS.sessionsKept() / 1000)));
        assertThat(entriesOfState()).as("still open").isEqualTo(2);
        passes(at(39 * DAY + 4).plus(Duration.ofMillis(SETTINGS.sessionsKept() / 1000 + 1)));

        assertThat(entriesOfState()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(late()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void arrivalsInsideTheBoundAndRestartsDoNotMatter(long seed) throws Exception {
        Random random = new Random(seed);
        TreeMap<Long, Double> byArrival = new TreeMap<>();
        double minutes = 0;
        for (int number = 0; number < 150; number++) {
            minutes += random.nextInt(4) == 0 ? random.nextInt(900) : 20 + random.nextInt(12);
            byArrival.put(Math.round((minutes + random.nextDouble() * 4 * DAY) * 60_000), minutes);
        }
        for (double each : byArrival.values()) {
            view(each);
        }
        Map<Long, Session> expected = new TreeMap<>(shown());
        harness.close();
        shown.clear();
        harness = started(null);

        for (var arrival : byArrival.entrySet()) {
            passes(at(0).plusMillis(arrival.getKey()));
            view(arrival.getValue());
            if (random.nextInt(10) == 0) {
                restart();
                view(arrival.getValue());
            }
        }

        assertThat(shown()).isEqualTo(expected);
        assertThat(late()).isEmpty();
    }

    @Test
    void anOrderIsGivenAndTakenAway() throws Exception {
        order(true, 10);
        assertThat(harness.extractOutputValues()).as("nobody was there").isEmpty();
        view(0);
        assertThat(shown().values()).extracting(Session::orderIds).containsExactly(List.of("o1"));

        order(false, 10);

        assertThat(shown().values()).extracting(Session::orderIds).containsExactly(List.of());
    }

    /** Four days behind event time an order may name a click of the day before, and another click of the day after claim it. */
    @Test
    void anOrderThatComesLastFindsItsSessionAndIsTakenAwayAgain() throws Exception {
        view(0);
        passes(at(5 * DAY));
        order(true, 0);
        assertThat(shown().values()).extracting(Session::orderIds).containsExactly(List.of("o1"));

        passes(at(6 * DAY));
        order(false, 0);

        assertThat(shown().values()).extracting(Session::orderIds).containsExactly(List.of());
    }

    /** A robot, whose log is too large to be written for each event. */
    @Test
    void ofAVisitorWithVeryManyEventsBundlesAreTaken() throws Exception {
        int many = 3 * WaitingInputs.MANY;
        for (int number = 0; number < many; number++) {
            view(number);
            view(number / 2.0);
            if (number % 100 == 99) {
                passes(at(number));
                waits();
            }
            if (number % 400 == 350) {
                restart();
            }
        }
        order(true, 1_500);
        assertThat(entriesOfState())
                .as("log, timer, and what waits, with its timer")
                .isEqualTo(4);
        order(false, 1_500);
        order(true, 2_500);
        view(many + 29);
        int before = shown().size();
        assertThat(before).as("of two days and a bit").isEqualTo(3);
        view(-5 * DAY);
        assertThat(late()).as("late is late, also for whom bundles are taken").hasSize(1);

        waits();

        assertThat(shown().values()).extracting(Session::events).containsExactly(1441 + 1440, 1440 + 60, 119 + 1);
        assertThat(shown().values()).extracting(Session::orderIds).containsExactly(List.of(), List.of("o1"), List.of());
        assertThat(harness.extractOutputValues())
                .as("told for bundles, since the last restart")
                .hasSizeLessThan(50);
        assertThat(entriesOfState()).as("log and timer").isEqualTo(2);
        view(many + 29.5);
        passes(at(many + 29.5).plus(Duration.ofMillis(SETTINGS.sessionsKept() / 1000 + 1)));
        assertThat(entriesOfState()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void theLogTellsOnceOfALargeKeyByItsHashAlone() throws Exception {
        try (LogLines lines = LogLines.of(WaitingInputs.class)) {
            for (int number = 0; number <= WaitingInputs.MANY; number++) {
                view(number);
            }
            waits();

            assertThat(lines.all()).hasSize(1).noneMatch(line -> line.contains("cookie"));
            assertThat(lines.contexts())
                    .first()
                    .satisfies(context -> assertThat(context)
                            .containsEntry(KeyedLog.KEY, IdentifierDigest.ofText(VISITOR))
                            .containsKeys(KeyedLog.JOB, KeyedLog.OPERATOR));
        }
        assertThat(MDC.get(KeyedLog.KEY)).isNull();
    }

    @Test
    void ofAnErasedVisitorNothingWaits() throws Exception {
        for (int number = 0; number <= WaitingInputs.MANY; number++) {
            view(number);
        }
        assertThat(entriesOfState()).isEqualTo(4);

        harness.processElement(VisitorInput.erasure(VISITOR), 0);

        assertThat(entriesOfState()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    /** The order to the visitor and the word to all come by two ways. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErasedVisitorIsForgottenAndNotTakenInAnyMoreUntilThatIsLifted(boolean isOrderFirst) throws Exception {
        Erasure erasure = Erasure.of("r", 7, List.of("anonymous_id:cookie"));
        view(0);
        if (isOrderFirst) {
            harness.processElement(VisitorInput.erasure(VISITOR), 0);
            view(1);
            harness.processBroadcastElement(erasure, 0);
        } else {
            harness.processBroadcastElement(erasure, 0);
            view(1);
            harness.processElement(VisitorInput.erasure(VISITOR), 0);
        }
        assertThat(entriesOfState()).isZero();
        assertThat(harness.numEventTimeTimers())
                .as("timers, whose keys are visitors")
                .isZero();
        assertThat(harness.extractOutputValues()).hasSize(1);
        restart();

        view(2);
        order(true, 2);
        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(entriesOfState()).isZero();

        harness.processBroadcastElement(new Erasure("r", "lift", 8, erasure.identifiers()), 0);
        view(2);
        assertThat(harness.extractOutputValues()).hasSize(1);
    }

    @Test
    void anEventThatNamesSomebodyErasedIsRefused() throws Exception {
        harness.processBroadcastElement(Erasure.of("r", 7, List.of("customer_id:7")), 0);

        harness.processElement(new VisitorInput(VISITOR, event(0), PLACE, null, EventIdentifiers.of("7", "cookie")), 0);

        assertThat(harness.extractOutputValues()).isEmpty();
    }

    private void view(double minutes) throws Exception {
        harness.processElement(
                new VisitorInput(VISITOR, event(minutes), PLACE, null, EventIdentifiers.of(null, "cookie")), 0);
    }

    private static VisitEvent event(double minutes) {
        long time = VisitLog.micros(at(minutes));
        return new VisitEvent("e" + time, time, Action.VIEW, "/", Arrival.UNKNOWN);
    }

    private void order(boolean isGiven, double minutes) throws Exception {
        harness.processElement(
                VisitorInput.of(new OrderOfVisitor(VISITOR, "o1", VisitLog.micros(at(minutes)), 100, isGiven)), 0);
    }

    /** Longer than anything has to wait. */
    private void waits() throws Exception {
        clock += WaitingInputs.SHORTEST_WAIT + 100;
        harness.setProcessingTime(clock);
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
        harness.setProcessingTime(clock);
    }

    /** What a table of the newest rows shows, by the start of the session. */
    private Map<Long, Session> shown() {
        for (VisitorSession told : harness.extractOutputValues()) {
            if (told.isDeleted()) {
                shown.remove(told.session().startedAt());
            } else {
                shown.put(told.session().startedAt(), told.session());
            }
        }
        return shown;
    }

    private List<LateEvent> late() {
        var records = harness.getSideOutput(FoldSessions.LATE);
        List<LateEvent> late = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> late.add(record.getValue()));
        }
        return late;
    }

    private int eventsKept() throws Exception {
        var operator = (AbstractStreamOperator<?>) harness.getOperator();
        KeyedStateBackend<String> backend = operator.getKeyedStateBackend();
        backend.setCurrentKey(VISITOR);
        VisitorLog log = backend.getPartitionedState(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        new ValueStateDescriptor<>("log", TypeInformation.of(VisitorLog.class)))
                .value();
        return log.events();
    }

    private int entriesOfState() {
        var operator = (AbstractStreamOperator<?>) harness.getOperator();
        return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
    }

    private static KeyedBroadcastOperatorTestHarness<String, VisitorInput, Erasure, VisitorSession> started(
            @Nullable OperatorSubtaskState state) throws Exception {
        var operator = new CoBroadcastWithKeyedOperator<>(new FoldSessions(SETTINGS), List.of(Erasures.ERASED));
        var started = new KeyedBroadcastOperatorTestHarness<>(operator, VisitorInput::visitor, Types.STRING, 1, 1, 0);
        started.setup();
        if (state != null) {
            started.initializeState(state);
        }
        started.open();
        return started;
    }
}

package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.domain.rfm.ScoringRules;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FoldProfileTest {

    private static final int FIRST_DAY = (int) ShopLog.FIRST_DAY.toEpochDay();
    private static final ProfileSettings SETTINGS = new ProfileSettings(
            new BusinessCalendar(ZoneOffset.UTC),
            "GBP",
            new ScoringRules(null, ScoringRules.ALL_HISTORY, 1_000_000),
            Duration.ofDays(4));

    private KeyedOneInputStreamOperatorTestHarness<String, ReceivedEvent, NodeProfile> harness;

    @BeforeEach
    void start() throws Exception {
        harness = started(null);
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void aJumpOfEventTimeSettlesEveryDayOnItsOwn() throws Exception {
        send(new ShopLog().placed("a", "1", ShopLog.at(0, 9), "10").placed("a", "2", ShopLog.at(5, 9), "20"));

        harness.processWatermark(ShopLog.at(200, 0).toEpochMilli() - 1);

        assertThat(side(FoldProfile.CONTRIBUTIONS))
                .containsExactly(
                        new Contribution(FIRST_DAY + 1, RfmValues.NONE, new RfmValues(FIRST_DAY, 1, 100_000)),
                        new Contribution(
                                FIRST_DAY + 6,
                                new RfmValues(FIRST_DAY, 1, 100_000),
                                new RfmValues(FIRST_DAY + 5, 2, 300_000)));
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void anOrderOfAClosedDayIsInTheProfileAndWaitsForTheNextDay() throws Exception {
        harness.processWatermark(ShopLog.at(3, 0).toEpochMilli() - 1);

        send(new ShopLog().placed("a", "1", ShopLog.at(0, 9), "10"));
        harness.processWatermark(ShopLog.at(4, 0).toEpochMilli() - 1);

        assertThat(harness.extractOutputValues()).hasSize(1);
        assertThat(side(FoldProfile.LATE)).extracting(LateEvent::reason).containsExactly("after_boundary");
        assertThat(side(FoldProfile.CONTRIBUTIONS))
                .extracting(Contribution::boundary)
                .containsExactly(FIRST_DAY + 4);
    }

    @Test
    void aRepeatedEventChangesNothingAlsoAfterARestart() throws Exception {
        ShopLog log = new ShopLog()
                .placed("a", "1", ShopLog.at(0, 9), "10")
                .clicked("a", "product_viewed", ShopLog.at(0, 10));
        send(log);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = started(snapshot);
        send(log);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(harness.numEventTimeTimers()).isOne();
    }

    @Test
    void aClickBeyondTheHorizonIsLateAndNotCounted() throws Exception {
        harness.processWatermark(ShopLog.at(5, 0).toEpochMilli());

        send(new ShopLog().clicked("a", "product_viewed", ShopLog.at(0, 10)));

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(side(FoldProfile.LATE)).extracting(LateEvent::reason).containsExactly("beyond_deduplication");
    }

    private KeyedOneInputStreamOperatorTestHarness<String, ReceivedEvent, NodeProfile> started(
            @Nullable OperatorSubtaskState state) throws Exception {
        var operator = new KeyedProcessOperator<>(new FoldProfile(ShopLog.schemas(), SETTINGS));
        var started = new KeyedOneInputStreamOperatorTestHarness<>(
                operator, (ReceivedEvent event) -> NodeKey.require(event).text(), Types.STRING);
        started.setup();
        if (state != null) {
            started.initializeState(state);
        }
        started.open();
        return started;
    }

    private void send(ShopLog log) throws Exception {
        for (ReceivedEvent event : log.events()) {
            harness.processElement(event, event.eventTimeMillis());
        }
    }

    private <T> List<T> side(OutputTag<T> tag) {
        var records = harness.getSideOutput(tag);
        List<T> values = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> values.add(record.getValue()));
        }
        return values;
    }
}

package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clientele.jobs.domain.rfm.CutPoints;
import io.clientele.jobs.domain.rfm.RfmValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoreCustomerTest {

    private static final int FIRST_DAY = (int) ShopLog.FIRST_DAY.toEpochDay();

    private KeyedBroadcastOperatorTestHarness<String, RfmUpdate, CutPoints, CustomerScore> harness;

    @BeforeEach
    void start() throws Exception {
        harness = started(null);
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    /** A restart brings no watermark; what the person does before the next one comes is scored as without the restart. */
    @Test
    void whatComesRightAfterARestartIsScoredAsIfThereWereNone() throws Exception {
        List<CustomerScore> without = scores(false);
        harness.close();
        harness = started(null);
        List<CustomerScore> with = scores(true);

        assertThat(with).containsExactlyElementsOf(without);
        assertThat(with)
                .extracting(CustomerScore::version)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    /** Others have not heard that the person was gone, and go on from what they know. */
    @Test
    void aPersonThatWasPartOfAnotherOneComesBackFromTheSegmentItWasIn() throws Exception {
        ordered(1, 1);
        begins(2);
        ordered(2, 2);
        partOfAnother(2);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = started(snapshot);
        ordered(2, 2);
        partOfAnother(2);
        ordered(2, 9);

        assertThat(harness.extractOutputValues())
                .extracting(CustomerScore::isDeleted)
                .containsExactly(false, true, false);
        assertThat(moves())
                .extracting(SegmentChange::fromSegment, SegmentChange::toSegment)
                .containsExactly(tuple("potential_loyalists", "champions"));
    }

    /** Until the next day begins it is not known whether the rest is to be forgotten too. */
    @Test
    void ofAPersonOfWhomAPartIsForgottenTheRestIsToldWhenTheNextDayBegins() throws Exception {
        ordered(1, 9);
        begins(2);
        told(2, new RfmValues(FIRST_DAY + 1, 2, 10_000L), true);
        assertThat(moves()).extracting(SegmentChange::toSegment).containsExactly("champions");

        begins(3);

        assertThat(moves())
                .extracting(SegmentChange::fromSegment, SegmentChange::toSegment)
                .containsExactly(tuple("prospect", "champions"), tuple("champions", "potential_loyalists"));
    }

    private void partOfAnother(int day) throws Exception {
        told(day, RfmValues.NONE, true);
    }

    private void told(int day, RfmValues values, boolean isMergedAway) throws Exception {
        long at = ShopLog.at(day, 9).toEpochMilli();
        DatedValues step =
                new DatedValues(FIRST_DAY + day, values.hasOrders() ? "a" : null, values, at * 1000, isMergedAway);
        harness.processElement(new RfmUpdate("p", List.of(step), false), at);
    }

    private List<SegmentChange> moves() {
        return harness.getSideOutput(ScoreCustomer.SEGMENT_CHANGES).stream()
                .map(StreamRecord::getValue)
                .toList();
    }

    private List<CustomerScore> scores(boolean isRestarted) throws Exception {
        List<CustomerScore> scores = new ArrayList<>();
        ordered(1, 1);
        for (int day = 2; day <= 6; day++) {
            begins(day);
        }
        ordered(6, 2);
        if (isRestarted) {
            scores.addAll(harness.extractOutputValues());
            OperatorSubtaskState snapshot = harness.snapshot(1, 1);
            harness.close();
            harness = started(snapshot);
        }
        ordered(6, 3);
        ordered(6, 4);
        begins(7);
        scores.addAll(harness.extractOutputValues());
        return scores;
    }

    /** Every order of the day moves the values at its end. */
    private void ordered(int day, int frequency) throws Exception {
        told(day, new RfmValues(FIRST_DAY + day, frequency, 10_000L), false);
    }

    private void begins(int day) throws Exception {
        long[] cuts = {10, 20, 30, 40L + day};
        harness.processBroadcastElement(new CutPoints(FIRST_DAY + day, cuts, cuts, cuts, 1, true, false), 0);
        Watermark watermark = new Watermark(ShopLog.at(day, 0).toEpochMilli() - 1);
        harness.processWatermark(watermark);
        harness.processBroadcastWatermark(watermark);
    }

    private static KeyedBroadcastOperatorTestHarness<String, RfmUpdate, CutPoints, CustomerScore> started(
            @Nullable OperatorSubtaskState state) throws Exception {
        var operator = new CoBroadcastWithKeyedOperator<>(
                new ScoreCustomer(ShopLog.settings(Duration.ofDays(4)).calendar()), List.of(ScoreCustomer.CUT_POINTS));
        var started = new KeyedBroadcastOperatorTestHarness<>(operator, RfmUpdate::personId, Types.STRING, 1, 1, 0);
        started.setup();
        if (state != null) {
            started.initializeState(state);
        }
        started.open();
        return started;
    }
}

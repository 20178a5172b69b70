package io.clientele.connectors.kafka;

import static io.clientele.connectors.kafka.TestEvents.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** What the silence of some partitions of a reader does to the time of all. */
class ReaderWatermarksTest {
    private static final Duration DISORDER = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration A_LITTLE = Duration.ofSeconds(1);
    private static final Duration LONG = IDLE.plus(A_LITTLE);
    private static final Instant LATER = NOON.plusSeconds(3600);

    private final OneReader reader = new OneReader(strategy());

    @Test
    void partitionsThatFallSilentTogetherLeaveTheLatestTimeBehind() throws Exception {
        reader.assign("behind", "ahead");
        reader.read("behind", heartbeat(NOON));
        reader.read("ahead", heartbeat(LATER));
        assertThat(reader.watermarks()).containsExactly(NOON);

        reader.pass(LONG);

        assertThat(reader.watermarks()).containsExactly(NOON, LATER);
        assertThat(reader.statuses()).containsExactly(WatermarkStatus.IDLE);
    }

    @Test
    void whoIsAheadIsNotForgottenWhileOthersAreStillBehind() throws Exception {
        reader.assign("behind", "ahead");
        reader.read("ahead", heartbeat(LATER));
        for (int minute = 0; minute < 5; minute++) {
            reader.read("behind", heartbeat(NOON.plusSeconds(minute)));
            reader.pass(IDLE.minus(A_LITTLE));
        }
        assertThat(reader.watermarks()).endsWith(NOON.plusSeconds(4));

        reader.pass(A_LITTLE.multipliedBy(2));

        assertThat(reader.watermarks()).endsWith(LATER);
        assertThat(reader.statuses()).containsExactly(WatermarkStatus.IDLE);
    }

    @Test
    void twoThatAreAheadTogetherAreNotForgottenTogether() throws Exception {
        reader.assign("ahead", "ahead too", "behind");
        reader.read("ahead", heartbeat(LATER));
        reader.read("ahead too", heartbeat(LATER));
        reader.read("behind", heartbeat(NOON));

        reader.pass(LONG);

        assertThat(reader.watermarks()).containsExactly(NOON, LATER);
    }

    /** As after a restart: one partition is at its end and says nothing, another reads its backlog at once; then Flink misses a tick. */
    @Test
    void whoNeverSaidAnythingDoesNotTakeTheTimeOfTheOthersAlong() throws Exception {
        reader.assign("at its end", "behind");
        reader.read("behind", heartbeat(NOON));
        reader.pass(IDLE.minus(A_LITTLE));
        assertThat(reader.watermarks()).isEmpty();

        reader.stall(A_LITTLE.multipliedBy(2));
        reader.pass(A_LITTLE);

        assertThat(reader.watermarks()).containsExactly(NOON);
        assertThat(reader.statuses()).containsExactly(WatermarkStatus.IDLE);
    }

    /** Else the time of other readers would count, and the rest of the backlog be late. */
    @Test
    void aReaderWithABacklogIsNotIdleWhileAnotherPartitionHoldsItBack() throws Exception {
        reader.pass(A_LITTLE);
        reader.assign("at its end", "behind");

        for (int tick = 0; tick < 400; tick++) {
            reader.read("behind", heartbeat(NOON.plusSeconds(tick)));
            reader.pass(OneReader.TICK);
        }

        assertThat(reader.statuses()).isEmpty();
        assertThat(reader.watermarks()).endsWith(NOON.plusSeconds(399));
    }

    @Test
    void backpressureIsNoSilence() throws Exception {
        reader.assign("partition");
        reader.read("partition", heartbeat(NOON));

        reader.passUnderBackpressure(LONG);
        assertThat(reader.statuses()).isEmpty();

        reader.pass(LONG);
        assertThat(reader.statuses()).containsExactly(WatermarkStatus.IDLE);
    }

    @Test
    void aLongPauseBeforeTheFirstTickIsNoSilence() throws Exception {
        reader.assign("partition");

        reader.stall(LONG);
        assertThat(reader.statuses()).isEmpty();
    }

    @Test
    void aReaderWithoutPartitionsHoldsBackNobody() throws Exception {
        reader.pass(IDLE.minus(A_LITTLE));
        assertThat(reader.statuses()).isEmpty();

        reader.pass(A_LITTLE.multipliedBy(2));
        assertThat(reader.statuses()).containsExactly(WatermarkStatus.IDLE);
    }

    @Test
    void aReaderThatNeverHeardAnythingHoldsBackNobody() throws Exception {
        reader.assign("one", "two", "three");

        reader.pass(LONG);

        assertThat(reader.watermarks()).isEmpty();
        assertThat(reader.statuses()).containsExactly(WatermarkStatus.IDLE);
    }

    @Test
    void aPartitionFoundLaterIsWaitedForLikeTheOthers() throws Exception {
        reader.assign("old");
        reader.read("old", heartbeat(NOON));
        reader.pass(LONG);

        reader.assign("new");
        reader.read("old", heartbeat(LATER));
        reader.pass(IDLE.minus(A_LITTLE));
        assertThat(reader.watermarks()).containsExactly(NOON);

        reader.pass(A_LITTLE.multipliedBy(2));
        assertThat(reader.watermarks()).containsExactly(NOON, LATER);
    }

    @Test
    void whoWakesUpBehindTheOthersFallsAsleepAgain() throws Exception {
        reader.assign("woken", "ahead");
        reader.read("woken", heartbeat(NOON));
        reader.read("ahead", heartbeat(LATER));
        reader.pass(LONG);

        reader.read("woken", heartbeat(NOON.plusSeconds(1)));
        reader.pass(LONG);
        reader.read("ahead", heartbeat(LATER.plusSeconds(1)));
        assertThat(reader.watermarks()).containsExactly(NOON, LATER, LATER.plusSeconds(1));

        reader.pass(LONG);
        assertThat(reader.statuses())
                .containsExactly(WatermarkStatus.IDLE, WatermarkStatus.ACTIVE, WatermarkStatus.IDLE);
    }

    /** Every subtask gets a copy of the strategy: what one reader has heard is nothing to another. */
    @Test
    void readersKnowNothingOfEachOther() throws Exception {
        WatermarkStrategy<PolledRecord> strategy = strategy();
        OneReader one = new OneReader(InstantiationUtil.clone(strategy));
        OneReader other = new OneReader(InstantiationUtil.clone(strategy));
        one.assign("ahead");
        other.assign("behind");

        one.read("ahead", heartbeat(LATER));
        for (int minute = 0; minute < 5; minute++) {
            one.pass(IDLE.dividedBy(2));
            other.read("behind", heartbeat(NOON.plusSeconds(minute)));
            other.pass(IDLE.dividedBy(2));
        }

        assertThat(one.statuses()).containsExactly(WatermarkStatus.IDLE);
        assertThat(other.statuses()).isEmpty();
    }

    /** Whatever partitions say, in whatever order and with whatever pauses: once all are silent, the latest of it is the time. */
    @Property(tries = 200)
    void theLatestTimeIsNeverLost(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 3) Integer> partitions,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 600) Integer> seconds,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 70) Integer> pauses)
            throws Exception {
        OneReader any = new OneReader(strategy());
        any.assign("0", "1", "2", "3");
        for (int i = 0; i < seconds.size(); i++) {
            any.read(partitions.get(i % partitions.size()).toString(), heartbeat(NOON.plusSeconds(seconds.get(i))));
            any.pass(Duration.ofSeconds(pauses.get(i % pauses.size())));
        }

        any.pass(LONG.multipliedBy(2));

        assertThat(any.watermarks())
                .isSorted()
                .endsWith(NOON.plusSeconds(
                        seconds.stream().max(Comparator.naturalOrder()).orElseThrow()));
        assertThat(any.statuses()).endsWith(WatermarkStatus.IDLE);
    }

    private static PolledRecord heartbeat(Instant time) {
        return PolledRecord.heartbeat(time.toEpochMilli());
    }

    private static WatermarkStrategy<PolledRecord> strategy() {
        return EventSource.watermarks(new KafkaSettings(
                "localhost:9092", URI.create("http://localhost:8081"), 1024, DISORDER, IDLE, KafkaAccess.OPEN));
    }
}

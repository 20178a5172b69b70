package io.clientele.connectors.kafka;

import static io.clientele.connectors.kafka.TestEvents.NOON;
import static io.clientele.connectors.kafka.TestEvents.micros;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.operators.TimestampsAndWatermarksOperator;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Event time of one partition, as the source computes it. */
class EventTimeTest {
    private static final Duration DISORDER = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration EMIT_INTERVAL = Duration.ofMillis(200);

    private final OneInputStreamOperatorTestHarness<PolledRecord, PolledRecord> partition = partition();

    private long wallClock;

    @BeforeEach
    void open() throws Exception {
        partition.getExecutionConfig().setAutoWatermarkInterval(EMIT_INTERVAL.toMillis());
        partition.open();
    }

    @AfterEach
    void close() throws Exception {
        partition.close();
    }

    @Test
    void theNewestEventLessTheDisorderIsComplete() throws Exception {
        receive(event(NOON), event(NOON.minusSeconds(30)), event(NOON.plusSeconds(10)));

        assertThat(watermarks()).containsExactly(NOON.plusSeconds(10).minus(DISORDER));
    }

    @Test
    void aLateEventMovesNothingBack() throws Exception {
        receive(event(NOON));
        receive(event(NOON.minusSeconds(600)));

        assertThat(watermarks()).containsExactly(NOON.minus(DISORDER));
    }

    @Test
    void aHeartbeatCompletesEverythingBeforeIt() throws Exception {
        receive(event(NOON));
        receive(PolledRecord.heartbeat(NOON.toEpochMilli()));

        assertThat(watermarks()).containsExactly(NOON.minus(DISORDER), NOON);
    }

    /** A checkpoint between it and the next periodic watermark would keep its offset and lose its time. */
    @Test
    void aHeartbeatIsTimeAtOnce() throws Exception {
        partition.processElement(PolledRecord.heartbeat(NOON.toEpochMilli()), NOON.toEpochMilli());

        assertThat(watermarks()).containsExactly(NOON);
    }

    @Test
    void aHeartbeatThatIsBehindTheEventsMovesNothing() throws Exception {
        receive(event(NOON), PolledRecord.heartbeat(NOON.minusSeconds(600).toEpochMilli()));

        assertThat(watermarks()).containsExactly(NOON.minus(DISORDER));
    }

    @Test
    void anEventInTheMillisecondOfTheHeartbeatIsOnTime() throws Exception {
        receive(PolledRecord.heartbeat(NOON.toEpochMilli()));

        assertThat(rawWatermarks()).containsExactly(NOON.toEpochMilli() - 1);
    }

    @Test
    void anUnreadableRecordSaysNothingAboutTime() throws Exception {
        receive(event(NOON));
        receive(PolledRecord.of(DeadLetter.of(
                requireNonNull(event(NOON.plusSeconds(86_400)).event()), RejectionReason.UNDECODABLE, "noise", "job")));

        assertThat(watermarks()).containsExactly(NOON.minus(DISORDER));
    }

    @Test
    void aClockThatIsAheadMovesTimeNoFurtherThanKafkasTimestamp() throws Exception {
        receive(event(NOON.plusSeconds(86_400 * 365), NOON));
        receive(event(NOON.plusSeconds(86_400 * 365), Instant.ofEpochMilli(-1)));

        assertThat(watermarks())
                .as("without a Kafka timestamp there is only the event's")
                .containsExactly(
                        NOON.minus(DISORDER), NOON.plusSeconds(86_400 * 365).minus(DISORDER));
    }

    @Test
    void aSilentPartitionBecomesIdleAndAHeartbeatWakesIt() throws Exception {
        receive(event(NOON));
        assertThat(statuses()).isEmpty();

        pass(IDLE.plus(EMIT_INTERVAL.multipliedBy(3)));
        assertThat(statuses()).containsExactly(WatermarkStatus.IDLE);

        receive(PolledRecord.heartbeat(NOON.plusSeconds(5).toEpochMilli()));
        assertThat(statuses()).containsExactly(WatermarkStatus.IDLE, WatermarkStatus.ACTIVE);
        assertThat(watermarks()).endsWith(NOON.plusSeconds(5));
    }

    private void receive(PolledRecord... records) throws Exception {
        for (PolledRecord record : records) {
            partition.processElement(record, record.timestampMillis());
        }
        pass(EMIT_INTERVAL);
    }

    private void pass(Duration time) throws Exception {
        long end = wallClock + time.toMillis();
        while (wallClock < end) {
            wallClock = Math.min(end, wallClock + EMIT_INTERVAL.toMillis());
            partition.setProcessingTime(wallClock);
        }
    }

    /** The instants before which everything is complete. */
    private List<Instant> watermarks() {
        return rawWatermarks().stream()
                .map(millis -> Instant.ofEpochMilli(millis + 1))
                .toList();
    }

    private List<Long> rawWatermarks() {
        return partition.getOutput().stream()
                .filter(Watermark.class::isInstance)
                .map(element -> ((Watermark) element).getTimestamp())
                .toList();
    }

    private List<WatermarkStatus> statuses() {
        return partition.getOutput().stream()
                .filter(WatermarkStatus.class::isInstance)
                .map(WatermarkStatus.class::cast)
                .toList();
    }

    private static PolledRecord event(Instant time) {
        return event(time, time);
    }

    private static PolledRecord event(Instant time, Instant kafkaTime) {
        return PolledRecord.of(new ReceivedEvent(
                "orders", 0, 0, kafkaTime.toEpochMilli(), 1, new byte[0], micros(time), "e", EventIdentifiers.NONE));
    }

    private static OneInputStreamOperatorTestHarness<PolledRecord, PolledRecord> partition() {
        KafkaSettings settings =
                new KafkaSettings("localhost:9092", URI.create("http://localhost:8081"), 1024, DISORDER, IDLE);
        try {
            return new OneInputStreamOperatorTestHarness<>(
                    new TimestampsAndWatermarksOperator<>(null, EventSource.watermarks(settings), true));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

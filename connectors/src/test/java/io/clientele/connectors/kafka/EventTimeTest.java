package io.clientele.connectors.kafka;

import static io.clientele.connectors.kafka.TestEvents.NOON;
import static io.clientele.connectors.kafka.TestEvents.micros;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.Test;

/** Event time of one partition, as the source computes it. */
class EventTimeTest {
    private static final Duration DISORDER = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final String PARTITION = "orders-0";

    private final OneReader reader = new OneReader(EventSource.watermarks(new KafkaSettings(
            "localhost:9092", URI.create("http://localhost:8081"), 1024, DISORDER, IDLE, KafkaAccess.OPEN)));

    @Test
    void theNewestEventLessTheDisorderIsComplete() throws Exception {
        receive(event(NOON), event(NOON.minusSeconds(30)), event(NOON.plusSeconds(10)));

        assertThat(reader.watermarks()).containsExactly(NOON.plusSeconds(10).minus(DISORDER));
    }

    @Test
    void aLateEventMovesNothingBack() throws Exception {
        receive(event(NOON));
        receive(event(NOON.minusSeconds(600)));

        assertThat(reader.watermarks()).containsExactly(NOON.minus(DISORDER));
    }

    @Test
    void aHeartbeatCompletesEverythingBeforeIt() throws Exception {
        receive(event(NOON));
        receive(PolledRecord.heartbeat(NOON.toEpochMilli()));

        assertThat(reader.watermarks()).containsExactly(NOON.minus(DISORDER), NOON);
    }

    /** A checkpoint between it and the next periodic watermark would keep its offset and lose its time. */
    @Test
    void aHeartbeatIsTimeAtOnce() {
        reader.read(PARTITION, PolledRecord.heartbeat(NOON.toEpochMilli()));

        assertThat(reader.watermarks()).containsExactly(NOON);
    }

    @Test
    void aHeartbeatThatIsBehindTheEventsMovesNothing() throws Exception {
        receive(event(NOON), PolledRecord.heartbeat(NOON.minusSeconds(600).toEpochMilli()));

        assertThat(reader.watermarks()).containsExactly(NOON.minus(DISORDER));
    }

    @Test
    void anEventInTheMillisecondOfTheHeartbeatIsOnTime() throws Exception {
        receive(PolledRecord.heartbeat(NOON.toEpochMilli()));

        assertThat(reader.rawWatermarks()).containsExactly(NOON.toEpochMilli() - 1);
    }

    @Test
    void anUnreadableRecordSaysNothingAboutTime() throws Exception {
        receive(event(NOON));
        receive(PolledRecord.of(DeadLetter.of(
                requireNonNull(event(NOON.plusSeconds(86_400)).event()), RejectionReason.UNDECODABLE, "noise", "job")));

        assertThat(reader.watermarks()).containsExactly(NOON.minus(DISORDER));
    }

    @Test
    void aClockThatIsAheadMovesTimeNoFurtherThanKafkasTimestamp() throws Exception {
        receive(event(NOON.plusSeconds(86_400 * 365), NOON));
        receive(event(NOON.plusSeconds(86_400 * 365), Instant.ofEpochMilli(-1)));

        assertThat(reader.watermarks())
                .as("without a Kafka timestamp there is only the event's")
                .containsExactly(
                        NOON.minus(DISORDER), NOON.plusSeconds(86_400 * 365).minus(DISORDER));
    }

    @Test
    void aSilentPartitionBecomesIdleAndAHeartbeatWakesIt() throws Exception {
        receive(event(NOON));
        assertThat(reader.statuses()).isEmpty();

        reader.pass(IDLE.plus(OneReader.TICK.multipliedBy(3)));
        assertThat(reader.statuses()).containsExactly(WatermarkStatus.IDLE);

        receive(PolledRecord.heartbeat(NOON.plusSeconds(5).toEpochMilli()));
        assertThat(reader.statuses()).containsExactly(WatermarkStatus.IDLE, WatermarkStatus.ACTIVE);
        assertThat(reader.watermarks()).endsWith(NOON.plusSeconds(5));
    }

    private void receive(PolledRecord... records) throws Exception {
        reader.read(PARTITION, records);
        reader.pass(OneReader.TICK);
    }

    private static PolledRecord event(Instant time) {
        return event(time, time);
    }

    private static PolledRecord event(Instant time, Instant kafkaTime) {
        return PolledRecord.of(new ReceivedEvent(
                "orders", 0, 0, kafkaTime.toEpochMilli(), 1, new byte[0], micros(time), "e", EventIdentifiers.NONE));
    }
}

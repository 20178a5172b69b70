package io.clientele.connectors.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.metrics.groups.TaskIOMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.streaming.api.operators.source.CollectingDataOutput;
import org.apache.flink.streaming.api.operators.source.TimestampsAndWatermarks;
import org.apache.flink.streaming.api.operators.source.TimestampsAndWatermarks.WatermarkUpdateListener;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/** Event time of one reader of the source, combined by Flink's own classes from its partitions, on a clock set by hand. */
final class OneReader {
    /** How often Flink asks for watermarks. */
    static final Duration TICK = Duration.ofMillis(200);

    private final TestProcessingTimeService wallClock = new TestProcessingTimeService();
    private final TaskIOMetricGroup load =
            UnregisteredMetricGroups.createUnregisteredTaskMetricGroup().getIOMetricGroup();
    private final CollectingDataOutput<PolledRecord> output = new CollectingDataOutput<>();
    private final ReaderOutput<PolledRecord> reader;

    OneReader(WatermarkStrategy<PolledRecord> watermarks) {
        TimestampsAndWatermarks<PolledRecord> eventTime = TimestampsAndWatermarks.createProgressiveEventTimeLogic(
                watermarks,
                new UnregisteredMetricsGroup(),
                wallClock,
                TICK.toMillis(),
                wallClock.getClock(),
                wallClock.getClock(),
                load);
        reader = eventTime.createMainOutput(output, new Unwatched());
        eventTime.startPeriodicWatermarkEmits();
    }

    /** Gives partitions to the reader, which have said nothing yet. */
    void assign(String... partitions) {
        for (String partition : partitions) {
            reader.createOutputForSplit(partition);
        }
    }

    void read(String partition, PolledRecord... records) {
        for (PolledRecord record : records) {
            reader.createOutputForSplit(partition).collect(record, record.timestampMillis());
        }
    }

    void pass(Duration time) throws Exception {
        for (long tick = 0; tick < time.toMillis() / TICK.toMillis(); tick++) {
            wallClock.advance(TICK.toMillis());
        }
    }

    /** Time in which the reader may not read, since those behind it are busy. */
    void passUnderBackpressure(Duration time) throws Exception {
        load.getSoftBackPressuredTimePerSecond().markStart();
        pass(time);
        load.getSoftBackPressuredTimePerSecond().markEnd();
    }

    /** A pause of the whole process, with one tick at its end. */
    void stall(Duration time) throws Exception {
        wallClock.advance(time.toMillis());
    }

    /** The instants before which everything is complete. */
    List<Instant> watermarks() {
        return rawWatermarks().stream()
                .map(millis -> Instant.ofEpochMilli(millis + 1))
                .toList();
    }

    /** Flink's watermarks: the last complete milliseconds. */
    List<Long> rawWatermarks() {
        return said(Watermark.class).map(Watermark::getTimestamp).toList();
    }

    List<WatermarkStatus> statuses() {
        return said(WatermarkStatus.class).toList();
    }

    private <T> Stream<T> said(Class<T> type) {
        return output.getEvents().stream().filter(type::isInstance).map(type::cast);
    }

    private static final class Unwatched implements WatermarkUpdateListener {
        @Override
        public void updateIdle(boolean isIdle) {}

        @Override
        public void updateCurrentEffectiveWatermark(long watermark) {}

        @Override
        public void updateCurrentSplitWatermark(String splitId, long watermark) {}

        @Override
        public void updateCurrentSplitIdle(String splitId, boolean idle) {}

        @Override
        public void splitFinished(String splitId) {}
    }
}

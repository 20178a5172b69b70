package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** Event time that moves a little with every event, so that none is bundled with the next one. */
final class OneByOne implements WatermarkGenerator<ReceivedEvent> {
    private final long latenessMillis;
    private long newest = Long.MIN_VALUE;
    private long events;

    private OneByOne(Duration lateness) {
        this.latenessMillis = lateness.toMillis();
    }

    /** Bundles, however many events there are; or one event after the other. */
    static WatermarkStrategy<ReceivedEvent> or(boolean isBundled, Duration lateness) {
        WatermarkStrategy<ReceivedEvent> strategy = isBundled
                ? WatermarkStrategy.forBoundedOutOfOrderness(lateness)
                : WatermarkStrategy.forGenerator(context -> new OneByOne(lateness));
        return strategy.withTimestampAssigner((event, kafka) -> event.eventTimeMillis());
    }

    @Override
    public void onEvent(ReceivedEvent event, long timestampMillis, WatermarkOutput output) {
        newest = Math.max(newest, timestampMillis);
        output.emitWatermark(new Watermark(newest - latenessMillis + events++));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // said already
    }
}

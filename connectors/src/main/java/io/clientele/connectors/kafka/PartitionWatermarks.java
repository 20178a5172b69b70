package io.clientele.connectors.kafka;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Event time of one partition: one millisecond before the later of the newest event less the accepted disorder, and the newest
 * heartbeat. An unreadable record says nothing about time. An event dated after Kafka received it (a client's clock is ahead and
 * nothing corrects it) moves time only as far as Kafka's timestamp, so that one broken clock does not make all others late.
 */
final class PartitionWatermarks implements WatermarkGenerator<PolledRecord> {
    private final long maxOutOfOrdernessMillis;
    private long completeBefore = Long.MIN_VALUE;
    private long emitted = Long.MIN_VALUE;

    PartitionWatermarks(Duration maxOutOfOrderness) {
        this.maxOutOfOrdernessMillis = maxOutOfOrderness.toMillis();
    }

    @Override
    public void onEvent(PolledRecord record, long timestampMillis, WatermarkOutput output) {
        if (record.heartbeatMillis() != null) {
            completeBefore = Math.max(completeBefore, record.heartbeatMillis());
            // at once: a checkpoint that has read the last record of a silent partition must have its time too
            onPeriodicEmit(output);
        } else if (record.event() != null) {
            completeBefore = Math.max(completeBefore, trusted(record.event()) - maxOutOfOrdernessMillis);
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        if (completeBefore > emitted) {
            output.emitWatermark(new Watermark(completeBefore - 1));
            emitted = completeBefore;
        }
    }

    private static long trusted(ReceivedEvent event) {
        // Kafka says -1 where a record has no timestamp.
        return event.kafkaTimestamp() < 0
                ? event.eventTimeMillis()
                : Math.min(event.eventTimeMillis(), event.kafkaTimestamp());
    }
}

package io.clientele.connectors.kafka;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Event time of one partition: one millisecond before the later of the newest event less the accepted disorder, and the newest
 * heartbeat. An unreadable record says nothing about time. An event dated after Kafka received it (a client's clock is ahead and
 * nothing corrects it) moves time only as far as Kafka's timestamp, so that one broken clock does not make all others late.
 *
 * <p>A silent partition becomes idle, so that it holds back nobody, once its time is in good hands: another partition of the reader that
 * is not idle has said the same or a later one, or all others have been idle for a tick of Flink's, at the end of which
 * this time was the reader's. It is idle until it has a later time to say.
 */
final class PartitionWatermarks implements WatermarkGenerator<PolledRecord> {
    private final long maxOutOfOrdernessMillis;
    private final Silence silence;
    private final List<PartitionWatermarks> ofReader;
    private long completeBefore = Long.MIN_VALUE;
    private long emitted = Long.MIN_VALUE;
    private boolean isIdle;
    private boolean wasLast;

    /** @param ofReader all partitions of the reader, this one and such as come later included */
    PartitionWatermarks(Duration maxOutOfOrderness, Silence silence, List<PartitionWatermarks> ofReader) {
        this.maxOutOfOrdernessMillis = maxOutOfOrderness.toMillis();
        this.silence = silence;
        this.ofReader = ofReader;
    }

    @Override
    public void onEvent(PolledRecord record, long timestampMillis, WatermarkOutput output) {
        silence.end();
        if (record.heartbeatMillis() != null) {
            completeBefore = Math.max(completeBefore, record.heartbeatMillis());
            // at once: a checkpoint that has read the last record of a silent partition must have its time too
            emitProgress(output);
        } else if (record.event() != null) {
            completeBefore = Math.max(completeBefore, trusted(record.event()) - maxOutOfOrdernessMillis);
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        emitProgress(output);
        boolean isLast = ofReader.stream().allMatch(partition -> partition == this || partition.isIdle);
        if (!isIdle && silence.isLong() && (isLast ? wasLast : isSaidByAnother())) {
            output.markIdle();
            isIdle = true;
        }
        wasLast = isLast;
    }

    private void emitProgress(WatermarkOutput output) {
        if (completeBefore > emitted) {
            output.emitWatermark(new Watermark(completeBefore - 1));
            emitted = completeBefore;
            isIdle = false;
        }
    }

    private boolean isSaidByAnother() {
        return ofReader.stream()
                .anyMatch(partition ->
                        partition != this && !partition.isIdle && partition.completeBefore >= completeBefore);
    }

    private static long trusted(ReceivedEvent event) {
        // Kafka says -1 where a record has no timestamp.
        return event.kafkaTimestamp() < 0
                ? event.eventTimeMillis()
                : Math.min(event.eventTimeMillis(), event.kafkaTimestamp());
    }
}

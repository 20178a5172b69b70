package io.clientele.connectors.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Event time of one reader of the source: that of its slowest partition, silent ones left out. Flink's own {@code withIdleness} asks each
 * partition alone, and so forgets the time of one that is ahead and falls silent before, or together with, those behind it. Here the
 * partitions of a reader know each other.
 *
 * <p>Every subtask has its own copy, deserialised with the source, and calls it from its one thread. Flink asks for the generator of the
 * reader's main output first and for those of the partitions as they are assigned; a reader of Kafka keeps its partitions as long as
 * it lives.
 */
final class ReaderWatermarks implements WatermarkGeneratorSupplier<PolledRecord> {
    private static final long serialVersionUID = 1L;

    private final Duration maxOutOfOrderness;
    private final Duration idleTimeout;
    private final ArrayList<PartitionWatermarks> partitions = new ArrayList<>();
    private boolean hasMainOutput;

    /**
     * @param maxOutOfOrderness see {@link KafkaSettings#maxOutOfOrderness()}
     * @param idleTimeout see {@link KafkaSettings#idleTimeout()}
     */
    ReaderWatermarks(Duration maxOutOfOrderness, Duration idleTimeout) {
        this.maxOutOfOrderness = maxOutOfOrderness;
        this.idleTimeout = idleTimeout;
    }

    @Override
    public WatermarkGenerator<PolledRecord> createWatermarkGenerator(Context context) {
        Silence silence = new Silence(context.getInputActivityClock(), idleTimeout);
        if (!hasMainOutput) {
            hasMainOutput = true;
            return new MainOutput(silence, partitions);
        }
        PartitionWatermarks partition = new PartitionWatermarks(maxOutOfOrderness, silence, partitions);
        partitions.add(partition);
        return partition;
    }

    /**
     * Speaks for a reader that was given no partition, and only then: until the partitions have a common time, Flink takes the reader for
     * idle as soon as its main output is, whatever they are reading.
     */
    private record MainOutput(Silence silence, List<PartitionWatermarks> partitions)
            implements WatermarkGenerator<PolledRecord> {
        @Override
        public void onEvent(PolledRecord record, long timestampMillis, WatermarkOutput output) {
            throw new IllegalStateException("a record came that is of no partition");
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            if (partitions.isEmpty() && silence.isLong()) {
                output.markIdle();
            }
        }
    }
}

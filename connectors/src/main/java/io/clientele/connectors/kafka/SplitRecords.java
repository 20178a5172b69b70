package io.clientele.connectors.kafka;

import io.clientele.connectors.metrics.LineMetrics;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Sends events on, dead letters to their side output and heartbeats nowhere: they have moved the watermark already. Stateless.
 * Counts what it rejects by reason, as the metric {@code rejected.<reason>}.
 */
final class SplitRecords extends ProcessFunction<PolledRecord, ReceivedEvent> {
    private static final long serialVersionUID = 1L;

    static final OutputTag<DeadLetter> REJECTED = new OutputTag<>("rejected", TypeInformation.of(DeadLetter.class));

    private transient @Nullable Map<RejectionReason, Counter> rejections;

    @Override
    public void open(OpenContext openContext) {
        MetricGroup group = getRuntimeContext().getMetricGroup();
        Map<RejectionReason, Counter> counters = new EnumMap<>(RejectionReason.class);
        for (RejectionReason reason : RejectionReason.values()) {
            counters.put(reason, LineMetrics.deadLetters(group, reason.code()));
        }
        rejections = counters;
    }

    @Override
    public void processElement(PolledRecord record, Context context, Collector<ReceivedEvent> out) {
        if (record.event() != null) {
            out.collect(record.event());
        } else if (record.rejected() != null) {
            count(record.rejected());
            context.output(REJECTED, record.rejected());
        }
    }

    private void count(DeadLetter rejected) {
        if (rejections != null) {
            Counter counter = rejections.get(rejected.reason());
            if (counter != null) {
                counter.inc();
            }
        }
    }
}

package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.metrics.LineMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what comes for a node: until event time moves on, a checkpoint is taken, the input ends, or too much waits. So state is
 * read and written, and all that follows is done, once for a burst of a customer's events. When very much comes, as in a rebuild,
 * event time is kept back with it for up to a second (or to the checkpoint, if it stands still), so that whole visits are one bundle; nobody downstream sees event time pass an event. No
 * state: nothing waits when a checkpoint is taken.
 */
final class BundleInputs extends AbstractStreamOperator<NodeInputs>
        implements OneInputStreamOperator<NodeInput, NodeInputs>, BoundedOneInput {

    /** So many since the last flush are worth waiting for more. */
    private static final int MANY = 1_000;

    private static final long MOST_BYTES = 8 << 20;

    /** More than these go on as several bundles: a till, and no record of megabytes. */
    static final int MOST_OF_A_NODE = 500;

    /** In milliseconds. */
    private static final long LONGEST_WAIT = 1_000;

    private final int maxInputs;
    private transient @Nullable Watermark held;
    private transient long flushedAt;
    private transient Map<String, List<NodeInput>> waiting;
    private transient int inputs;
    private transient long bytes;
    private transient volatile int lastBundle; // read by whoever reports the metrics

    @SuppressWarnings("NullAway.Init") // Flink opens the operator before it uses it
    BundleInputs(int maxInputs) {
        this.maxInputs = maxInputs;
    }

    @Override
    public void open() throws Exception {
        super.open();
        waiting = new LinkedHashMap<>();
        getMetricGroup().gauge(LineMetrics.BUNDLE_SIZE, () -> lastBundle);
    }

    @Override
    public void processElement(StreamRecord<NodeInput> element) throws Exception {
        NodeInput input = element.getValue();
        waiting.computeIfAbsent(input.node(), node -> new ArrayList<>(4)).add(input);
        inputs++;
        ReceivedEvent event = input.event();
        bytes += event == null ? 0 : event.value().length;
        if (inputs >= maxInputs || bytes >= MOST_BYTES) {
            flush();
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        held = mark;
        if (inputs < MANY || now() - flushedAt >= LONGEST_WAIT) {
            flush();
        }
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        flush();
        super.processWatermarkStatus(status);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flush();
    }

    @Override
    public void endInput() throws Exception {
        flush();
    }

    private void flush() throws Exception {
        if (inputs > 0) {
            lastBundle = inputs;
            waiting.forEach(this::emit);
            waiting.clear();
            inputs = 0;
            bytes = 0;
        }
        flushedAt = now();
        Watermark reached = held;
        if (reached != null) {
            held = null;
            super.processWatermark(reached);
        }
    }

    private void emit(String node, List<NodeInput> all) {
        for (int from = 0; from < all.size(); from += MOST_OF_A_NODE) {
            List<NodeInput> some = all.subList(from, Math.min(all.size(), from + MOST_OF_A_NODE));
            output.collect(new StreamRecord<>(new NodeInputs(node, some)));
        }
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }
}

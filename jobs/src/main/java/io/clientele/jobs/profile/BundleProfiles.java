package io.clientele.jobs.profile;

import io.clientele.connectors.metrics.LineMetrics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Emits the newest profile of each node, and not those that newer ones have overtaken: before event time moves on, before a
 * checkpoint, at the end of the input, and when too many wait; a forgotten node at once. So what follows is done once for a burst of a customer's events, and
 * nobody downstream sees event time pass a profile. No state: nothing waits when a checkpoint is taken.
 */
final class BundleProfiles extends AbstractStreamOperator<NodeProfile>
        implements OneInputStreamOperator<NodeProfile, NodeProfile>, BoundedOneInput {

    private final int maxProfiles;
    private transient Map<String, NodeProfile> newest;
    private transient volatile int lastBundle; // read by whoever reports the metrics

    @SuppressWarnings("NullAway.Init") // Flink opens the operator before it uses it
    BundleProfiles(int maxProfiles) {
        this.maxProfiles = maxProfiles;
    }

    @Override
    public void open() throws Exception {
        super.open();
        newest = new LinkedHashMap<>();
        getMetricGroup().gauge(LineMetrics.BUNDLE_SIZE, () -> lastBundle);
    }

    @Override
    public void processElement(StreamRecord<NodeProfile> profile) {
        if (profile.getValue().isForgotten()) {
            // each order to forget has its answer, however many there are about a node
            newest.remove(profile.getValue().nodeKey());
            output.collect(new StreamRecord<>(profile.getValue()));
            return;
        }
        newest.put(profile.getValue().nodeKey(), profile.getValue());
        if (newest.size() >= maxProfiles) {
            flush();
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        flush();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        flush();
    }

    @Override
    public void endInput() {
        flush();
    }

    private void flush() {
        if (newest.isEmpty()) {
            return;
        }
        lastBundle = newest.size();
        newest.values().forEach(profile -> output.collect(new StreamRecord<>(profile)));
        newest.clear();
    }
}

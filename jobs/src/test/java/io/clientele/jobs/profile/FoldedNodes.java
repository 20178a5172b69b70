package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.EventIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** {@link FoldProfile} by itself. */
abstract class FoldedNodes {

    private static final ProfileSettings SETTINGS = ShopLog.settings(Duration.ofDays(4));

    KeyedBroadcastOperatorTestHarness<String, NodeInputs, Erasure, NodeProfile> harness;

    @BeforeEach
    void start() throws Exception {
        harness = started(null);
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    KeyedBroadcastOperatorTestHarness<String, NodeInputs, Erasure, NodeProfile> started(
            @Nullable OperatorSubtaskState state) throws Exception {
        var operator = new CoBroadcastWithKeyedOperator<>(
                new FoldProfile(ShopLog.schemas(), SETTINGS), List.of(Erasures.ERASED));
        var started = new KeyedBroadcastOperatorTestHarness<>(operator, NodeInputs::node, Types.STRING, 1, 1, 0);
        started.setup();
        if (state != null) {
            started.initializeState(state);
        }
        started.open();
        return started;
    }

    int entriesOfState() {
        var operator = (AbstractStreamOperator<?>) harness.getOperator();
        return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
    }

    void passes(long watermark) throws Exception {
        harness.processWatermark(new Watermark(watermark));
        harness.processBroadcastWatermark(Watermark.MAX_WATERMARK);
    }

    void send(ShopLog log) throws Exception {
        for (ReceivedEvent event : log.events()) {
            send(event);
        }
    }

    void send(ReceivedEvent event) throws Exception {
        harness.processElement(NodeInputs.of(input(event)), event.eventTimeMillis());
    }

    static NodeInput input(ReceivedEvent event) {
        List<Identifier> identifiers = EventIdentity.of(event.identifiers());
        return new NodeInput(
                identifiers.get(0).text(),
                event,
                identifiers.stream().skip(1).map(Identifier::text).toList(),
                false,
                true,
                event.eventTimeMicros(),
                event.eventId());
    }

    <T> List<T> side(OutputTag<T> tag) {
        var records = harness.getSideOutput(tag);
        List<T> values = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> values.add(record.getValue()));
        }
        return values;
    }
}

package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BundleInputsTest {

    private static final int MOST = 2_000;

    private OneInputStreamOperatorTestHarness<NodeInput, NodeInputs> harness;

    @BeforeEach
    void start() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new BundleInputs(MOST));
        harness.setup(TypeInformation.of(NodeInputs.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        harness.open();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void allOfANodeGoesOnTogetherAndBeforeEventTimeDoes() throws Exception {
        send("a", 2);
        send("a", 1);
        assertThat(harness.extractOutputValues()).isEmpty();

        harness.processWatermark(7);

        assertThat(harness.getOutput()).last().hasToString("Watermark @ 7");
        assertThat(told()).containsExactly("a[2, 1]");
    }

    @Test
    void nothingWaitsWhenACheckpointIsTakenOrTheInputEndsOrTooMuchWaits() throws Exception {
        send("a", 1);
        harness.prepareSnapshotPreBarrier(1);
        assertThat(told()).containsExactly("a[1]");

        send("a", 2);
        harness.endInput();
        assertThat(told()).containsExactly("a[1]", "a[2]");

        for (int at = 3; at < MOST + 3; at++) {
            send("b", at);
        }
        assertThat(told()).as("of a till not all at once").hasSize(2 + MOST / BundleInputs.MOST_OF_A_NODE);
    }

    @Test
    void largeEventsDoNotWaitForManyOfThem() throws Exception {
        for (int at = 0; at < 9; at++) {
            byte[] value = new byte[1 << 20];
            ReceivedEvent event = new ReceivedEvent("orders", 0, at, at, 1, value, at, "e" + at, EventIdentifiers.NONE);
            harness.processElement(new NodeInput("a", event, List.of(), false, true, at, "e" + at), at);
        }

        assertThat(told()).containsExactly("a[0, 1, 2, 3, 4, 5, 6, 7]");
    }

    @Test
    void whereVeryMuchComesEventTimeIsKeptBackWithItButNeverOverACheckpoint() throws Exception {
        for (int at = 0; at < MOST / 2; at++) {
            send("a", at);
        }
        harness.processWatermark(7);
        assertThat(harness.getOutput()).isEmpty();

        harness.prepareSnapshotPreBarrier(1);

        assertThat(told()).hasSize(MOST / 2 / BundleInputs.MOST_OF_A_NODE);
        assertThat(harness.getOutput()).last().hasToString("Watermark @ 7");

        for (int at = 0; at < MOST / 2; at++) {
            send("a", at);
        }
        harness.setProcessingTime(1_000);
        harness.processWatermark(8);
        assertThat(harness.getOutput()).as("a second at most").last().hasToString("Watermark @ 8");
    }

    private void send(String node, long at) throws Exception {
        harness.processElement(new NodeInput(node, null, List.of(), false, true, at, "e" + at), at);
    }

    private List<String> told() {
        return harness.extractOutputValues().stream()
                .map(bundle -> bundle.node()
                        + bundle.inputs().stream().map(NodeInput::at).toList())
                .toList();
    }
}

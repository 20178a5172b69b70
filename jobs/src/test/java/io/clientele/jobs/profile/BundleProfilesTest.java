package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.orders.OrderLedger;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BundleProfilesTest {

    private OneInputStreamOperatorTestHarness<NodeProfile, NodeProfile> harness;

    @BeforeEach
    void start() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new BundleProfiles(3));
        harness.setup(TypeInformation.of(NodeProfile.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        harness.open();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void onlyTheNewestGoesOnAndBeforeEventTimeDoes() throws Exception {
        send("a", 1);
        send("b", 1);
        send("a", 2);
        assertThat(harness.extractOutputValues()).isEmpty();

        harness.processWatermark(7);

        assertThat(harness.getOutput()).last().hasToString("Watermark @ 7");
        assertThat(harness.extractOutputValues())
                .extracting(profile -> profile.nodeKey() + profile.version())
                .containsExactlyInAnyOrder("a2", "b1");
    }

    @Test
    void nothingWaitsWhenACheckpointIsTakenOrTheInputEndsOrTooManyWait() throws Exception {
        send("a", 1);
        harness.prepareSnapshotPreBarrier(1);
        assertThat(harness.extractOutputValues()).hasSize(1);

        send("a", 2);
        harness.endInput();
        assertThat(harness.extractOutputValues()).hasSize(2);

        send("a", 3);
        send("b", 1);
        send("c", 1);
        assertThat(harness.extractOutputValues()).hasSize(5);
    }

    private void send(String node, long version) throws Exception {
        harness.processElement(new NodeProfile(node, Activity.none(), OrderLedger.empty(), false, 0, version, 1), 1);
    }
}

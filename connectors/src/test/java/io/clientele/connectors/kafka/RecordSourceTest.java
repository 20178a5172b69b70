package io.clientele.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.flink.util.clock.SystemClock;
import org.junit.jupiter.api.Test;

class RecordSourceTest {

    /** A watermark of its own would be the time of everybody as soon as the events pause: idle inputs do not hold it back. */
    @Test
    void hasNoEventTimeOfItsOwn() {
        List<String> said = new ArrayList<>();
        WatermarkGenerator<String> generator =
                RecordSource.<String>withoutEventTime().createWatermarkGenerator(new Context());

        generator.onEvent("record", 7, new Output(said));
        generator.onPeriodicEmit(new Output(said));

        assertThat(said).containsExactly("idle");
    }

    private record Context() implements org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier.Context {
        @Override
        public org.apache.flink.metrics.MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
        }

        @Override
        public RelativeClock getInputActivityClock() {
            return SystemClock.getInstance();
        }
    }

    private record Output(List<String> said) implements WatermarkOutput {
        @Override
        public void emitWatermark(Watermark watermark) {
            said.add("watermark");
        }

        @Override
        public void markIdle() {
            said.add("idle");
        }

        @Override
        public void markActive() {
            said.add("active");
        }
    }
}

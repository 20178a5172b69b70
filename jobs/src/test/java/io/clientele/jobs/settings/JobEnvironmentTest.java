package io.clientele.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class JobEnvironmentTest {
    private static final Map<String, String> ON = Map.of("execution.checkpointing.interval", "2s");

    @Test
    void checkpointsMustBeOn() {
        assertThatThrownBy(() -> JobEnvironment.checked(environment(Map.of(), Map.of())))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("execution.checkpointing.interval is missing");
    }

    @Test
    void checkpointsMustBeExactAndAligned() {
        assertThatThrownBy(() -> JobEnvironment.checked(
                        environment(ON, Map.of("execution.checkpointing.mode", "AT_LEAST_ONCE"))))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("execution.checkpointing.mode");
        assertThatThrownBy(() -> JobEnvironment.checked(
                        environment(ON, Map.of("execution.checkpointing.unaligned.enabled", "true"))))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("unaligned");
    }

    @Test
    void withCheckpointsAJobMayRun() {
        StreamExecutionEnvironment env = environment(ON, Map.of());

        assertThat(JobEnvironment.checked(env)).isSameAs(env);
    }

    private static StreamExecutionEnvironment environment(Map<String, String> some, Map<String, String> more) {
        Configuration configuration = Configuration.fromMap(some);
        configuration.addAll(Configuration.fromMap(more));
        return StreamExecutionEnvironment.createLocalEnvironment(configuration);
    }
}

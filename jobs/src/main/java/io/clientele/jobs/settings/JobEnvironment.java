package io.clientele.jobs.settings;

import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What a job finds of Flink. Of Flink's own configuration nothing is the project's, but that without which nothing is exact. */
public final class JobEnvironment {
    private JobEnvironment() {}

    /**
     * The environment of a main method.
     *
     * @throws InvalidOption if Flink's configuration has no checkpoints, or checkpoints that an event may overtake or be repeated after
     */
    public static StreamExecutionEnvironment get() {
        return checked(StreamExecutionEnvironment.getExecutionEnvironment());
    }

    static StreamExecutionEnvironment checked(StreamExecutionEnvironment env) {
        CheckpointConfig checkpoints = env.getCheckpointConfig();
        if (!checkpoints.isCheckpointingEnabled()) {
            throw new InvalidOption(
                    "Flink's option execution.checkpointing.interval is missing: rows are committed by checkpoints alone, every 2s for example");
        }
        CheckpointingMode mode = checkpoints.getCheckpointingConsistencyMode();
        if (mode != CheckpointingMode.EXACTLY_ONCE) {
            throw InvalidOption.value("execution.checkpointing.mode", String.valueOf(mode), "EXACTLY_ONCE");
        }
        // orders to forget and event time come by two ways each, and meet within a checkpoint
        if (checkpoints.isUnalignedCheckpointsEnabled()) {
            throw InvalidOption.value("execution.checkpointing.unaligned.enabled", "true", "false");
        }
        return env;
    }
}

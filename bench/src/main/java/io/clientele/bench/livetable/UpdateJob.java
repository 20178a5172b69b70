package io.clientele.bench.livetable;

import io.clientele.connectors.iceberg.LakeSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink job in this process that hands so many updates to a sink in each checkpoint. */
final class UpdateJob {
    private UpdateJob() {}

    /** Starts it; it ends by itself. */
    static JobClient start(
            Upkeep upkeep, ScoreUpdates updates, int perCommit, Duration interval, LakeSettings lake, Path work)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        configuration.set(CoreOptions.TMP_DIRS, work.resolve("tmp").toString());
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                work.resolve("checkpoints").toUri().toString());
        // Hadoop's shutdown hook is younger than the job
        configuration.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
        // a run that was interrupted measures nothing
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(configuration);
        env.getConfig().enableObjectReuse();
        GeneratorFunction<Long, ScoreUpdate> generator = updates::at;
        DataGeneratorSource<ScoreUpdate> source = new DataGeneratorSource<>(
                generator,
                updates.updates(),
                RateLimiterStrategy.perCheckpoint(perCommit),
                TypeInformation.of(ScoreUpdate.class));
        DataStream<ScoreUpdate> byCustomer = env.fromSource(source, WatermarkStrategy.noWatermarks(), "updates")
                // one after the other, so that a customer's last row is the newest
                .setParallelism(1)
                .keyBy(ScoreUpdate::customer, Types.INT)
                .map(update -> update)
                .returns(TypeInformation.of(ScoreUpdate.class));
        upkeep.write(byCustomer, lake);
        return env.executeAsync(upkeep.label());
    }
}

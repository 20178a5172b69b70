package io.clientele.bench;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.identity.IdentityRules;
import io.clientele.jobs.domain.rfm.ScoringRules;
import io.clientele.jobs.profile.Arm;
import io.clientele.jobs.profile.ProfileSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStatsSummarySnapshot;
import org.apache.flink.runtime.executiongraph.ArchivedExecutionGraph;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster of one TaskManager in this process, configured as the stack configures its own jobs, with state on a local disk. */
final class BenchCluster implements AutoCloseable {

    /** As the job has it. */
    private static final Duration OUT_OF_ORDERNESS = Duration.ofMinutes(1);

    private static final ProfileSettings SETTINGS = new ProfileSettings(
            new BusinessCalendar(ZoneOffset.UTC),
            "GBP",
            new ScoringRules(null, ScoringRules.ALL_HISTORY, 1_000_000),
            IdentityRules.DEFAULT,
            Duration.ofDays(4));

    private final MiniCluster cluster;
    private final Path work;

    private BenchCluster(MiniCluster cluster, Path work) {
        this.cluster = cluster;
        this.work = work;
    }

    static BenchCluster start(int slots, int managedMebibytes, Path work) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(managedMebibytes));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        configuration.set(
                CoreOptions.TMP_DIRS, work.resolve("tmp").toAbsolutePath().toString());
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .withRandomPorts()
                .build());
        cluster.start();
        return new BenchCluster(cluster, work);
    }

    /** Sends all events of a shop through an arm. */
    Run run(Arm arm, ShopPlan plan, Duration checkpointInterval) throws Exception {
        JobGraph job = job(arm, plan, checkpointInterval);
        ProcessTimes before = ProcessTimes.now();
        cluster.submitJob(job).get();
        cluster.requestJobResult(job.getJobID())
                .get()
                .toJobExecutionResult(getClass().getClassLoader());
        ProcessTimes used = ProcessTimes.now().since(before);
        ArchivedExecutionGraph graph =
                cluster.getArchivedExecutionGraph(job.getJobID()).get();
        long millis = graph.getStatusTimestamp(JobStatus.FINISHED) - graph.getStatusTimestamp(JobStatus.RUNNING);
        CheckpointStatsSnapshot checkpoints = graph.getCheckpointStatsSnapshot();
        CompletedCheckpointStatsSummarySnapshot summary = checkpoints.getSummaryStats();
        return new Run(
                arm,
                plan.events(),
                plan.customers(),
                millis / 1e3,
                used.cpu(),
                used.gc(),
                summary.getStateSizeStats().getMaximum(),
                checkpoints.getCounts().getNumberOfCompletedCheckpoints(),
                summary.getEndToEndDurationStats().getQuantile(0.5),
                summary.getEndToEndDurationStats().getMaximum());
    }

    private JobGraph job(Arm arm, ShopPlan plan, Duration checkpointInterval) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(PipelineOptions.MAX_PARALLELISM, 720);
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                work.resolve("checkpoints").toUri().toString());
        // a run that was interrupted measures nothing
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(plan.partitions());
        DataGeneratorSource<ReceivedEvent> source =
                new DataGeneratorSource<>(new ShopEvents(plan), plan.events(), TypeInformation.of(ReceivedEvent.class));
        arm.build(
                env.fromSource(
                                source,
                                WatermarkStrategy.<ReceivedEvent>forBoundedOutOfOrderness(OUT_OF_ORDERNESS)
                                        .withTimestampAssigner((event, kafka) -> event.eventTimeMillis()),
                                "shop")
                        .uid("shop"),
                ShopEvents.schemas(),
                SETTINGS);
        return env.getStreamGraph().getJobGraph();
    }

    @Override
    public void close() {
        cluster.closeAsync().join();
    }
}

package io.clientele.bench.throughput;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * Runs one Flink job on a cluster inside this process, from its main method until all events are committed, and cancels it. The main
 * method finds the cluster as it finds a real one, in its execution environment.
 */
public final class FlinkSession {

    /** A main method. */
    @FunctionalInterface
    public interface Main {

        /** Builds a job and executes it. */
        void run() throws Exception;
    }

    private static final MemorySize MANAGED = MemorySize.ofMebiBytes(512);
    private static final MemorySize NETWORK = MemorySize.ofMebiBytes(128);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private FlinkSession() {}

    /** An environment that lets the session know its job. */
    @SuppressWarnings("try") // how it is closed is Flink's
    private static final class Environment extends StreamExecutionEnvironment {
        private final CompletableFuture<JobClient> job;

        private Environment(Configuration configuration, CompletableFuture<JobClient> job) {
            super(configuration);
            this.job = job;
        }

        @Override
        public JobClient executeAsync(StreamGraph graph) throws Exception {
            JobClient client = super.executeAsync(graph);
            job.complete(client);
            return client;
        }

        private static void install(Configuration configuration, CompletableFuture<JobClient> job) {
            initializeContextEnvironment(ignored -> new Environment(configuration, job));
        }
    }

    /**
     * Runs a job to the end of the workload.
     *
     * @param configuration of the job, beside what every job of the workload has
     * @param group its consumer group
     * @return a meter that has taken its time
     */
    public static Meter run(Workload workload, Configuration configuration, String group, Main main) throws Exception {
        Configuration whole = configuration(workload);
        whole.addAll(configuration);
        CompletableFuture<JobClient> job = new CompletableFuture<>();
        Environment.install(whole, job);
        Meter meter = new Meter(workload, checkpoints(workload));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> running = thread.submit(() -> {
                main.run();
                return null;
            });
            CommittedOffsets.await(workload, group, meter, () -> running.isDone() ? running.get() : null);
            // what a sink commits comes with the same checkpoint as the offsets, or right after
            Thread.sleep(
                    Duration.ofSeconds(workload.checkpointSeconds()).plus(GRACE).toMillis());
            job.get().cancel().get();
        } finally {
            thread.shutdown();
        }
        return meter;
    }

    private static Path checkpoints(Workload workload) {
        return workload.work().resolve("checkpoints");
    }

    private static Configuration configuration(Workload workload) {
        Configuration configuration = new Configuration();
        configuration.set(DeploymentOptions.TARGET, "local");
        configuration.set(DeploymentOptions.ATTACHED, true);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, workload.partitions());
        configuration.set(CoreOptions.TMP_DIRS, workload.work().resolve("tmp").toString());
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
        configuration.set(PipelineOptions.MAX_PARALLELISM, 720);
        configuration.set(StateBackendOptions.STATE_BACKEND, workload.store() == Store.ROCKSDB ? "rocksdb" : "hashmap");
        configuration.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        configuration.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(workload.checkpointSeconds()));
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                checkpoints(workload).toUri().toString());
        // a run that was interrupted measures nothing
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }
}

package io.clientele.bench.throughput;

import io.clientele.jobs.profile.ProfileJob;
import io.clientele.jobs.profile.ProfileRun;
import io.clientele.jobs.settings.JobSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;

/** The profile job: as production starts it, or without its sinks, or its first operators alone. */
public final class ClienteleEngine {

    static final String INTO_ICEBERG = "clientele-iceberg";
    static final String WITHOUT_SINK = "clientele";
    static final String FOLD_ALONE = "clientele-fold";

    private ClienteleEngine() {}

    /** Runs the workload of a file, and ends the process. */
    public static void main(String[] arguments) throws Exception {
        Workload workload = Workload.read(Path.of(arguments[0]));
        String[] settings = settings(workload);
        Meter meter = FlinkSession.run(workload, configuration(), ProfileJob.NAME, () -> {
            switch (workload.engine()) {
                case INTO_ICEBERG -> ProfileJob.main(settings);
                case WITHOUT_SINK -> ProfileRun.withoutSink(JobSettings.of(settings), workload);
                case FOLD_ALONE -> ProfileRun.foldAlone(JobSettings.of(settings), workload);
                default -> throw new IllegalArgumentException("no engine " + workload.engine());
            }
        });
        meter.write(DigestSink.digest(workload));
        System.exit(0);
    }

    /** As the stack has it. */
    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        return configuration;
    }

    private static String[] settings(Workload workload) {
        return List.of(
                        "--kafka.bootstrap-servers",
                        workload.bootstrapServers(),
                        "--schema-registry.url",
                        workload.registry(),
                        "--lake.catalog.uri",
                        workload.catalog(),
                        "--lake.warehouse",
                        workload.warehouse().toUri().toString(),
                        "--deduplication.retention",
                        workload.deduplicationHours() + " h")
                .toArray(String[]::new);
    }
}

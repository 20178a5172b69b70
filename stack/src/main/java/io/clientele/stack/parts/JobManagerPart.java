package io.clientele.stack.parts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Flink's JobManager: a session cluster that every job is submitted to. */
final class JobManagerPart implements Part {

    private final PartContext context;
    private final Http http = new Http();

    JobManagerPart(PartContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "jobmanager";
    }

    @Override
    public String title() {
        return "Flink JobManager";
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.FLINK, Port.FLINK_RPC, Port.FLINK_BLOB, Port.FLINK_METRICS);
    }

    @Override
    public Launch prepare() throws IOException {
        Files.createDirectories(context.home().data().resolve("flink/tmp"));
        return new FlinkCluster(context)
                .launch(
                        name(),
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                        List.of("-XX:MaxMetaspaceSize=384m", PartContext.QUICK_COMPILER),
                        FlinkCluster.metricsAt(context.settings(), Port.FLINK_METRICS));
    }

    @Override
    public Health health() throws InterruptedException {
        try {
            JsonNode overview = http.get(context.settings().url(Port.FLINK) + "/overview");
            return Health.usable(overview.path("jobs-running").asInt() + " jobs running, metrics at "
                    + context.settings().url(Port.FLINK_METRICS));
        } catch (IOException e) {
            return Health.unusable("does not answer");
        }
    }
}

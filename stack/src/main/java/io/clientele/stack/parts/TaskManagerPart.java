package io.clientele.stack.parts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Flink's TaskManager, which runs the jobs. */
final class TaskManagerPart implements Part {
    private static final String ID_PREFIX = "taskmanager-";

    private final PartContext context;
    private final Http http = new Http();

    TaskManagerPart(PartContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "taskmanager";
    }

    @Override
    public String title() {
        return "Flink TaskManager";
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.TASKMANAGER_RPC, Port.TASKMANAGER_DATA, Port.TASKMANAGER_METRICS);
    }

    @Override
    public Launch prepare() throws IOException {
        int heap = context.settings().heap(name());
        // a new id at each start: the JobManager still lists a killed one until its heartbeat times out
        String id = ID_PREFIX + UUID.randomUUID();
        deleteWhatWasLeft();
        Files.writeString(idFile(), id);
        List<String> arguments = new ArrayList<>(FlinkCluster.metricsAt(context.settings(), Port.TASKMANAGER_METRICS));
        arguments.add("-Dtaskmanager.resource-id=" + id);
        return new FlinkCluster(context)
                .launch(
                        name(),
                        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                        List.of(
                                "-Xms" + heap + "m",
                                "-XX:MaxDirectMemorySize=256m",
                                "-XX:MaxMetaspaceSize=" + FlinkCluster.TASKMANAGER_METASPACE_MB + "m"),
                        arguments);
    }

    /** One that was killed leaves its keyed state on the disk. */
    private void deleteWhatWasLeft() throws IOException {
        Path work = FlinkCluster.work(context.home());
        if (Files.isDirectory(work)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(work, "tm_" + ID_PREFIX + "*")) {
                for (Path folder : left) {
                    Distributions.delete(folder);
                }
            }
        }
    }

    private Path idFile() {
        return context.home().conf().resolve("taskmanager.id");
    }

    @Override
    public Health health() throws InterruptedException {
        try {
            String id = Files.exists(idFile()) ? Files.readString(idFile()) : "";
            for (JsonNode manager : http.get(context.settings().url(Port.FLINK) + "/taskmanagers")
                    .path("taskmanagers")) {
                if (manager.path("id").asText().equals(id)) {
                    int slots = manager.path("slotsNumber").asInt();
                    return Health.usable(
                            slots + " slots, " + manager.path("freeSlots").asInt() + " free, metrics at "
                                    + context.settings().url(Port.TASKMANAGER_METRICS));
                }
            }
            return Health.unusable("not registered with the JobManager");
        } catch (IOException e) {
            return Health.unusable("the JobManager does not answer");
        }
    }
}

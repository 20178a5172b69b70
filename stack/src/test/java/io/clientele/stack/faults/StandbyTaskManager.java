package io.clientele.stack.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.stack.RunningStack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A second TaskManager, started as the first one was but with an id and ports of its own. */
final class StandbyTaskManager implements AutoCloseable {
    private final RunningStack stack;
    private final Process process;
    private final String id;

    private StandbyTaskManager(RunningStack stack, Process process, String id) {
        this.stack = stack;
        this.process = process;
        this.id = id;
    }

    static StandbyTaskManager beside(RunningStack stack) throws IOException {
        Path first = Path.of("/proc", String.valueOf(stack.processOf("taskmanager")));
        String id = "standby-" + UUID.randomUUID();
        List<String> command = new ArrayList<>();
        for (String argument : texts(first.resolve("cmdline"))) {
            if (argument.startsWith("-Dlog.file=")) {
                command.add("-Dlog.file=" + stack.home().resolve("logs/standby.log"));
            } else if (!argument.startsWith("-Dtaskmanager.resource-id=")
                    && !argument.startsWith("-Dmetrics.reporter.prom.port=")) {
                command.add(argument);
            }
        }
        command.addAll(List.of(
                "-Dtaskmanager.resource-id=" + id,
                "-Dtaskmanager.rpc.port=0",
                "-Dtaskmanager.data.port=0",
                "-Dtaskmanager.data.bind-port=0",
                "-Dmetrics.reporter.prom.port=" + (stack.portsBase() + 150)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(stack.home().resolve("logs/standby.out").toFile());
        for (String variable : texts(first.resolve("environ"))) {
            if (variable.startsWith("CLIENTELE_")) {
                int equals = variable.indexOf('=');
                builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return new StandbyTaskManager(stack, builder.start(), id);
    }

    void awaitRegistered(Duration patience) {
        await("a second TaskManager")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    try (InputStream answer =
                            stack.flink().resolve("/taskmanagers").toURL().openStream()) {
                        for (JsonNode manager :
                                new ObjectMapper().readTree(answer).path("taskmanagers")) {
                            if (manager.path("id").asText().equals(id)) {
                                return true;
                            }
                        }
                    }
                    return false;
                });
    }

    private static List<String> texts(Path file) throws IOException {
        return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\0", -1)).stream()
                .filter(text -> !text.isEmpty())
                .toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

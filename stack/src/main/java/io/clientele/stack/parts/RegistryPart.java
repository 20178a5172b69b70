package io.clientele.stack.parts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Apicurio Registry, with its schemas in a Kafka topic. */
final class RegistryPart implements Part {

    private final PartContext context;
    private final Http http = new Http();

    RegistryPart(PartContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public String title() {
        return "Apicurio Registry";
    }

    @Override
    public List<String> needs() {
        return List.of("kafka");
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.REGISTRY, Port.REGISTRY_MANAGEMENT);
    }

    @Override
    public Launch prepare() throws IOException {
        Settings settings = context.settings();
        Map<String, String> properties = new TreeMap<>();
        properties.put("quarkus.http.host", "127.0.0.1");
        properties.put("quarkus.http.port", String.valueOf(settings.port(Port.REGISTRY)));
        properties.put("quarkus.management.host", "127.0.0.1");
        properties.put("quarkus.management.port", String.valueOf(settings.port(Port.REGISTRY_MANAGEMENT)));
        properties.put("apicurio.storage.kind", "kafkasql");
        properties.put("apicurio.kafkasql.bootstrap.servers", settings.address(Port.KAFKA));
        properties.put("apicurio.kafkasql.consumer.poll.timeout", "200");
        properties.put("apicurio.registry.id", "clientele");
        Path conf = ConfigFiles.write(context.home().conf().resolve("registry.properties"), properties, "=");
        List<String> command = context.java(
                context.jdks().java24(),
                name(),
                PartContext.QUICK_COMPILER,
                "-Dquarkus.config.locations=" + conf.toUri(),
                "--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of(
                "-jar",
                context.distributions()
                        .server("apicurio")
                        .resolve("quarkus-run.jar")
                        .toString()));
        return new Launch(command, Map.of());
    }

    @Override
    public Health health() throws InterruptedException {
        try {
            JsonNode ready = http.get(context.settings().url(Port.REGISTRY_MANAGEMENT) + "/health/ready");
            if (!"UP".equals(ready.path("status").asText())) {
                return Health.unusable("its storage is not ready");
            }
            JsonNode subjects = http.get(context.settings().url(Port.REGISTRY) + "/apis/ccompat/v7/subjects");
            return Health.usable(subjects.size() + " subjects");
        } catch (IOException e) {
            return Health.unusable("does not answer");
        }
    }
}

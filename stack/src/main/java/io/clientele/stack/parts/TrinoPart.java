package io.clientele.stack.parts;

import com.fasterxml.jackson.databind.JsonNode;
import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Trino, coordinator and worker in one, with the lake as catalog {@code lake}. */
final class TrinoPart implements Part {

    private final PartContext context;
    private final Http http = new Http();

    TrinoPart(PartContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "trino";
    }

    @Override
    public String title() {
        return "Trino";
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.TRINO);
    }

    @Override
    public Launch prepare() throws IOException {
        Path etc = context.home().conf().resolve("trino");
        Path data = context.home().data().resolve("trino");
        Files.createDirectories(data);
        Settings settings = context.settings();

        Map<String, String> config = new TreeMap<>();
        config.put("coordinator", "true");
        config.put("node-scheduler.include-coordinator", "true");
        config.put("http-server.http.port", String.valueOf(settings.port(Port.TRINO)));
        config.put("discovery.uri", settings.url(Port.TRINO));
        config.put("node.bind-ip", "127.0.0.1");
        config.put("node.internal-address", "127.0.0.1");
        config.put("query.max-memory", settings.heap(name()) / 2 + "MB");
        config.put("query.max-memory-per-node", settings.heap(name()) / 2 + "MB");
        config.put("memory.heap-headroom-per-node", settings.heap(name()) / 4 + "MB");
        config.put("task.max-worker-threads", "4");
        config.put("task.concurrency", "2");
        // a query over the marts has dozens of stages, megabytes each until it is forgotten; a quarter of an hour of
        // them fills the heap
        config.put("query.min-expire-age", "1m");
        config.put("query.max-history", "20");
        config.put("task.info.max-age", "1m");
        ConfigFiles.write(etc.resolve("config.properties"), config, "=");
        ConfigFiles.write(
                etc.resolve("log.properties"),
                Map.of("io.trino", "WARN", "io.trino.server.Server", "INFO", "org.apache.iceberg", "WARN"),
                "=");

        Map<String, String> lake = new TreeMap<>();
        lake.put("connector.name", "iceberg");
        lake.put("iceberg.catalog.type", "rest");
        lake.put("iceberg.rest-catalog.uri", settings.url(Port.CATALOG));
        // compaction after a replay rewrites years of daily partitions in one go
        lake.put("iceberg.max-partitions-per-writer", "1000");
        // they are read from the manifests for every query, anew after every commit, which takes longer than they save
        lake.put("iceberg.table-statistics-enabled", "false");
        lake.put("fs.native-s3.enabled", "true");
        lake.put("s3.endpoint", settings.url(Port.OBJECT_STORE));
        lake.put("s3.region", ObjectStorePart.REGION);
        lake.put("s3.path-style-access", "true");
        lake.put("s3.aws-access-key", context.credentials().accessKey());
        lake.put("s3.aws-secret-key", context.credentials().secretKey());
        // the maintenance knows which snapshots are still needed and decides; of an erased person none is
        lake.put("iceberg.expire-snapshots.min-retention", "0s");
        lake.put("iceberg.remove-orphan-files.min-retention", "0s");
        ConfigFiles.write(etc.resolve("catalog/lake.properties"), lake, "=");

        Path server = context.distributions().server("trino");
        List<String> command = context.java(
                context.jdks().java24(),
                name(),
                "-XX:ReservedCodeCacheSize=256M",
                // ten times the usual: most of what Trino runs here is small and short, and optimising it took more
                // than running it
                "-XX:Tier4InvocationThreshold=50000",
                "-XX:Tier4MinInvocationThreshold=6000",
                "-XX:Tier4CompileThreshold=150000",
                "-XX:Tier4BackEdgeThreshold=400000",
                "-Djdk.attach.allowAttachSelf=true",
                "-Djdk.nio.maxCachedBufferSize=2000000",
                "-XX:+EnableDynamicAgentLoading",
                "-XX:+UnlockDiagnosticVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dconfig=" + etc.resolve("config.properties"),
                "-Dnode.environment=clientele",
                "-Dnode.id=clientele",
                "-Dnode.data-dir=" + data,
                "-Dplugin.dir=" + server.resolve("plugin"),
                "-Dlog.levels-file=" + etc.resolve("log.properties"),
                "-Dcatalog.config-dir=" + etc.resolve("catalog"));
        command.addAll(List.of("-cp", server.resolve("lib") + "/*", "io.trino.server.TrinoServer"));
        return new Launch(command, Map.of());
    }

    List<String> commandLine() throws IOException {
        Path cli = context.distributions().server("trino").resolve("cli");
        try (Stream<Path> jars = Files.list(cli)) {
            Path jar =
                    jars.findFirst().orElseThrow(() -> new StackFailure("Trino's command line is missing in " + cli));
            return List.of(
                    context.jdks().java24().toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    // without a terminal it is a dumb one, which is nothing to warn about
                    "-Dorg.jline.terminal.dumb=true",
                    "-jar",
                    jar.toString(),
                    "--server=" + context.settings().url(Port.TRINO));
        }
    }

    @Override
    public Health health() throws InterruptedException {
        try {
            JsonNode info = http.get(context.settings().url(Port.TRINO) + "/v1/info");
            if (info.path("starting").asBoolean(true)) {
                return Health.unusable("starting");
            }
            return queries();
        } catch (IOException e) {
            return Health.unusable("does not answer");
        }
    }

    /** Only a query that needs a worker and the lake proves both: started does not mean that a node is available. */
    private Health queries() throws IOException, InterruptedException {
        HttpRequest query = Http.request(context.settings().url(Port.TRINO) + "/v1/statement")
                .header("X-Trino-User", "clientele")
                .header("X-Trino-Source", "health")
                .POST(HttpRequest.BodyPublishers.ofString("select count(*) from lake.information_schema.schemata"))
                .build();
        JsonNode answer = http.send(query);
        String data = "";
        while (true) {
            if (answer.has("error")) {
                return Health.unusable(answer.path("error").path("message").asText("a query failed"));
            }
            data = answer.has("data") ? answer.path("data").path(0).path(0).asText() : data;
            if (!answer.has("nextUri")) {
                return Health.usable(data + " schemas in lake");
            }
            answer = http.get(answer.path("nextUri").asText());
        }
    }
}

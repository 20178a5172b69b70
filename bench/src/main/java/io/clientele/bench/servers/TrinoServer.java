package io.clientele.bench.servers;

import io.clientele.connectors.trino.TrinoClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Trino as the stack has it, with a lake that is a folder.
 *
 * @param process its process
 * @param port where it answers
 */
public record TrinoServer(Process process, int port) {
    private static final int JAVA = 24;

    /** A lake of its own in a folder, the catalog in files beside the tables. */
    public static List<String> folder(Path lake) {
        return List.of(
                "iceberg.catalog.type=TESTING_FILE_METASTORE",
                "hive.metastore.catalog.dir=local:///catalog",
                "local.location=" + lake);
    }

    /** The lake of a catalog. */
    public static List<String> of(CatalogServer catalog) {
        return List.of(
                "iceberg.catalog.type=rest", "iceberg.rest-catalog.uri=" + catalog.address(), "local.location=/");
    }

    /**
     * Starts it.
     *
     * @param project root of the repository, with Trino's distribution built
     * @param lake {@link #folder} or {@link #of}
     * @param heapMebibytes its heap
     */
    public static TrinoServer start(Path project, ServerProcesses processes, List<String> lake, int heapMebibytes)
            throws IOException, InterruptedException {
        Path libraries = ServerProcesses.libraries(project, "trino");
        Path work = processes.work();
        int port = ServerProcesses.freePort();
        Path etc = work.resolve("etc");
        Files.createDirectories(etc.resolve("catalog"));
        write(
                etc.resolve("config.properties"),
                List.of(
                        "coordinator=true",
                        "node-scheduler.include-coordinator=true",
                        "http-server.http.port=" + port,
                        "discovery.uri=http://127.0.0.1:" + port,
                        "node.bind-ip=127.0.0.1",
                        "node.internal-address=127.0.0.1",
                        "query.max-memory=%dMB".formatted(heapMebibytes / 2),
                        "query.max-memory-per-node=%dMB".formatted(heapMebibytes / 2),
                        "memory.heap-headroom-per-node=%dMB".formatted(heapMebibytes / 4),
                        "task.max-worker-threads=4",
                        "task.concurrency=2"));
        write(etc.resolve("log.properties"), List.of("io.trino=WARN"));
        List<String> catalog = new ArrayList<>(lake);
        catalog.add("connector.name=iceberg");
        catalog.add("iceberg.table-statistics-enabled=false");
        catalog.add("fs.native-local.enabled=true");
        write(etc.resolve("catalog/lake.properties"), catalog);
        Process process = processes.start(
                "trino",
                java(),
                List.of(
                        "-Xmx%dm".formatted(heapMebibytes),
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:ReservedCodeCacheSize=256M",
                        "-Djdk.attach.allowAttachSelf=true",
                        "-Djdk.nio.maxCachedBufferSize=2000000",
                        "-XX:+EnableDynamicAgentLoading",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dconfig=" + etc.resolve("config.properties"),
                        "-Dnode.environment=bench",
                        "-Dnode.id=bench",
                        "-Dnode.data-dir=" + Files.createDirectories(work.resolve("data")),
                        "-Dplugin.dir=" + libraries.resolveSibling("plugin"),
                        "-Dlog.levels-file=" + etc.resolve("log.properties"),
                        "-Dcatalog.config-dir=" + etc.resolve("catalog"),
                        "-cp",
                        libraries + "/*",
                        "io.trino.server.TrinoServer"));
        TrinoServer trino = new TrinoServer(process, port);
        processes.await("Trino", process, () -> {
            try (TrinoClient client = trino.connect()) {
                return !client.query("select count(*) from lake.information_schema.schemata")
                        .isEmpty();
            }
        });
        // it answers before it knows itself for a worker, and asks who works every five seconds
        TimeUnit.SECONDS.sleep(6);
        return trino;
    }

    /** A connection; the caller closes it. */
    public TrinoClient connect() {
        return TrinoClient.connect("jdbc:trino://127.0.0.1:%d/lake".formatted(port), "bench");
    }

    /** The java program of the newest JDK that Trino runs on, as far as it is where JDKs usually are. */
    private static Path java() throws IOException {
        TreeMap<Integer, Path> found = new TreeMap<>();
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib/jvm"))) {
            for (Path folder : folders.sorted(Comparator.naturalOrder()).toList()) {
                if (Files.isExecutable(folder.resolve("bin/java")) && Files.exists(folder.resolve("release"))) {
                    found.put(version(folder), folder.resolve("bin/java"));
                }
            }
        }
        if (found.isEmpty() || found.lastKey() < JAVA) {
            throw new IllegalStateException(
                    "no JDK %d or newer in /usr/lib/jvm, where Trino would run on it; there are %s"
                            .formatted(JAVA, found.keySet()));
        }
        return found.lastEntry().getValue();
    }

    private static int version(Path folder) throws IOException {
        Properties release = new Properties();
        try (InputStream text = Files.newInputStream(folder.resolve("release"))) {
            release.load(text);
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.split("\\.")[0]);
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Files.write(file, lines);
    }
}

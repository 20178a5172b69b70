package io.clientele.bench.attribution;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Trino as the stack has it, alone: its lake is a folder, its catalog files in it. */
final class TrinoServer implements AutoCloseable {
    private static final int JAVA = 24;
    private static final long PATIENCE_SECONDS = 600;

    private final Process process;
    private final Path work;
    private final int port;

    private TrinoServer(Process process, Path work, int port) {
        this.process = process;
        this.work = work;
        this.port = port;
        // also when the bench is interrupted
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /**
     * Starts it.
     *
     * @param project root of the repository, with Trino's distribution built
     * @param work folder for its data, empty
     * @param heapMebibytes its heap
     */
    static TrinoServer start(Path project, Path work, int heapMebibytes) throws IOException, InterruptedException {
        Path server = project.resolve("stack/runtime/trino/target/dist");
        if (!Files.isDirectory(server.resolve("lib"))) {
            throw new IllegalStateException("%s is missing: bench/run attribution builds it".formatted(server));
        }
        int port = freePort();
        Path etc = work.resolve("etc");
        Files.createDirectories(etc.resolve("catalog"));
        Path lake = Files.createDirectories(work.resolve("lake"));
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
        write(
                etc.resolve("catalog/lake.properties"),
                List.of(
                        "connector.name=iceberg",
                        "iceberg.catalog.type=TESTING_FILE_METASTORE",
                        "hive.metastore.catalog.dir=local:///catalog",
                        "iceberg.table-statistics-enabled=false",
                        "fs.native-local.enabled=true",
                        "local.location=" + lake));
        Process process = new ProcessBuilder(
                        java().toString(),
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
                        "-Dplugin.dir=" + server.resolve("plugin"),
                        "-Dlog.levels-file=" + etc.resolve("log.properties"),
                        "-Dcatalog.config-dir=" + etc.resolve("catalog"),
                        "-cp",
                        server.resolve("lib") + "/*",
                        "io.trino.server.TrinoServer")
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("trino.log").toFile())
                .start();
        TrinoServer trino = new TrinoServer(process, work, port);
        trino.awaitAnswer();
        return trino;
    }

    TrinoClient connect() {
        return TrinoClient.connect("jdbc:trino://127.0.0.1:%d/lake".formatted(port), "bench");
    }

    private void awaitAnswer() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (TrinoClient client = connect()) {
                client.query("select count(*) from lake.information_schema.schemata");
                return;
            } catch (TrinoFailure notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new IllegalStateException(
                            "Trino does not answer: %s; its log is in %s".formatted(notYet.getMessage(), work));
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
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

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException("no free port on this machine", none);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

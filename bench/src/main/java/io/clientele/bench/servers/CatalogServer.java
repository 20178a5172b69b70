package io.clientele.bench.servers;

import io.clientele.connectors.iceberg.LakeSettings;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.iceberg.rest.RESTCatalog;

/**
 * The Iceberg catalog of the stack over a folder.
 *
 * @param address of the catalog
 * @param warehouse the folder
 */
public record CatalogServer(String address, Path warehouse) {
    private static final String JAR = "stack/runtime/catalog/target/clientele-runtime-catalog.jar";

    /**
     * Starts it.
     *
     * @param project the root of the repository, with the catalog's distribution built
     */
    public static CatalogServer start(Path project, ServerProcesses processes)
            throws IOException, InterruptedException {
        int port = ServerProcesses.freePort();
        Path work = processes.work();
        CatalogServer server = new CatalogServer("http://127.0.0.1:" + port, work.resolve("warehouse"));
        Properties settings = new Properties();
        settings.setProperty("port", String.valueOf(port));
        settings.setProperty(
                "uri", "jdbc:sqlite:" + work.resolve("catalog.db") + "?journal_mode=WAL&busy_timeout=30000");
        settings.setProperty("jdbc.schema-version", "V1");
        settings.setProperty("warehouse", server.warehouse().toUri().toString());
        settings.setProperty("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
        Path file = work.resolve("catalog.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        // the stack's tables are in an object store; for files on a disk Iceberg asks for Hadoop
        String hadoop = Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                .filter(entry -> entry.contains("hadoop-client"))
                .collect(Collectors.joining(":"));
        Process process = processes.start(
                "catalog",
                ServerProcesses.java(),
                List.of(
                        "-Xmx256m",
                        "-cp",
                        ServerProcesses.libraries(project, "catalog") + "/*:" + project.resolve(JAR) + ":" + hadoop,
                        "io.clientele.stack.catalog.RestCatalog",
                        file.toString()));
        processes.await("the Iceberg catalog", process, () -> {
            try (RESTCatalog open = server.open()) {
                return open.listNamespaces() != null;
            }
        });
        return server;
    }

    /** What a job needs to know of it. */
    public LakeSettings lake() {
        return LakeSettings.local(URI.create(address), warehouse.toUri().toString());
    }

    /** Opens the catalog; the caller closes it. */
    public RESTCatalog open() {
        return lake().open();
    }
}

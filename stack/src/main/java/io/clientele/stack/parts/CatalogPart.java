package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Iceberg REST catalog over SQLite. */
final class CatalogPart implements Part {

    private final PartContext context;
    private final Http http = new Http();

    CatalogPart(PartContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "catalog";
    }

    @Override
    public String title() {
        return "Iceberg REST catalog";
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.CATALOG);
    }

    @Override
    public Launch prepare() throws IOException {
        Path folder = context.home().data().resolve("catalog");
        Files.createDirectories(folder);
        Map<String, String> properties = new TreeMap<>();
        properties.put("port", String.valueOf(context.settings().port(Port.CATALOG)));
        properties.put(
                "uri",
                "jdbc:sqlite:" + folder.resolve("catalog.db")
                        + "?journal_mode=WAL&synchronous=FULL&busy_timeout=30000&transaction_mode=IMMEDIATE");
        properties.put("jdbc.schema-version", "V1");
        properties.put("warehouse", context.warehouse());
        properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        properties.put("client.region", ObjectStorePart.REGION);
        properties.put("s3.endpoint", context.settings().url(Port.OBJECT_STORE));
        properties.put("s3.path-style-access", "true");
        properties.put("s3.access-key-id", context.credentials().accessKey());
        properties.put("s3.secret-access-key", context.credentials().secretKey());
        Path conf = ConfigFiles.write(context.home().conf().resolve("catalog.properties"), properties, "=");
        Path lib = context.distributions().catalog().resolve("lib");
        List<String> command = context.java(context.jdks().java17(), name(), context.rollingLog(name()));
        command.addAll(List.of(
                PartContext.QUICK_COMPILER,
                "-cp",
                bundle(lib) + ":" + lib + "/*",
                "io.clientele.stack.catalog.RestCatalog",
                conf.toString()));
        return new Launch(command, Map.of());
    }

    /** First on the class path: it brings the versions that Iceberg's S3 client was built with. */
    private static Path bundle(Path lib) throws IOException {
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("iceberg-aws-bundle"))
                    .findFirst()
                    .orElseThrow(() -> new StackFailure("iceberg-aws-bundle is missing in " + lib));
        }
    }

    @Override
    public Health health() throws InterruptedException {
        try {
            http.get(context.settings().url(Port.CATALOG) + "/v1/config");
            int namespaces = http.get(context.settings().url(Port.CATALOG) + "/v1/namespaces")
                    .path("namespaces")
                    .size();
            return Health.usable(namespaces + " namespaces");
        } catch (IOException e) {
            return Health.unusable("does not answer");
        }
    }
}

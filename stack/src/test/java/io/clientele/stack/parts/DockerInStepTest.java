package io.clientele.stack.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Holds {@code docker/} in step with the embedded stack: the versions of the build, and the settings that the parts write when they
 * are prepared. What must differ (addresses, folders, keys) is named here; everything else must be equal, and no setting may be
 * missing on either side.
 */
class DockerInStepTest {
    private static final Path PROJECT = Path.of("..");
    private static final Path DOCKER = PROJECT.resolve("docker");

    @TempDir
    Path folder;

    private PartContext context;
    private JsonNode services;

    @BeforeEach
    void prepare() throws IOException {
        Path built = folder.resolve("project/stack/runtime");
        for (String server : List.of("kafka", "apicurio", "s3proxy", "trino", "flink")) {
            Files.createDirectories(built.resolve(server + "/target/dist/lib"));
        }
        Path catalog = Files.createDirectories(built.resolve("catalog/target/dist/lib"));
        Files.createFile(catalog.resolve("iceberg-aws-bundle.jar"));
        Files.createFile(built.resolve("catalog/target/clientele-runtime-catalog.jar"));
        Home home = new Home(folder.resolve("home"));
        home.create();
        // stands for a formatted storage, so that no process has to format one
        Files.createFile(Files.createDirectories(home.data().resolve("kafka")).resolve("meta.properties"));
        context = new PartContext(
                home,
                Settings.of(Map.of(), home.settings()),
                new Credentials("access", "secret"),
                new Distributions(folder.resolve("project"), home),
                new Jdks(folder, folder));
        services = yaml("compose.yaml").path("services");
    }

    @Test
    void imagesHaveTheVersionsOfTheBuild() throws IOException {
        Map<String, String> versions = BuildVersions.read(PROJECT.resolve("pom.xml"));
        assertThat(image("kafka")).isEqualTo("apache/kafka:" + versions.get("kafka.version"));
        assertThat(image("registry")).isEqualTo("apicurio/apicurio-registry:" + versions.get("apicurio.version"));
        assertThat(image("object-store")).isEqualTo("andrewgaul/s3proxy:" + versions.get("s3proxy.version"));
        assertThat(image("bucket")).isEqualTo(image("object-store"));
        assertThat(image("trino")).isEqualTo("trinodb/trino:" + versions.get("trino.version"));
        assertThat(image("catalog"))
                .as(
                        "there is no image of the catalog for Iceberg 1.11.0; once there is one of the build's version, use it")
                .isEqualTo("apache/iceberg-rest-fixture:1.10.1");
        for (String service : List.of("jobmanager", "taskmanager", "archive", "profile", "journey")) {
            assertThat(image(service)).isEqualTo("clientele-jobs:" + versions.get("project.version"));
        }
        assertThat(Files.readString(DOCKER.resolve("Dockerfile")))
                .contains("FROM flink:" + versions.get("flink.version") + "-java17\n")
                .contains(versions.get("iceberg.flink.runtime") + "-" + versions.get("iceberg.version") + ".jar")
                .contains("iceberg-aws-bundle-" + versions.get("iceberg.version") + ".jar")
                .contains("hadoop-client-api-" + versions.get("hadoop.version") + ".jar")
                .contains("hadoop-client-runtime-" + versions.get("hadoop.version") + ".jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive", "profile", "journey"})
    void manifestsHaveTheVersionsOfTheBuild(String job) throws IOException {
        Map<String, String> versions = BuildVersions.read(PROJECT.resolve("pom.xml"));
        String flink = versions.getOrDefault("flink.version", "");
        JsonNode spec = yaml("kubernetes/" + job + ".yaml").path("spec");
        assertThat(spec.path("image").asText()).isEqualTo("clientele-jobs:" + versions.get("project.version"));
        assertThat(spec.path("flinkVersion").asText())
                .isEqualTo("v" + flink.substring(0, flink.lastIndexOf('.')).replace('.', '_'));
        assertThat(spec.at("/podTemplate/spec/containers/0/env/0/value").asText())
                .isEqualTo("flink-s3-fs-presto-" + flink + ".jar");
    }

    @Test
    void kafka() throws IOException, InterruptedException {
        Launch launch = new KafkaPart(context).prepare();
        assertSame(
                properties(DOCKER.resolve("kafka/server.properties")),
                written("kafka.properties"),
                Set.of(
                        "controller.quorum.voters",
                        "listeners",
                        "advertised.listeners",
                        "listener.security.protocol.map",
                        "log.dirs"));
        assertThat(environment("kafka")).containsEntry("KAFKA_HEAP_OPTS", heap(launch));
        assertPublished("kafka", Port.KAFKA, context.settings().port(Port.KAFKA));
        assertThat(properties(DOCKER.resolve("kafka/server.properties")).get("advertised.listeners"))
                .endsWith("HOST://localhost:" + context.settings().port(Port.KAFKA));
    }

    @Test
    void registry() throws IOException {
        Launch launch = new RegistryPart(context).prepare();
        Map<String, String> embedded = written("registry.properties");
        // the embedded stack listens on 127.0.0.1 alone; a container is only reached through the ports it publishes
        embedded.remove("quarkus.http.host");
        embedded.remove("quarkus.management.host");
        assertSame(
                properties(DOCKER.resolve("registry/registry.properties")),
                embedded,
                Set.of("quarkus.http.port", "quarkus.management.port", "apicurio.kafkasql.bootstrap.servers"));
        assertThat(environment("registry")).containsEntry("JAVA_OPTS_APPEND", heap(launch));
        assertPublished("registry", Port.REGISTRY, 8080);
    }

    @Test
    void objectStore() throws IOException {
        Launch launch = new ObjectStorePart(context).prepare();
        Map<String, String> docker = environment("object-store");
        assertThat(docker.remove("S3PROXY_JAVA_OPTS")).isEqualTo(heap(launch));
        assertSame(
                docker,
                renamed(written("object-store.properties"), key -> key.replaceAll("[.-]", "_")),
                Set.of("S3PROXY_ENDPOINT", "S3PROXY_IDENTITY", "S3PROXY_CREDENTIAL", "JCLOUDS_FILESYSTEM_BASEDIR"));
        assertPublished("object-store", Port.OBJECT_STORE, 9000);
        assertThat(services.at("/bucket/entrypoint/2").asText()).isEqualTo("/data/" + ObjectStorePart.BUCKET);
    }

    @Test
    void catalog() throws IOException {
        Launch launch = new CatalogPart(context).prepare();
        Map<String, String> embedded = written("catalog.properties");
        embedded.remove("port");
        embedded.put("catalog-impl", "org.apache.iceberg.jdbc.JdbcCatalog");
        embedded.computeIfPresent(
                "uri", (key, uri) -> uri.replaceFirst(".*\\?", "jdbc:sqlite:/var/lib/catalog/catalog.db?"));
        Map<String, String> docker = environment("catalog");
        assertThat(docker.remove("JAVA_TOOL_OPTIONS")).isEqualTo(heap(launch));
        assertSame(
                docker,
                renamed(embedded, key -> "catalog_" + key.replace("-", "__").replace(".", "_")),
                Set.of("CATALOG_S3_ENDPOINT", "CATALOG_S3_ACCESS__KEY__ID", "CATALOG_S3_SECRET__ACCESS__KEY"));
        assertPublished("catalog", Port.CATALOG, 8181);
    }

    @Test
    void trino() throws IOException {
        Launch launch = new TrinoPart(context).prepare();
        Map<String, String> config = written("trino/config.properties");
        config.remove("node.bind-ip");
        config.remove("node.internal-address");
        assertSame(
                properties(DOCKER.resolve("trino/config.properties")),
                config,
                Set.of("http-server.http.port", "discovery.uri"));
        assertSame(
                properties(DOCKER.resolve("trino/catalog/lake.properties")),
                written("trino/catalog/lake.properties"),
                Set.of("iceberg.rest-catalog.uri", "s3.endpoint", "s3.aws-access-key", "s3.aws-secret-key"));
        assertSame(properties(DOCKER.resolve("trino/log.properties")), written("trino/log.properties"), Set.of());
        Pattern ofThisMachine =
                Pattern.compile("-D(config|node\\..*|.*\\.dir|log\\.levels-file|catalog\\.config-dir|java\\..*)=.*");
        List<String> flags = launch.command().stream()
                .filter(argument -> argument.startsWith("-") && !argument.equals("-cp"))
                .filter(argument -> !ofThisMachine.matcher(argument).matches())
                .toList();
        assertThat(Files.readAllLines(DOCKER.resolve("trino/jvm.config")))
                .filteredOn(flag -> !flag.equals("-server"))
                .containsExactlyInAnyOrderElementsOf(flags);
        assertPublished("trino", Port.TRINO, 8080);
    }

    @Test
    void flink() throws IOException {
        new JobManagerPart(context).prepare();
        Map<String, String> embedded = flinkConfiguration();
        for (String service : List.of("jobmanager", "taskmanager")) {
            Map<String, String> docker = lines(environment(service).getOrDefault("FLINK_PROPERTIES", ""), ":");
            // the embedded stack gives these to the JVM itself
            assertThat(docker.remove("jobmanager.memory.heap.size"))
                    .isEqualTo(context.settings().heap("jobmanager") + "mb");
            assertThat(docker.remove("jobmanager.memory.jvm-metaspace.size")).isNotNull();
            assertSame(
                    docker,
                    embedded,
                    Set.of(
                            "jobmanager.rpc.address",
                            // the image has Flink's own, which listens on every address: a container's are its own
                            "metrics.reporter.prom.factory.class",
                            "execution.checkpointing.dir",
                            "execution.checkpointing.savepoint-dir"));
        }
        assertPublished("jobmanager", Port.FLINK, 8081);
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive", "profile", "journey"})
    void jobsOnKubernetesRunWithTheSameSettings(String job) throws IOException {
        new JobManagerPart(context).prepare();
        Map<String, String> manifest =
                strings(yaml("kubernetes/" + job + ".yaml").at("/spec/flinkConfiguration"));
        Map<String, String> embedded = flinkConfiguration();
        // memory and failure detection are Kubernetes' there, and a JobManager may be replaced
        embedded.keySet()
                .removeIf(key -> key.matches("(taskmanager\\.(memory|cpu)|heartbeat|jobmanager\\.|parallelism\\.).*"));
        manifest.keySet().removeIf(key -> key.startsWith("high-availability."));
        assertSame(
                manifest,
                embedded,
                Set.of(
                        "taskmanager.numberOfTaskSlots",
                        "metrics.reporter.prom.factory.class",
                        "execution.checkpointing.dir",
                        "execution.checkpointing.savepoint-dir"));
    }

    @Test
    void deployIsToldEveryAddressAsItIsSeenFromTheHost() throws IOException {
        Settings settings = context.settings();
        assertThat(Files.readString(DOCKER.resolve("README.md")))
                .contains("--trino jdbc:trino://" + settings.address(Port.TRINO) + "/lake")
                .contains("--set kafka.bootstrap-servers=localhost:" + settings.port(Port.KAFKA))
                .contains("--set schema-registry.url=" + settings.url(Port.REGISTRY) + "/apis/ccompat/v7")
                .contains("--set lake.catalog.uri=" + settings.url(Port.CATALOG));
    }

    private static void assertSame(Map<String, String> docker, Map<String, String> embedded, Set<String> different) {
        assertThat(docker.keySet()).containsExactlyInAnyOrderElementsOf(embedded.keySet());
        assertThat(embedded.keySet()).as("settings that may differ").containsAll(different);
        docker.forEach((key, value) -> {
            if (!different.contains(key)) {
                assertThat(value).as(key).isEqualTo(embedded.get(key));
            }
        });
    }

    private void assertPublished(String service, Port port, int inside) {
        assertThat(services.path(service).path("ports"))
                .extracting(JsonNode::asText)
                .containsExactly("127.0.0.1:" + context.settings().port(port) + ":" + inside);
    }

    /** Flink's settings without those that only say where it listens and keeps its files. */
    private Map<String, String> flinkConfiguration() throws IOException {
        Map<String, String> settings =
                lines(Files.readString(context.home().conf().resolve("flink/config.yaml")), ":");
        settings.keySet()
                .removeIf(key -> key.matches("(rest|blob|web|io|process)\\..*|.*\\.(port|bind-port|bind-host|host)"));
        return settings;
    }

    private Map<String, String> written(String file) throws IOException {
        return properties(context.home().conf().resolve(file));
    }

    private String image(String service) {
        return services.path(service).path("image").asText();
    }

    private Map<String, String> environment(String service) {
        return strings(services.path(service).path("environment"));
    }

    private static String heap(Launch launch) {
        return launch.command().stream()
                .filter(argument -> argument.startsWith("-Xmx"))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> renamed(Map<String, String> properties, UnaryOperator<String> name) {
        Map<String, String> renamed = new TreeMap<>();
        properties.forEach((key, value) -> renamed.put(name.apply(key).toUpperCase(Locale.ROOT), value));
        return renamed;
    }

    private static JsonNode yaml(String file) throws IOException {
        try (Reader reader = Files.newBufferedReader(DOCKER.resolve(file))) {
            // Jackson's own YAML reader knows no anchors
            return new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
        }
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new TreeMap<>();
        object.properties()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
        return strings;
    }

    private static Map<String, String> properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> strings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> strings.put(key, properties.getProperty(key)));
        return strings;
    }

    private static Map<String, String> lines(String text, String separator) {
        Map<String, String> lines = new TreeMap<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            int at = line.indexOf(separator);
            lines.put(line.substring(0, at).strip(), line.substring(at + 1).strip());
        });
        return lines;
    }
}

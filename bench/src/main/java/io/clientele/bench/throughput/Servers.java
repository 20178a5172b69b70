package io.clientele.bench.throughput;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.clientele.connectors.iceberg.LakeSettings;
import io.clientele.connectors.iceberg.TableDeployment;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.TableDefinition;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/**
 * What the engines talk to, none of it in their processes: a broker and an Iceberg catalog as the stack has them, and the contracts
 * under the ids that the events carry, served as a registry serves them.
 */
final class Servers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CATALOG_JAR = "stack/runtime/catalog/target/clientele-runtime-catalog.jar";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The ids of schemas are places in this list, from 1 on. */
    private static final List<EventContract> CONTRACTS = contracts();

    private final Path project;
    private final Path work;
    private final int kafkaPort = freePort();
    private final int catalogPort = freePort();
    private final List<Process> processes = new ArrayList<>();
    private final HttpServer registry;

    private Servers(Path project, Path work) throws IOException {
        this.project = project;
        this.work = work;
        this.registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    /**
     * Starts them all.
     *
     * @param project the root of the repository, with the broker's and the catalog's distributions built
     * @param work folder for their data, empty
     */
    static Servers start(Path project, Path work) throws Exception {
        Servers servers = new Servers(project, work);
        // also when the bench is interrupted
        Runtime.getRuntime().addShutdownHook(new Thread(servers::close));
        try {
            servers.registry.createContext("/schemas/ids/", servers::schema);
            servers.registry.createContext("/subjects/", servers::id);
            servers.registry.start();
            servers.startKafka();
            servers.startCatalog();
            return servers;
        } catch (Exception failed) {
            servers.close();
            throw failed;
        }
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    String registryAddress() {
        return "http://127.0.0.1:" + registry.getAddress().getPort();
    }

    String catalogAddress() {
        return "http://127.0.0.1:" + catalogPort;
    }

    Path warehouse() {
        return work.resolve("warehouse");
    }

    RESTCatalog openCatalog() {
        return LakeSettings.local(
                        URI.create(catalogAddress()), warehouse().toUri().toString())
                .open();
    }

    /** Makes every topic of the contracts. */
    void createTopics(int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(Contracts.all().stream()
                            .map(contract -> new NewTopic(contract.topic(), partitions, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** Makes the tables anew. */
    void resetTables() throws IOException {
        try (RESTCatalog catalog = openCatalog()) {
            for (TableDefinition table : LakeTables.all()) {
                catalog.dropTable(table.identifier(), false);
            }
            catalog.dropTable(TableRows.PEERS, false);
            TableDeployment.deploy(catalog, LakeTables.all());
        }
    }

    /** Takes away what a run has left: idle consumer groups and topics that are no contract's. */
    void resetTopics() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            List<String> groups = admin.listGroups().all().get().stream()
                    .filter(group ->
                            group.groupState().filter(GroupState.EMPTY::equals).isPresent())
                    .map(GroupListing::groupId)
                    .toList();
            admin.deleteConsumerGroups(groups).all().get();
            List<String> ours =
                    Contracts.all().stream().map(EventContract::topic).toList();
            admin.deleteTopics(admin.listTopics().names().get().stream()
                            .filter(topic -> !ours.contains(topic))
                            .toList())
                    .all()
                    .get();
        }
    }

    private void startKafka() throws Exception {
        int controller = freePort();
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty(
                "listeners", "PLAINTEXT://" + bootstrapServers() + ",CONTROLLER://127.0.0.1:" + controller);
        settings.setProperty("advertised.listeners", "PLAINTEXT://" + bootstrapServers());
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("log.dirs", work.resolve("kafka").toString());
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("offsets.topic.num.partitions", "4");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", "4");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("log.retention.ms", "-1");
        Path file = write("kafka.properties", settings);
        String classPath = distribution("kafka") + "/*";
        Process format = run(
                "kafka-format",
                List.of(
                        "-cp",
                        classPath,
                        "kafka.tools.StorageTool",
                        "format",
                        "--config",
                        file.toString(),
                        "--cluster-id",
                        Uuid.randomUuid().toString()));
        if (format.waitFor() != 0) {
            throw new IllegalStateException("Kafka's storage cannot be formatted; the log is in " + work);
        }
        Process kafka = run("kafka", List.of("-Xmx512m", "-cp", classPath, "kafka.Kafka", file.toString()));
        await("Kafka", kafka, () -> {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
                return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
            }
        });
    }

    private void startCatalog() throws Exception {
        Properties settings = new Properties();
        settings.setProperty("port", String.valueOf(catalogPort));
        settings.setProperty(
                "uri", "jdbc:sqlite:" + work.resolve("catalog.db") + "?journal_mode=WAL&busy_timeout=30000");
        settings.setProperty("jdbc.schema-version", "V1");
        settings.setProperty("warehouse", warehouse().toUri().toString());
        settings.setProperty("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
        Path file = write("catalog.properties", settings);
        // the stack's tables are in an object store; for files on a disk Iceberg asks for Hadoop
        String hadoop = Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                .filter(entry -> entry.contains("hadoop-client"))
                .collect(Collectors.joining(":"));
        Process catalog = run(
                "catalog",
                List.of(
                        "-Xmx256m",
                        "-cp",
                        distribution("catalog") + "/*:" + project.resolve(CATALOG_JAR) + ":" + hadoop,
                        "io.clientele.stack.catalog.RestCatalog",
                        file.toString()));
        await("the Iceberg catalog", catalog, () -> {
            try (RESTCatalog open = openCatalog()) {
                return open.listNamespaces() != null;
            }
        });
    }

    private Path distribution(String name) {
        Path folder = project.resolve("stack/runtime").resolve(name).resolve("target/dist/lib");
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException("%s is missing: bench/run throughput builds it".formatted(folder));
        }
        return folder;
    }

    private Path write(String name, Properties settings) throws IOException {
        Path file = work.resolve(name);
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        return file;
    }

    private Process run(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(name + ".log").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private interface Probe {
        boolean isUp() throws IOException, ExecutionException, TimeoutException, InterruptedException;
    }

    private void await(String what, Process process, Probe probe) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            if (!process.isAlive()) {
                throw new IllegalStateException("%s has ended; its log is in %s".formatted(what, work));
            }
            if (answers(probe)) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("%s does not answer; its log is in %s".formatted(what, work));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static boolean answers(Probe probe) throws InterruptedException {
        try {
            return probe.isUp();
        } catch (IOException | ExecutionException | TimeoutException | KafkaException | RESTException notYet) {
            return false;
        }
    }

    private void schema(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
        answer(
                exchange,
                JSON.createObjectNode()
                        .put("schema", CONTRACTS.get(id - 1).schema().toString()));
    }

    private void id(HttpExchange exchange) throws IOException {
        String subject = exchange.getRequestURI().getPath().split("/", -1)[2];
        int place = CONTRACTS.stream().map(EventContract::subject).toList().indexOf(subject);
        answer(exchange, JSON.createObjectNode().put("id", place + 1));
    }

    private static void answer(HttpExchange exchange, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static List<EventContract> contracts() {
        List<EventContract> contracts =
                new ArrayList<>(List.of(EventContract.of(Workload.CLICKSTREAM), EventContract.of(Workload.ORDERS)));
        Contracts.all().stream()
                .filter(contract -> !contracts.contains(contract))
                .forEach(contracts::add);
        return List.copyOf(contracts);
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
        registry.stop(0);
        processes.forEach(Process::destroy);
        try {
            for (Process process : processes) {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException hurry) {
            processes.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}

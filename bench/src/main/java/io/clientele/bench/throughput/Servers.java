package io.clientele.bench.throughput;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.clientele.bench.servers.CatalogServer;
import io.clientele.bench.servers.ServerProcesses;
import io.clientele.connectors.iceberg.TableDeployment;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.TableDefinition;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What the engines talk to, none of it in their processes: a broker and an Iceberg catalog as the stack has them, and the contracts
 * under the ids that the events carry, served as a registry serves them.
 */
final class Servers implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The ids of schemas are places in this list, from 1 on. */
    private static final List<EventContract> CONTRACTS = contracts();

    private final Path project;
    private final Path work;
    private final int kafkaPort = ServerProcesses.freePort();
    private final ServerProcesses processes;
    private final HttpServer registry;
    private @Nullable CatalogServer catalog;

    private Servers(Path project, Path work) throws IOException {
        this.project = project;
        this.work = work;
        this.processes = new ServerProcesses(work);
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
        try {
            servers.registry.createContext("/schemas/ids/", servers::schema);
            servers.registry.createContext("/subjects/", servers::id);
            servers.registry.start();
            servers.startKafka();
            servers.catalog = CatalogServer.start(project, servers.processes);
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
        return started().address();
    }

    Path warehouse() {
        return started().warehouse();
    }

    RESTCatalog openCatalog() {
        return started().open();
    }

    private CatalogServer started() {
        return Objects.requireNonNull(catalog);
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
        int controller = ServerProcesses.freePort();
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
        String classPath = ServerProcesses.libraries(project, "kafka") + "/*";
        Process format = processes.start(
                "kafka-format",
                ServerProcesses.java(),
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
        Process kafka = processes.start(
                "kafka", ServerProcesses.java(), List.of("-Xmx512m", "-cp", classPath, "kafka.Kafka", file.toString()));
        processes.await("Kafka", kafka, () -> {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
                return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
            }
        });
    }

    private Path write(String name, Properties settings) throws IOException {
        Path file = work.resolve(name);
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        return file;
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

    @Override
    public void close() {
        registry.stop(0);
        processes.close();
    }
}

package io.clientele.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.stack.RunningStack.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The servers of the stack, taken for somebody else's: known by their addresses alone. */
@ExtendWith(StackExtension.class)
class DeployIT {

    private static final String TOPIC = "rfm-thresholds";

    @Test
    void findsNothingToDoWhereUpHasDeployed(RunningStack stack) throws IOException, InterruptedException {
        Result deploy = deploy(stack);

        assertThat(deploy.status()).as(deploy.err()).isZero();
        assertThat(deploy.out().lines()).containsExactly("all is there already, nothing was changed: " + all());
    }

    @Test
    void bringsBackWhatIsMissingAndWhatWasChangedByHand(RunningStack stack)
            throws IOException, InterruptedException, ExecutionException {
        try (TrinoClient trino = trino(stack);
                Admin admin = admin(stack)) {
            admin.deleteTopics(Set.of(TOPIC)).all().get();
            forgetCompatibility(stack, "orders-value");
            trino.update("comment on table lake.raw.catalog is 'somebody was here'");
            trino.update("drop view lake.mart.daily_sales");
            trino.update("comment on column lake.core.customer_rfm.segment is 'somebody was here too'");
            List<String> changes = List.of(
                    "topics created: 1 (" + TOPIC + ")",
                    "contracts registered: 1 (compatibility of orders-value)",
                    "tables changed: 1 (raw.catalog: set property comment)",
                    "views made: 2 (core.customer_rfm, mart.daily_sales)");

            Result dryRun = deploy(stack, "--dry-run");
            Result deploy = deploy(stack);

            assertThat(dryRun.out().lines().map(line -> line.replace("not done, --dry-run: ", "")))
                    .as(dryRun.err())
                    .containsExactlyElementsOf(and(changes, "5 changes would be made: " + all()));
            assertThat(deploy.out().lines())
                    .as(deploy.err())
                    .containsExactlyElementsOf(and(changes, "deployed: " + all()));
            assertThat(deploy(stack).out()).contains("nothing was changed");
            assertThat(admin.listTopics().names().get()).contains(TOPIC);
            assertThat(trino.query("select count(*) from lake.mart.daily_sales"))
                    .hasSize(1);
        }
    }

    @Test
    void saysWhichTopicsKeepLessThanTheLineWants(RunningStack stack)
            throws IOException, InterruptedException, ExecutionException {
        try (Admin admin = admin(stack)) {
            keepFor(admin, "feedback", "604800000");
            try {
                assertThat(deploy(stack).out().lines())
                        .containsExactly(
                                "topic feedback has retention.ms = 604800000, wanted is -1: left as it is",
                                "all is there already, nothing was changed: " + all());
            } finally {
                keepFor(admin, "feedback", "-1");
            }
        }
    }

    @Test
    void anotherZoneIsAnotherViewOfTheSettingsAndOfWhatReadsIt(RunningStack stack)
            throws IOException, InterruptedException {
        Result dryRun = deploy(stack, "--dry-run", "--set", "business.zone=Europe/Paris");

        assertThat(dryRun.status()).as(dryRun.err()).isZero();
        assertThat(dryRun.out().lines().toList().get(0))
                .contains("views made", "core.business_settings", "core.orders");
        assertThat(dryRun.out()).contains("business.zone or reporting.currency is not that of the views before");
    }

    @Test
    void aWrongOptionIsRefusedWithWhatIsAllowed(RunningStack stack, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path config = Files.writeString(
                folder.resolve("clientele.properties"),
                Files.readString(config(stack)) + "\nbusiness.zone=Europe/Atlantis\n");

        Result wrong = deploy(stack, config);
        Result unknown = deploy(stack, "--set", "kafka.brokers=here");
        Result missing = deploy(stack, folder.resolve("none"));

        assertRefused(wrong, "business.zone", "Europe/Atlantis", "Europe/London");
        assertRefused(unknown, "kafka.brokers", "kafka.bootstrap-servers");
        assertRefused(missing, "config", "none", "readable");
    }

    @Test
    void aServerThatDoesNotAnswerIsNamedWithItsAddressAndTheWayOut(RunningStack stack)
            throws IOException, InterruptedException {
        String nobody = "http://127.0.0.1:1";

        assertRefused(
                deploy(stack, "--set", "schema-registry.url=" + nobody),
                "schema registry",
                nobody,
                "schema-registry.url");
        assertRefused(deploy(stack, "--set", "lake.catalog.uri=" + nobody), "catalog", nobody, "lake.catalog.uri");
        assertRefused(
                deploy(stack, "--set", "kafka.bootstrap-servers=127.0.0.1:1"),
                "Kafka",
                "127.0.0.1:1",
                "kafka.bootstrap");
        assertRefused(
                stack.run("deploy", "--config", config(stack).toString(), "--trino", "jdbc:trino://127.0.0.1:1/lake"),
                "Trino",
                "127.0.0.1:1",
                "--trino");
    }

    @Test
    void aBrokerThatAsksIsToldWhoItIs(RunningStack stack, @TempDir Path folder)
            throws IOException, InterruptedException {
        try (SecuredBroker broker = SecuredBroker.beside(stack, folder)) {
            String there = "kafka.bootstrap-servers=" + broker.address();
            String access = "kafka.client-config=" + broker.access();

            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                Result deploy = deploy(stack, "--set", there, "--set", access);
                assertThat(deploy.out())
                        .as(deploy.err())
                        .contains("topics created: " + Contracts.all().size());
            });
            assertRefused(deploy(stack, "--set", there), "Kafka", broker.address(), "kafka.client-config");
            assertThat(deploy(stack, "--set", there, "--set", access).out()).contains("nothing was changed");
        }
    }

    @Test
    void theMaintenanceOfServersElsewhereSaysWhatItIsNotGiven(RunningStack stack)
            throws IOException, InterruptedException {
        Result address = stack.run("maintain", "--trino", "jdbc:mysql://host/lake");
        Result option = stack.run("maintain", "--trino", stack.jdbcUrl(), "--", "--interval", "soon");

        assertThat(address.status()).isEqualTo(2);
        assertThat(address.err()).contains("jdbc:trino://host:port/lake", "jdbc:mysql://host/lake");
        assertThat(option.status()).isEqualTo(2);
        assertThat(option.err()).contains("--interval", "'soon'", "--snapshot-retention TIME");
    }

    private static void assertRefused(Result result, String... words) {
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().strip().lines()).singleElement().asString().contains(words);
    }

    private static Result deploy(RunningStack stack, String... options) throws IOException, InterruptedException {
        return deploy(stack, config(stack), options);
    }

    private static Result deploy(RunningStack stack, Path config, String... options)
            throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("deploy", "--config", config.toString(), "--trino", stack.jdbcUrl()));
        arguments.addAll(List.of(options));
        // the keys that the jobs of these servers have
        return stack.run(
                Map.of("CLIENTELE_S3_ACCESS_KEY", "clientele", "CLIENTELE_S3_SECRET_KEY", "of-somebody-else"),
                arguments.toArray(String[]::new));
    }

    /** What the jobs were started with. */
    private static Path config(RunningStack stack) {
        return stack.home().resolve("conf/jobs.properties");
    }

    private static TrinoClient trino(RunningStack stack) {
        return TrinoClient.connect(stack.jdbcUrl(), "test");
    }

    private static Admin admin(RunningStack stack) {
        return Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
    }

    private static void keepFor(Admin admin, String topic, String milliseconds)
            throws ExecutionException, InterruptedException {
        AlterConfigOp retention =
                new AlterConfigOp(new ConfigEntry("retention.ms", milliseconds), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(retention)))
                .all()
                .get();
    }

    private static void forgetCompatibility(RunningStack stack, String subject)
            throws IOException, InterruptedException {
        URI config = URI.create(stack.registry() + "/config/" + subject);
        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(config).DELETE().build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    private static String all() throws IOException {
        int views = 2 * LakeTables.liveTables().size();
        for (String schema : List.of("core", "mart")) {
            try (Stream<Path> scripts =
                    Files.list(StackExtension.project().resolve("sql").resolve(schema))) {
                views += (int) scripts.count();
            }
        }
        return "%d topics, %d contracts, %d tables, %d views"
                .formatted(
                        Contracts.all().size(),
                        Contracts.all().size(),
                        LakeTables.all().size(),
                        views);
    }

    private static List<String> and(List<String> lines, String last) {
        List<String> all = new ArrayList<>(lines);
        all.add(last);
        return all;
    }
}

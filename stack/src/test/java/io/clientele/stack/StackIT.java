package io.clientele.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.stack.RunningStack.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(StackExtension.class)
class StackIT {

    @Test
    void everyPartAndJobIsUsableAfterUp(RunningStack stack) throws IOException, InterruptedException {
        Result status = stack.run("status", "--json");

        assertThat(status.status()).as(status.out() + status.err()).isZero();
        JsonNode seen = new ObjectMapper().readTree(status.out());
        assertThat(seen.path("parts").findValuesAsText("name"))
                .contains(
                        "kafka",
                        "registry",
                        "object-store",
                        "catalog",
                        "jobmanager",
                        "taskmanager",
                        "trino",
                        "maintenance");
        assertThat(seen.path("jobs").findValuesAsText("state")).containsExactly("RUNNING", "RUNNING", "RUNNING");
        assertThat(seen.path("residentMegabytes").asInt()).isBetween(1000, 6 * 1024);
    }

    @Test
    void aCheckIsRunAndItsResultIsKept(RunningStack stack) throws IOException, InterruptedException, SQLException {
        Result check = stack.run("check", "raw_offsets", "live_keys", "ranges", "freshness");

        assertThat(check.status()).as(check.out() + check.err()).isZero();
        assertThat(check.out()).contains("raw_offsets", "unique", "ok");
        assertThat(
                        stack.query(
                                "select is_passed, value, unit from mart.data_quality where subject = 'check' and name = 'live_keys'"))
                .containsExactly(List.of("true", "0", "rows"));
        assertThat(stack.run("check", "no_such_check").err()).contains("no_such_check", "live_keys");
    }

    @Test
    void freshnessIsMeasured(RunningStack stack) throws IOException, InterruptedException {
        Result measured = stack.run("freshness", "--rate", "100", "--duration", "10s", "--warm-up", "5s");

        assertThat(measured.status()).as(measured.out() + measured.err()).isZero();
        assertThat(measured.out())
                .contains("1,000 events at 100/s for 10 s")
                .containsPattern("p50 [0-9.]+ s +p95 [0-9.]+ s");
    }

    @Test
    void everyMetricOfTheDashboardsIsExported(RunningStack stack, @TempDir Path folder)
            throws IOException, InterruptedException {
        // some are there from the first event on
        Path orders = Files.writeString(
                folder.resolve("orders.csv"),
                "customer_id,order_id,order_date,revenue\nmetered,metered-1,1999-12-31,1\n");
        Result sent = stack.run("import", "--format", "orders-csv", orders.toString());
        assertThat(sent.status()).as(sent.out() + sent.err()).isZero();

        Set<String> used = MetricNames.used();
        await("every metric")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(exportedMetrics(stack)).containsAll(used));
    }

    private static Set<String> exportedMetrics(RunningStack stack) throws IOException, InterruptedException {
        StringBuilder exported = new StringBuilder();
        for (int offset : List.of(98, 99)) {
            URI address = URI.create("http://127.0.0.1:" + (stack.portsBase() + offset) + "/metrics");
            exported.append(HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body());
        }
        return exported.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void anUpgradeIsRolledBackWhenItsJarIsUnusable(RunningStack stack, @TempDir Path folder)
            throws IOException, InterruptedException {
        Result upgraded = stack.run("jobs", "upgrade", "journey");

        assertThat(upgraded.status()).as(upgraded.out() + upgraded.err()).isZero();
        assertThat(upgraded.out()).contains("savepoint file:", "upgraded journey to clientele-jobs");

        Path broken = folder.resolve("broken.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(broken))) {
            jar.putNextEntry(new JarEntry("io/clientele/jobs/journey/JourneyJob.class"));
            jar.write("no class".getBytes(StandardCharsets.UTF_8));
        }
        Result rolledBack = stack.run("jobs", "upgrade", "journey", "--jar", broken.toString());

        assertThat(rolledBack.status()).as(rolledBack.out()).isEqualTo(1);
        assertThat(rolledBack.err()).contains("journey was rolled back to clientele-jobs");
        assertThat(stack.run("jobs", "list").out().lines())
                .filteredOn(line -> line.startsWith("journey"))
                .singleElement()
                .asString()
                .contains("RUNNING");
        Result refused = stack.run("jobs", "upgrade", "journey", "--jar", "no-such.jar");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("no-such.jar", "nothing was changed");
    }

    @Test
    void sqlHandsItsOptionsToTrino(RunningStack stack) throws IOException, InterruptedException {
        Result answer = stack.run("sql", "select 1 as one", "--output-format", "CSV_HEADER");

        assertThat(answer.status()).as(answer.err()).isZero();
        assertThat(answer.out().lines()).containsExactly("\"one\"", "\"1\"");
        assertThat(stack.run("sql", "select from nothing").status()).isEqualTo(1);
    }

    @Test
    void aSecondUpFindsEverythingRunning(RunningStack stack) throws IOException, InterruptedException {
        // the tests before may have left views of another funnel file
        stack.run("up");
        Result again = stack.run("up");

        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.out().lines().findFirst()).contains("everything is running already");
    }

    @Test
    void aTakenPortIsNamedWithTheWayOutAndNothingIsLeftRunning(RunningStack stack, @TempDir Path home)
            throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result up = stack.run(
                    Map.of("CLIENTELE_HOME", home.toString()),
                    "up",
                    "--set",
                    "ports.base=" + (stack.portsBase() + 1000),
                    "--set",
                    "ports.trino=" + taken.getLocalPort());

            assertThat(up.status()).isEqualTo(1);
            assertThat(up.err().strip().lines())
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort(), "Trino", "--set ports.trino=");
            assertThat(home.resolve("run")).isEmptyDirectory();
        }
    }

    @Test
    void aMissingJdkIsNamedWithWhatToInstall(RunningStack stack, @TempDir Path empty)
            throws IOException, InterruptedException {
        Result up = stack.run(Map.of("CLIENTELE_JDK_FOLDERS", empty.toString()), "up");

        assertThat(up.status()).isEqualTo(1);
        assertThat(up.err().strip().lines()).singleElement().asString().contains("no JDK 17", "install");
    }

    @Test
    void wrongUsageHasAStatusOfItsOwn(RunningStack stack) throws IOException, InterruptedException {
        assertThat(stack.run("up", "--no-such-option").status()).isEqualTo(2);
        assertThat(stack.run("no-such-command").status()).isEqualTo(2);

        Result unknown = stack.run("up", "--set", "ports.trio=1");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).contains("unknown setting ports.trio", "ports.trino");
    }
}

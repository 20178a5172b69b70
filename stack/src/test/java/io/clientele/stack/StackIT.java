package io.clientele.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.stack.RunningStack.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
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
    void sqlHandsItsOptionsToTrino(RunningStack stack) throws IOException, InterruptedException {
        Result answer = stack.run("sql", "select 1 as one", "--output-format", "CSV_HEADER");

        assertThat(answer.status()).as(answer.err()).isZero();
        assertThat(answer.out().lines()).containsExactly("\"one\"", "\"1\"");
        assertThat(stack.run("sql", "select from nothing").status()).isEqualTo(1);
    }

    @Test
    void aSecondUpFindsEverythingRunning(RunningStack stack) throws IOException, InterruptedException {
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

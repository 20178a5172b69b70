package io.clientele.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityBenchTest {

    @TempDir
    private Path folder;

    @Test
    void runsBothArmsAndWritesWhatTheyTook() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Path result = folder.resolve("result.md");

        int status = IdentityBench.run(
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                List.of(
                        "--customers=200",
                        "--warm-up-customers=0",
                        "--rounds=1",
                        "--checkpoint-seconds=1",
                        "--managed-mib=64",
                        "--work=" + folder.resolve("work"),
                        "--result=" + result));

        assertThat(status).as(printed.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(Files.readString(result))
                .contains("1,200 events of 200 customers", "| 1 | with identity |", "| 1 | without identity |")
                .containsPattern("\\| state \\| [0-9.]+ \\|");
    }
}

package io.clientele.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C while a stack of its own starts, beside the running one. */
@ExtendWith(StackExtension.class)
class InterruptedUpIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int INTERRUPTED = 128 + 2;

    /** @param processes how many run when it is interrupted: at first the others are about to start, later they need the first */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void leavesNoProcess(int processes, RunningStack running, @TempDir Path folder)
            throws IOException, InterruptedException {
        RunningStack stack = new RunningStack(StackExtension.project(), folder.resolve("home"));
        Path out = folder.resolve("up.out");
        Path err = folder.resolve("up.err");
        Process up = up(stack, running.portsBase() + 2000, out, err);
        try {
            await().atMost(PATIENCE).until(() -> records(stack) >= processes);

            RunningStack.signal("INT", up.pid());

            assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(up.exitValue()).isEqualTo(INTERRUPTED);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(stack.processes()).isEmpty());
            assertThat(records(stack)).isZero();
            assertThat(Files.readString(out)).contains("interrupted: ending what was started");
            assertThat(err).as(Files.readString(err)).isEmptyFile();
        } finally {
            up.destroyForcibly().waitFor();
            stack.end();
        }
    }

    private static Process up(RunningStack stack, int ports, Path out, Path err) throws IOException {
        // a test that runs in the background of a shell would hand on that interrupts are to be ignored
        ProcessBuilder builder = new ProcessBuilder(
                        "env",
                        "--default-signal=INT",
                        StackExtension.project().resolve("clientele").toString(),
                        "up",
                        "--set",
                        "ports.base=" + ports)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(Map.of("CLIENTELE_HOME", stack.home().toString(), "CLIENTELE_BUILD", "never"));
        return builder.start();
    }

    private static long records(RunningStack stack) {
        Path run = stack.home().resolve("run");
        if (!Files.isDirectory(run)) {
            return 0;
        }
        try (Stream<Path> records = Files.list(run)) {
            return records.filter(record -> record.toString().endsWith(".process"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

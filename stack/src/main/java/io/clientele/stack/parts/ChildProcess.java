package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A process that this stack started, known by its number and its start time, so that a number that the system gave to somebody else since
 * is never taken for ours.
 */
public final class ChildProcess {

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(3);

    private final String name;
    private final ProcessHandle handle;
    private final Path record;

    private ChildProcess(String name, ProcessHandle handle, Path record) {
        this.name = name;
        this.handle = handle;
        this.record = record;
    }

    /** Starts a process in a session of its own (a Ctrl-C or a closed terminal does not reach it) and records it. */
    static ChildProcess start(Home home, String name, Launch launch) throws IOException {
        Path output = home.output(name);
        rotate(home.log(name));
        rotate(output);
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(launch.command());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.root().toFile());
        builder.environment().putAll(launch.environment());
        builder.environment()
                .keySet()
                .removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(nothing().toFile()));
        ProcessHandle handle = builder.start().toHandle();
        ChildProcess process = new ChildProcess(name, handle, recordOf(home, name));
        process.write();
        return process;
    }

    /** The process of a part if it was started and is still there. */
    public static Optional<ChildProcess> find(Home home, String name) {
        Path record = recordOf(home, name);
        if (!Files.exists(record)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(record, StandardCharsets.UTF_8)) {
            properties.load(reader);
            long pid = Long.parseLong(properties.getProperty("pid", "0"));
            Instant started = Instant.parse(properties.getProperty("started", Instant.EPOCH.toString()));
            return ProcessHandle.of(pid)
                    .filter(ChildProcess::isRunning)
                    .filter(handle -> handle.info()
                            .startInstant()
                            .map(instant ->
                                    Duration.between(instant, started).abs().compareTo(CLOCK_TOLERANCE) < 0)
                            .orElse(false))
                    .map(handle -> new ChildProcess(name, handle, record));
        } catch (IOException e) {
            throw new StackFailure("cannot read " + record + ": " + e.getMessage(), e);
        }
    }

    /** Whether a process was recorded and not ended by us, alive or not. */
    static boolean isRecorded(Home home, String name) {
        return Files.exists(recordOf(home, name));
    }

    /** Runs a short command and fails with the end of its output if it does. */
    static void runToEnd(Launch launch, Path output, String failure) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(launch.command());
        builder.environment().putAll(launch.environment());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.to(output.toFile()));
        if (builder.start().waitFor() != 0) {
            throw new StackFailure(failure + "; the end of " + output + ":", LogTail.of(output, 15));
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return handle.pid();
    }

    public boolean isAlive() {
        return isRunning(handle);
    }

    /** Resident memory in MiB, or -1 where the system does not tell. */
    public long residentMegabytes() {
        Path status = Path.of("/proc", String.valueOf(pid()), "status");
        if (Files.exists(status)) {
            try {
                return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                        .findFirst()
                        .orElse(-1);
            } catch (IOException e) {
                return -1;
            }
        }
        return -1;
    }

    /** Asks it to end; after the patience runs out, ends it. Its record goes with it. */
    void stop(Duration patience) throws InterruptedException, IOException {
        handle.destroy();
        if (!awaitExit(patience)) {
            handle.destroyForcibly();
            awaitExit(Duration.ofSeconds(10));
        }
        Files.deleteIfExists(record);
    }

    private boolean awaitExit(Duration patience) throws InterruptedException {
        try {
            handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !isAlive();
        } catch (ExecutionException e) {
            return !isAlive();
        }
    }

    private void write() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("pid", String.valueOf(pid()));
        properties.setProperty(
                "started", handle.info().startInstant().orElse(Instant.EPOCH).toString());
        Path partial = record.resolveSibling(record.getFileName() + ".partial");
        try (Writer writer = Files.newBufferedWriter(partial, StandardCharsets.UTF_8)) {
            properties.store(writer, name);
        }
        Files.move(partial, record, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    static void forget(Home home, String name) throws IOException {
        Files.deleteIfExists(recordOf(home, name));
    }

    private static Path recordOf(Home home, String name) {
        return home.run().resolve(name + ".process");
    }

    /** A process whose parent has not asked for its exit code is gone all the same. */
    private static boolean isRunning(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        Path stat = Path.of("/proc", String.valueOf(handle.pid()), "stat");
        try {
            if (!Files.exists(stat)) {
                return true;
            }
            String line = Files.readString(stat);
            return line.charAt(line.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return handle.isAlive();
        }
    }

    private static List<String> ownSession() {
        if (onPath("setsid") != null) {
            return List.of("setsid");
        }
        return onPath("perl") == null
                ? List.of()
                : List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec {$ARGV[0]} @ARGV");
    }

    private static @Nullable Path onPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path candidate = Path.of(folder, program);
            if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static Path nothing() {
        return Path.of("/dev/null");
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > 20L << 20) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

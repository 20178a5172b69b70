package io.clientele.bench.servers;

import io.clientele.connectors.trino.TrinoFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.kafka.common.KafkaException;

/** JVMs that end when this is closed, and also when the bench is interrupted; what each prints is in a log of its name. */
public final class ServerProcesses implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int SECONDS_TO_END = 20;

    private final Path work;
    private final List<Process> processes = new ArrayList<>();

    /** None yet; their logs will be in the folder. */
    public ServerProcesses(Path work) {
        this.work = work;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Folder of the logs. */
    public Path work() {
        return work;
    }

    /** Starts a JVM. */
    public Process start(String name, Path java, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(name + ".log").toFile())
                .start();
        processes.add(process);
        return process;
    }

    /** The java program that runs this. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** Asks whether a server is up; a failure to reach it is a no. */
    @FunctionalInterface
    public interface Probe {

        /** Whether it answers. */
        boolean isUp() throws IOException, ExecutionException, TimeoutException, InterruptedException;
    }

    /**
     * Returns when the server answers.
     *
     * @throws IllegalStateException if it ends or does not answer within ten minutes
     */
    public void await(String what, Process process, Probe probe) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(probe)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("%s has ended; its log is in %s".formatted(what, work));
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
        } catch (IOException
                | ExecutionException
                | TimeoutException
                | KafkaException
                | RESTException
                | TrinoFailure notYet) {
            return false;
        }
    }

    /** The libraries of a server, built for the stack. */
    public static Path libraries(Path project, String server) {
        Path folder = project.resolve("stack/runtime").resolve(server).resolve("target/dist/lib");
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException("%s is missing: bench/run builds it".formatted(folder));
        }
        return folder;
    }

    /** A port that nobody listens at. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException("no free port on this machine", none);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        try {
            for (Process process : processes) {
                if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException hurry) {
            processes.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}

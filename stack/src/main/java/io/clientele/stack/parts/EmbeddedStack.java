package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** All servers of one home: started, watched and ended together. The caller holds the {@link StackLock} where it changes something. */
public final class EmbeddedStack {

    /** Parts end in this order, those of one line at once: first who uses the others, last the log. */
    private static final List<List<String>> END_ORDER = List.of(
            List.of(Supervisor.NAME),
            List.of(MaintenancePart.NAME),
            List.of("taskmanager", "trino"),
            List.of("jobmanager", "registry"),
            List.of("catalog"),
            List.of("object-store"),
            List.of("kafka"));

    private static final Duration END_PATIENCE = Duration.ofSeconds(15);

    /** What is done in the servers once they are usable. */
    @FunctionalInterface
    public interface Filling {
        /** Starts its processes among those that are ended again if anything fails. */
        void fill(Starts starts) throws InterruptedException;
    }

    private final PartContext context;
    private final Path project;
    private final List<Part> parts;

    private EmbeddedStack(PartContext context, Path project) {
        this.context = context;
        this.project = project;
        this.parts = List.of(
                new KafkaPart(context),
                new RegistryPart(context),
                new ObjectStorePart(context),
                new CatalogPart(context),
                new JobManagerPart(context),
                new TaskManagerPart(context),
                new TrinoPart(context));
    }

    /**
     * The stack of a home; starts nothing.
     *
     * @param project the folder of the project, whose build collected the servers
     * @throws StackFailure if a setting is wrong, a runtime is missing or the home cannot be written
     */
    public static EmbeddedStack of(Path project, Home home, Settings settings, Jdks jdks) {
        try {
            home.create();
            Credentials credentials = Credentials.of(home);
            return new EmbeddedStack(
                    new PartContext(home, settings, credentials, new Distributions(project, home), jdks), project);
        } catch (IOException e) {
            throw new StackFailure(
                    "cannot write in " + home.root() + ": " + e.getMessage()
                            + "; set CLIENTELE_HOME to a folder of yours",
                    e);
        }
    }

    public Home home() {
        return context.home();
    }

    public Settings settings() {
        return context.settings();
    }

    public Credentials credentials() {
        return context.credentials();
    }

    /** Kafka's address. */
    public String bootstrapServers() {
        return settings().address(Port.KAFKA);
    }

    /** Trino as JDBC sees it. */
    public String jdbcUrl() {
        return "jdbc:trino://" + settings().address(Port.TRINO) + "/lake";
    }

    public Path project() {
        return project;
    }

    public FlinkJobs jobs() {
        return new FlinkJobs(context);
    }

    /** The servers. */
    List<Part> parts() {
        return parts;
    }

    /** The servers and what runs beside them. */
    List<Part> all() {
        List<Part> all = new ArrayList<>(parts);
        all.add(new MaintenancePart(context));
        return all;
    }

    public List<String> partNames() {
        return parts.stream().map(Part::name).toList();
    }

    /**
     * Starts what does not run, waits until all of it is usable and fills it. If anything of this fails, or this process is ended
     * meanwhile, what it started is ended again.
     *
     * @param progress told a line per step
     * @param filling what to do in the usable servers
     * @return the names of the servers that were started
     */
    public List<String> up(Consumer<String> progress, Filling filling) throws InterruptedException {
        List<Part> missing = parts.stream()
                .filter(part -> ChildProcess.find(home(), part.name()).isEmpty())
                .toList();
        checkPorts(missing);
        home().requirePlain();
        checkDisk();
        Starts starts = new Starts(home());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> endInterrupted(starts, progress), "end what was started"));
        try {
            new Startup(this, missing, starts, progress).run();
            if (ChildProcess.find(home(), Supervisor.NAME).isEmpty()) {
                starts.start(Supervisor.NAME, Supervisor.launch(context, project));
            }
            filling.fill(starts);
            return starts.keep();
        } catch (IOException e) {
            throw new StackFailure("cannot start: " + e.getMessage(), e);
        } catch (StackFailure e) {
            // servers that are ended by the hook are no failures of theirs
            throw starts.isOver() ? new StackFailure("interrupted: what was started is ended again", e) : e;
        } finally {
            starts.end(this::end);
        }
    }

    private void endInterrupted(Starts starts, Consumer<String> progress) {
        try {
            starts.end(names -> {
                if (!names.isEmpty()) {
                    progress.accept("interrupted: ending what was started");
                }
                end(names);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fails in one line if Trino does not answer. */
    public void requireTrino() throws InterruptedException {
        requireUsable("trino");
    }

    private void requireUsable(String name) throws InterruptedException {
        for (Part part : parts) {
            if (part.name().equals(name)) {
                Health health = part.health();
                if (!health.isUsable()) {
                    throw new StackFailure(part.title() + " cannot be used at "
                            + settings().address(part.ports().get(0)) + " (" + health.detail()
                            + "): ./clientele status shows more, ./clientele up starts what is missing");
                }
            }
        }
    }

    public Maintenance maintenance() {
        return new Maintenance(context);
    }

    /** Whether the JobManager answers. */
    public boolean isFlinkReachable() throws InterruptedException {
        return new JobManagerPart(context).health().isUsable();
    }

    /** How Trino's own command line is started, with where the server is. */
    public List<String> trinoCommandLine() throws IOException {
        return new TrinoPart(context).commandLine();
    }

    /** Ends every process of this home. The jobs are the caller's to stop first. */
    public List<String> down() throws InterruptedException {
        return end(END_ORDER.stream().flatMap(List::stream).toList());
    }

    private List<String> end(Collection<String> names) throws InterruptedException {
        List<String> ended = new ArrayList<>();
        for (List<String> wave : END_ORDER) {
            ExecutorService threads = Executors.newCachedThreadPool();
            for (String name : wave.stream().filter(names::contains).toList()) {
                Optional<ChildProcess> process = ChildProcess.find(home(), name);
                process.ifPresent(running -> {
                    ended.add(name);
                    threads.execute(() -> stop(running));
                });
                forget(name, process.isEmpty());
            }
            threads.shutdown();
            if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new StackFailure("some processes do not end: " + String.join(", ", wave));
            }
        }
        return ended;
    }

    private void forget(String name, boolean isGone) {
        if (isGone) {
            try {
                ChildProcess.forget(home(), name);
            } catch (IOException e) {
                throw new StackFailure("cannot write in " + home().run() + ": " + e.getMessage(), e);
            }
        }
    }

    private static void stop(ChildProcess process) {
        try {
            process.stop(END_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new StackFailure("cannot end " + process.name() + ": " + e.getMessage(), e);
        }
    }

    /** Deletes the home with everything in it. Nothing of the stack may run. */
    public void purge() {
        try {
            Distributions.delete(home().root());
        } catch (IOException e) {
            throw new StackFailure("cannot delete " + home().root() + ": " + e.getMessage(), e);
        }
    }

    /** Every part with its health, asked at once. */
    public List<PartStatus> status() throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<PartStatus> all = new ArrayList<>();
            for (var answer : threads.invokeAll(parts.stream()
                    .map(part -> (java.util.concurrent.Callable<PartStatus>) () -> statusOf(part))
                    .toList())) {
                all.add(answer.get());
            }
            all.add(statusOf(MaintenancePart.NAME, "Maintenance", "merges and compacts tables"));
            all.add(statusOf(Supervisor.NAME, "Supervisor", "restarts what dies"));
            return all;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new StackFailure("cannot ask for the status: " + e.getMessage(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** A process without an address: it is usable while it lives. */
    private PartStatus statusOf(String name, String title, String does) {
        Optional<ChildProcess> process = ChildProcess.find(home(), name);
        return new PartStatus(
                name,
                title,
                null,
                process.isPresent() ? Health.usable(does) : Health.unusable("not running"),
                process.map(ChildProcess::pid).orElse(null),
                process.map(ChildProcess::residentMegabytes).orElse(-1L));
    }

    private PartStatus statusOf(Part part) throws InterruptedException {
        Optional<ChildProcess> process = ChildProcess.find(home(), part.name());
        String address =
                part.ports().isEmpty() ? null : settings().address(part.ports().get(0));
        return process.map(running -> new PartStatus(
                        part.name(), part.title(), address, healthOf(part), running.pid(), running.residentMegabytes()))
                .orElseGet(() ->
                        new PartStatus(part.name(), part.title(), address, Health.unusable("not running"), null, -1));
    }

    private static Health healthOf(Part part) {
        try {
            return part.health();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.unusable("interrupted");
        }
    }

    private void checkPorts(List<Part> starting) {
        for (Part part : starting) {
            for (Port port : part.ports()) {
                int number = settings().port(port);
                if (isTaken(number)) {
                    throw new StackFailure("port " + number + " (" + port.setting() + " of " + part.title()
                            + ") is taken by another program: end that, or use `./clientele up --set " + port.setting()
                            + "=<free port>` (all at once: --set ports.base=<n>)");
                }
            }
        }
    }

    private static boolean isTaken(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void checkDisk() {
        try {
            long free = Files.getFileStore(home().root()).getUsableSpace() >> 20;
            if (free < settings().minimumFreeMegabytes()) {
                throw new StackFailure("the disk of " + home().root() + " is nearly full: " + free + " MiB free, "
                        + settings().minimumFreeMegabytes()
                        + " MiB wanted; make room, set CLIENTELE_HOME to another disk, or lower disk.minimum-free");
            }
        } catch (IOException e) {
            throw new StackFailure("cannot see how full the disk of " + home().root() + " is: " + e.getMessage(), e);
        }
    }
}

package io.clientele.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A stack of its own folder and ports, worked as users do: by the {@code clientele} script. */
public final class RunningStack {

    /**
     * What a command did.
     *
     * @param status exit status
     * @param out standard output
     * @param err standard error
     */
    public record Result(int status, String out, String err) {}

    private static final long MINUTES = 40;

    private final Path project;
    private final Path home;
    private final int portsBase;

    RunningStack(Path project, Path home) {
        this.project = project;
        this.home = home;
        this.portsBase = freeBase();
    }

    /** The stack's folder. */
    public Path home() {
        return home;
    }

    /** Where its ports begin. */
    public int portsBase() {
        return portsBase;
    }

    /** Runs a command to its end; after minutes it is ended by force. */
    public Result run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    /** The same in an environment with changes. */
    public Result run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return start(environment, arguments).result();
    }

    /** Begins a command, in an environment with changes. */
    public Command start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(project.resolve("clientele").toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("clientele", ".out");
        Path err = Files.createTempFile("clientele", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        Map<String, String> variables = new HashMap<>(environment);
        variables.putIfAbsent("CLIENTELE_HOME", home.toString());
        variables.putIfAbsent("CLIENTELE_BUILD", "never");
        builder.environment().putAll(variables);
        return new Command(builder.start(), out, err);
    }

    /** A command that was begun. */
    public record Command(Process process, Path out, Path err) {

        /** Waits for its end; after minutes it is ended by force. */
        public Result result() throws IOException, InterruptedException {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroy();
                process.waitFor(1, TimeUnit.MINUTES);
                process.destroyForcibly();
            }
            try {
                return new Result(
                        process.waitFor(),
                        Files.readString(out, StandardCharsets.UTF_8),
                        Files.readString(err, StandardCharsets.UTF_8));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        }
    }

    /** Executes a statement that is no query. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), "test", null);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What a query answers over plain JDBC, each row as texts. */
    public List<List<String>> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), "test", null);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> answer = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(rows.getString(column)));
                }
                answer.add(row);
            }
            return answer;
        }
    }

    /** The address that the README gives to BI tools. */
    public String jdbcUrl() {
        return "jdbc:trino://127.0.0.1:" + (portsBase + 80) + "/lake";
    }

    /** Kafka's address. */
    public String bootstrapServers() {
        return "127.0.0.1:" + (portsBase + 92);
    }

    /** The schema registry, with Confluent's interface. */
    public URI registry() {
        return URI.create("http://127.0.0.1:" + (portsBase + 82) + "/apis/ccompat/v7");
    }

    /** Flink's REST interface. */
    public URI flink() {
        return URI.create("http://127.0.0.1:" + (portsBase + 81));
    }

    /** The Iceberg catalog itself, with no proxy before it. */
    public URI catalog() {
        return URI.create("http://127.0.0.1:" + catalogPort());
    }

    int catalogPort() {
        return portsBase + 84;
    }

    int storePort() {
        return portsBase + 90;
    }

    /** Sends a signal, such as STOP, to a process. */
    public static void signal(String signal, long process) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, String.valueOf(process))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("cannot send " + signal + " to process " + process);
        }
    }

    /** The process of a part, such as {@code taskmanager}. */
    public long processOf(String part) throws IOException {
        Properties recorded = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("run").resolve(part + ".process"))) {
            recorded.load(reader);
        }
        return Long.parseLong(recorded.getProperty("pid"));
    }

    /** How many class loaders of jobs a part of Flink holds after a collection of garbage. */
    public long jobClassLoaders(String part) throws IOException, InterruptedException {
        String pid = String.valueOf(processOf(part));
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        new ProcessBuilder(jcmd, pid, "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        Process statistics = new ProcessBuilder(jcmd, pid, "VM.classloader_stats").start();
        try (BufferedReader lines = statistics.inputReader()) {
            return lines.lines()
                    .filter(line -> line.contains("ChildFirstClassLoader"))
                    .count();
        }
    }

    /** Processes of this machine that have the stack's folder in their command line. */
    public List<Long> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> process.info().commandLine().orElse("").contains(home + "/"))
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Ends whatever is left; no process may be left then. */
    void end() throws IOException, InterruptedException {
        Result down = run("down");
        if (down.status() != 0) {
            throw new IllegalStateException("down failed: " + down.err());
        }
        if (!processes().isEmpty()) {
            throw new IllegalStateException("still running after down: " + processes());
        }
    }

    private static int freeBase() {
        for (int base = 23_000; base < 31_000; base += 200) {
            if (isFree(base + 80) && isFree(base + 92) && isFree(base + 81) && isFree(base + 90)) {
                return base;
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

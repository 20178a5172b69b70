package io.clientele.stack.cli;

import io.clientele.stack.StackFailure;
import io.clientele.stack.parts.EmbeddedStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a report of {@code sql/reports}. */
@Command(
        name = "report",
        description = "Runs a report and prints it as a table; without a name, lists the reports.",
        mixinStandardHelpOptions = true)
public final class Report implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "a file of sql/reports without its .sql")
    private String name = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (name.isEmpty()) {
            TextTable table = new TextTable("report", "purpose");
            for (Path file : files()) {
                table.row(nameOf(file), purpose(file));
            }
            table.print(out);
        } else {
            print(Session.stack(), name, out);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    /**
     * Runs a report and prints it.
     *
     * @throws StackFailure if there is no such report or Trino refuses
     */
    public static void print(EmbeddedStack stack, String report, PrintWriter out)
            throws IOException, InterruptedException {
        List<Path> all = files();
        Path file = all.stream()
                .filter(candidate -> nameOf(candidate).equals(report))
                .findFirst()
                .orElseThrow(() -> new StackFailure("there is no report " + report + "; there are: "
                        + String.join(", ", all.stream().map(Report::nameOf).toList())));
        String sql = Files.readString(file).strip();
        stack.requireTrino();
        Properties properties = new Properties();
        properties.setProperty("user", "clientele");
        properties.setProperty("source", "report " + report);
        try (Connection connection = DriverManager.getConnection(stack.jdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.endsWith(";") ? sql.substring(0, sql.length() - 1) : sql)) {
            print(rows, out);
        } catch (SQLException e) {
            throw new StackFailure("the report " + report + " failed: " + e.getMessage(), e);
        }
    }

    private static void print(ResultSet rows, PrintWriter out) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        String[] header = new String[columns.getColumnCount()];
        for (int column = 0; column < header.length; column++) {
            header[column] = columns.getColumnLabel(column + 1);
        }
        TextTable table = new TextTable(header);
        while (rows.next()) {
            String[] cells = new String[header.length];
            for (int column = 0; column < header.length; column++) {
                String value = rows.getString(column + 1);
                cells[column] = value == null ? "" : value;
            }
            table.row(cells);
        }
        table.print(out);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Session.project().resolve("sql/reports"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        }
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replaceFirst("\\.sql$", "");
    }

    /** The first line of the header comment. */
    private static String purpose(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("-- purpose:"))
                .map(line -> line.substring("-- purpose:".length()).strip())
                .findFirst()
                .orElse("");
    }
}

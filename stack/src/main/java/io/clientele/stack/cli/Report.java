package io.clientele.stack.cli;

import io.clientele.stack.StackFailure;
import io.clientele.stack.parts.EmbeddedStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    private static final Pattern ARGUMENT = Pattern.compile("(?m)^-- argument: (\\w+) of (\\w+\\.\\w+)$");
    private static final int MOST_NAMES = 40;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            index = "0",
            description = "a file of sql/reports without its .sql")
    private String name = "";

    @Parameters(
            paramLabel = "ARGUMENT",
            arity = "0..1",
            index = "1",
            description = "what the report is about, where it is about one thing, such as a campaign")
    private @Nullable String argument;

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
            print(Session.stack(), name, argument, out);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    /**
     * Runs a report and prints it.
     *
     * @param argument what it is about; null for a report about everything
     * @throws StackFailure if there is no such report or argument, or Trino refuses
     */
    public static void print(EmbeddedStack stack, String report, @Nullable String argument, PrintWriter out)
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
                PreparedStatement statement =
                        connection.prepareStatement(sql.endsWith(";") ? sql.substring(0, sql.length() - 1) : sql)) {
            bind(connection, statement, report, sql, argument);
            try (ResultSet rows = statement.executeQuery()) {
                print(rows, out);
            }
        } catch (SQLException e) {
            throw new StackFailure("the report " + report + " failed: " + e.getMessage(), e);
        }
    }

    /** A report with a line {@code -- argument: COLUMN of VIEW} is about one value of that column. */
    private static void bind(
            Connection connection, PreparedStatement statement, String report, String sql, @Nullable String argument)
            throws SQLException {
        Matcher wanted = ARGUMENT.matcher(sql);
        if (!wanted.find()) {
            if (argument != null) {
                throw new StackFailure("the report %s is about everything and takes no argument, but got '%s'"
                        .formatted(report, argument));
            }
            return;
        }
        String column = wanted.group(1);
        List<String> known = new ArrayList<>();
        try (Statement question = connection.createStatement();
                ResultSet values =
                        question.executeQuery("select distinct %s from lake.%s where %s is not null order by 1"
                                .formatted(column, wanted.group(2), column))) {
            while (values.next()) {
                known.add(values.getString(1));
            }
        }
        if (argument == null || !known.contains(argument)) {
            throw new StackFailure("%s; there are: %s"
                    .formatted(
                            argument == null
                                    ? "the report %s needs a %s, as ./clientele report %s NAME"
                                            .formatted(report, column, report)
                                    : "there is no %s '%s'".formatted(column, argument),
                            known.isEmpty()
                                    ? "none yet"
                                    : String.join(", ", known.subList(0, Math.min(known.size(), MOST_NAMES)))
                                            + (known.size() > MOST_NAMES ? ", …" : "")));
        }
        statement.setString(1, argument);
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

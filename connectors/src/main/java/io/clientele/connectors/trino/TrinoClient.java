package io.clientele.connectors.trino;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One JDBC connection to Trino. Statements run one at a time; {@link #cancel} may be called from another thread.
 *
 * <p>Every method throws {@link TrinoFailure} with Trino's message and the statement's first line.
 */
public final class TrinoClient implements AutoCloseable {
    private static final int SHOWN_CHARACTERS = 120;
    private static final Pattern NAMES_USER = Pattern.compile("[?&]user=");
    private static final Pattern IS_ENCRYPTED = Pattern.compile("[?&]SSL=true");

    private final Connection connection;
    private volatile @Nullable Statement running;

    private TrinoClient(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects; Trino is first spoken to with the first statement. A password comes from {@code CLIENTELE_TRINO_PASSWORD}, never from
     * the address, which everybody can list and failures show.
     *
     * @param jdbcUrl for example {@code jdbc:trino://127.0.0.1:8080/lake}, or {@code jdbc:trino://trino:443/lake?SSL=true&user=etl}
     * @param user name that Trino shows as the user of the statements, if the address names none
     */
    public static TrinoClient connect(String jdbcUrl, String user) {
        Properties properties = new Properties();
        if (!NAMES_USER.matcher(jdbcUrl).find()) {
            properties.setProperty("user", user);
        }
        String password = System.getenv("CLIENTELE_TRINO_PASSWORD");
        // Trino's driver gives a password to no server without TLS, such as the embedded one
        if (password != null
                && !password.isBlank()
                && IS_ENCRYPTED.matcher(jdbcUrl).find()) {
            properties.setProperty("password", password);
        }
        try {
            return new TrinoClient(DriverManager.getConnection(jdbcUrl, properties));
        } catch (SQLException e) {
            throw new TrinoFailure("cannot connect to " + jdbcUrl + ": " + e.getMessage(), e);
        }
    }

    /** Runs a statement that returns no rows; the number of rows it wrote, or 0. */
    public long update(String sql) {
        return run(sql, statement -> {
            if (statement.execute(sql)) {
                drain(statement.getResultSet());
                return 0L;
            }
            return Math.max(0, statement.getLargeUpdateCount());
        });
    }

    /** The rows of a query, each a list of values in the order of the columns. */
    public List<List<@Nullable Object>> query(String sql) {
        return run(sql, statement -> {
            try (ResultSet result = statement.executeQuery(sql)) {
                int columns = result.getMetaData().getColumnCount();
                List<List<@Nullable Object>> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(row(result, columns));
                }
                return rows;
            }
        });
    }

    /** Hands over the rows of a query one by one, each a list of values in the order of the columns. */
    public void forEach(String sql, Consumer<List<@Nullable Object>> visitor) {
        var unused = run(sql, statement -> {
            try (ResultSet result = statement.executeQuery(sql)) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    visitor.accept(row(result, columns));
                }
                return columns;
            }
        });
    }

    /** The rows of a query with the names of its columns; of more than {@code maxRows} rows only so many are kept, all are counted. */
    public TrinoAnswer answer(String sql, int maxRows) {
        return run(sql, statement -> {
            try (ResultSet result = statement.executeQuery(sql)) {
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    columns.add(result.getMetaData().getColumnLabel(column));
                }
                List<List<@Nullable Object>> rows = new ArrayList<>();
                long count = 0;
                while (result.next()) {
                    count++;
                    if (rows.size() < maxRows) {
                        rows.add(row(result, columns.size()));
                    }
                }
                return new TrinoAnswer(columns, rows, count);
            }
        });
    }

    /** The number in the first column of the first row; empty without a row or for null. */
    public OptionalLong queryLong(String sql) {
        List<List<@Nullable Object>> rows = query(sql);
        Object value = rows.isEmpty() ? null : rows.get(0).get(0);
        return value instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    /** Cancels the statement that is running, if there is one; its caller gets a {@link TrinoFailure}. */
    public void cancel() {
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                throw new TrinoFailure("cannot cancel the running statement: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new TrinoFailure("cannot close the connection: " + e.getMessage(), e);
        }
    }

    private interface Work<T> {
        T on(Statement statement) throws SQLException;
    }

    private <T> T run(String sql, Work<T> work) {
        try (Statement statement = connection.createStatement()) {
            running = statement;
            return work.on(statement);
        } catch (SQLException e) {
            throw new TrinoFailure("%s; in: %s".formatted(e.getMessage(), shown(sql)), e);
        } finally {
            running = null;
        }
    }

    private static List<@Nullable Object> row(ResultSet result, int columns) throws SQLException {
        List<@Nullable Object> row = new ArrayList<>(columns);
        for (int column = 1; column <= columns; column++) {
            row.add(result.getObject(column));
        }
        return row;
    }

    /** ALTER TABLE … EXECUTE answers with rows, and is done when they have been read. */
    private static void drain(ResultSet result) throws SQLException {
        try (result) {
            while (result.next()) {
                // nothing to keep
            }
        }
    }

    /** The beginning of a statement without the texts in it: a message ends in logs, and an erasure's statement has whom it erases. */
    static String shown(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ").replaceAll("'[^']*'", "'…'");
        return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "…";
    }
}

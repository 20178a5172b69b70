package io.clientele.stack.imports;

import io.clientele.stack.StackFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What Trino shows of the lake. */
public final class TrinoAnswers implements AutoCloseable {
    private final String address;
    private final Connection connection;

    private TrinoAnswers(String address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /** Takes a row of an answer. */
    @FunctionalInterface
    public interface RowVisitor {
        void visit(ResultSet row) throws SQLException;
    }

    /**
     * Connects.
     *
     * @param address host:port
     * @throws StackFailure if that is impossible
     */
    public static TrinoAnswers at(String address) {
        Properties properties = new Properties();
        properties.setProperty("user", "clientele");
        properties.setProperty("source", "clientele");
        try {
            return new TrinoAnswers(
                    address, DriverManager.getConnection("jdbc:trino://" + address + "/lake", properties));
        } catch (SQLException e) {
            throw noAnswer(address, e);
        }
    }

    /** The newest business date that customers are scored as of; null before the first. */
    public @Nullable LocalDate newestAsOf() {
        @Nullable LocalDate[] newest = {null};
        query("select cast(max(as_of_date) as varchar) from lake.core.rfm_thresholds", row -> {
            String date = row.getString(1);
            newest[0] = date == null ? null : LocalDate.parse(date);
        });
        return newest[0];
    }

    /**
     * Runs a query and hands each row over.
     *
     * @throws StackFailure if it fails
     */
    public void query(String sql, RowVisitor visitor) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                visitor.visit(rows);
            }
        } catch (SQLException e) {
            throw noAnswer(address, e);
        }
    }

    /**
     * The rows of a query, each value as text; null is the empty text.
     *
     * @throws StackFailure if it fails
     */
    public List<List<String>> texts(String sql) {
        List<List<String>> rows = new ArrayList<>();
        query(sql, row -> {
            List<String> texts = new ArrayList<>();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                String text = row.getString(column);
                texts.add(text == null ? "" : text);
            }
            rows.add(texts);
        });
        return rows;
    }

    private static StackFailure noAnswer(String address, SQLException e) {
        return new StackFailure(
                "Trino at %s does not answer: %s. See ./clientele status".formatted(address, e.getMessage()), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw noAnswer(address, e);
        }
    }
}

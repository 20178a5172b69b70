package io.clientele.connectors.iceberg;

import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.data.GenericRowData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;

/** Small tables of the tests and their rows. */
final class TestTables {
    static final TableDefinition SCORES_CHANGES = scores("scores_changes", PartitionSpec.unpartitioned());
    static final LiveTable SCORES = new LiveTable(
            "scores", List.of("person_id"), SCORES_CHANGES, scores("scores_current", PartitionSpec.unpartitioned()));

    private static final RowFactory ROWS = RowFactory.of(SCORES_CHANGES);

    private TestTables() {}

    static GenericRowData score(String person, long version) {
        return ROWS.row()
                .set("person_id", person)
                .set("score", 10 * version)
                .set("version", version)
                .set("is_deleted", false)
                .set("checkpoint_id", 0L)
                .build();
    }

    /** Each row of the table as {@code person/version}, sorted. */
    static List<String> rows(Table table) {
        table.refresh();
        List<String> rows = new ArrayList<>();
        try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
            records.forEach(row -> rows.add(row.getField("person_id") + "/" + row.getField("version")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rows.sort(null);
        return rows;
    }

    private static TableDefinition scores(String name, PartitionSpec spec) {
        Schema schema = new Schema(
                Types.NestedField.required(1, "person_id", Types.StringType.get(), "The person."),
                Types.NestedField.optional(2, "score", Types.LongType.get(), "The person's score."),
                Types.NestedField.required(3, "version", Types.LongType.get(), "Rises with each change."),
                Types.NestedField.required(4, "is_deleted", Types.BooleanType.get(), "Whether the person is gone."),
                Types.NestedField.required(5, "checkpoint_id", Types.LongType.get(), "Commit order."));
        return new TableDefinition(
                "core", name, "Scores.", schema, List.of("person_id"), spec, Map.of("format-version", "2"), Set.of());
    }
}

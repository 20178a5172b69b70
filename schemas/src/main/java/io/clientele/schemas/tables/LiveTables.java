package io.clientele.schemas.tables;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** Makes the two tables of a {@link LiveTable} keyed by person. */
final class LiveTables {
    static final String CHECKPOINT_COMMENT =
            "Number of the Flink checkpoint that wrote the change: the order of commits, by which changes are merged.";

    private static final String KEY = "person_id";
    private static final int CHECKPOINTS_PER_PARTITION = 500;
    private static final int BUCKETS = 4;

    private LiveTables() {}

    /** A live table; columns must hold person_id, version, is_deleted and checkpoint_id. */
    static LiveTable of(String name, String what, List<Types.NestedField> columns, Set<String> piiColumns) {
        Schema schema = new Schema(columns);
        TableDefinition changes = TableDefinition.of(
                "core",
                name + "_changes",
                "Every change of the " + what + "; append-only, one row per person and checkpoint.",
                schema,
                List.of(KEY, "version"),
                // In the order of commits, so that what is merged already is pruned.
                PartitionSpec.builderFor(schema)
                        .truncate("checkpoint_id", CHECKPOINTS_PER_PARTITION)
                        .build(),
                piiColumns);
        TableDefinition current = TableDefinition.of(
                "core",
                name + "_current",
                "The newest merged " + what + "; a merge interval behind. Read core." + name + " for the live rows.",
                schema,
                List.of(KEY),
                PartitionSpec.builderFor(schema).bucket(KEY, BUCKETS).build(),
                piiColumns);
        return new LiveTable(name, List.of(KEY), changes, current);
    }
}

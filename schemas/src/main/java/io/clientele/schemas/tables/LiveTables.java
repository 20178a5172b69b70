package io.clientele.schemas.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** Makes the two tables of a {@link LiveTable}. */
final class LiveTables {
    /** The key of what there is once for every person. */
    static final List<String> BY_PERSON = List.of("person_id");

    static final String CHECKPOINT_COMMENT =
            "Number of the Flink checkpoint that wrote the change: the order of commits, by which changes are merged.";

    private static final int CHECKPOINTS_PER_PARTITION = 500;
    private static final int BUCKETS = 4;

    private LiveTables() {}

    /**
     * A live table.
     *
     * @param key required columns that tell the current rows apart; the last of them varies most, and the current rows are
     *     bucketed by it
     * @param columns the key, version, changed_at, is_deleted and checkpoint_id among them
     */
    static LiveTable of(
            String name, String what, List<String> key, List<Types.NestedField> columns, Set<String> piiColumns) {
        Schema schema = new Schema(columns);
        List<String> versionedKey = new ArrayList<>(key);
        versionedKey.add("version");
        TableDefinition changes = TableDefinition.of(
                "core",
                name + "_changes",
                "Every change of the " + what + "; append-only, the highest version of a key is its newest row.",
                schema,
                versionedKey,
                // In the order of commits, so that what is merged already is pruned.
                PartitionSpec.builderFor(schema)
                        .truncate("checkpoint_id", CHECKPOINTS_PER_PARTITION)
                        .build(),
                piiColumns);
        TableDefinition current = TableDefinition.of(
                "core",
                name + "_current",
                "The newest merged " + what + "; a merge interval behind. Read core." + name
                        + "_live for the live rows.",
                schema,
                key,
                PartitionSpec.builderFor(schema)
                        .bucket(key.get(key.size() - 1), BUCKETS)
                        .build(),
                piiColumns);
        return new LiveTable(name, key, changes, current);
    }
}

package io.clientele.schemas.tables;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** The evidence of erasures. */
final class ErasureTables {
    private static final Types.StringType STRING = Types.StringType.get();

    private ErasureTables() {}

    static TableDefinition erasureLog() {
        Schema schema = new Schema(
                required(1, "request_id", STRING, "Identity of the request; of an erasure_requested, its event_id."),
                required(
                        2,
                        "step",
                        STRING,
                        "What was done: requested, told (the jobs have forgotten), rows, files, topics, state, checked (nothing was"
                                + " found any more), completed; or lifted."),
                required(
                        3,
                        "recorded_at",
                        Types.TimestampType.withZone(),
                        "When it was done, UTC, by the clock of the runner."),
                optional(4, "subject", STRING, "The table, topic or files that it was done to; null for all."),
                optional(5, "affected", Types.LongType.get(), "Number of rows or records, where they are counted."),
                optional(
                        6,
                        "identifier_digests",
                        Types.ListType.ofRequired(7, STRING),
                        "SHA-256 of each identifier as type:value, in the row of requested: evidence of what was erased."),
                optional(8, "detail", STRING, "More about it, in words; nothing of the person."));
        return TableDefinition.of(
                "core",
                "erasure_log",
                "Evidence of erasures: one row for each step of a request. A request is done when it has a row completed. No key:"
                        + " a step may be repeated after a crash.",
                schema,
                List.of(),
                PartitionSpec.unpartitioned(),
                Set.of());
    }
}

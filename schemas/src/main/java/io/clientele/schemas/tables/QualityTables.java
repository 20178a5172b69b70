package io.clientele.schemas.tables;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** What the checks of the data found. */
final class QualityTables {
    private static final Types.StringType STRING = Types.StringType.get();
    private static final Types.LongType LONG = Types.LongType.get();

    private QualityTables() {}

    static TableDefinition checkResults() {
        Schema schema = new Schema(
                required(1, "check_name", STRING, "The check: a file of sql/checks, without its .sql."),
                required(
                        2,
                        "checked_at",
                        Types.TimestampType.withZone(),
                        "When it began, UTC, by the clock of who ran it."),
                required(
                        3,
                        "kind",
                        STRING,
                        "What it looks at: unique, required, reference, range, reconciliation, freshness or rule."),
                required(4, "is_passed", Types.BooleanType.get(), "True when it ran and found nothing."),
                optional(
                        5,
                        "failures",
                        LONG,
                        "Number of rows that it found, twice in a row; null when it could not run."),
                optional(
                        6,
                        "sample",
                        STRING,
                        "Some of these rows as column=value; texts that may be personal data are masked."),
                optional(7, "error", STRING, "Why it could not run; null when it ran."),
                required(8, "duration_ms", LONG, "How long its last query took, in milliseconds."));
        return TableDefinition.of(
                "core",
                "check_results",
                "What the checks of the data found: one row per check and run.",
                schema,
                List.of("check_name", "checked_at"),
                PartitionSpec.unpartitioned(),
                Set.of());
    }
}

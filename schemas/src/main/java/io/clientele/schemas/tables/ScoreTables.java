package io.clientele.schemas.tables;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import io.clientele.schemas.Contracts;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** The RFM scores of every person, live, and their cut points. */
final class ScoreTables {
    private static final int FIRST_CONTRACT_ID = 1;
    private static final Types.StringType STRING = Types.StringType.get();
    private static final Types.LongType LONG = Types.LongType.get();
    private static final Types.IntegerType INTEGER = Types.IntegerType.get();

    private ScoreTables() {}

    static LiveTable customerScores() {
        List<Types.NestedField> columns = List.of(
                required(1, "person_id", STRING, "The person; key."),
                optional(2, "customer_id", STRING, "The shop's customer number, where the person has one."),
                required(
                        3,
                        "as_of_date",
                        Types.DateType.get(),
                        "Business date of the cut points in force when the row was scored."),
                required(4, "last_order_date", Types.DateType.get(), "Business date of the last order that counts."),
                required(5, "frequency", LONG, "Number of orders that count."),
                required(
                        6,
                        "monetary",
                        Types.DecimalType.of(18, 4),
                        "Net sales in the look-back window, in the reporting currency."),
                required(7, "r_score", INTEGER, "Recency score, 1 (long ago) to 5 (lately)."),
                required(8, "f_score", INTEGER, "Frequency score, 1 to 5."),
                required(9, "m_score", INTEGER, "Monetary score, 1 to 5."),
                required(10, "segment", STRING, "RFM segment, by r_score and f_score."),
                required(11, "value_tier", INTEGER, "Value tier, 1 to 5: the monetary score."),
                required(
                        12,
                        "threshold_version",
                        LONG,
                        "Version of the cut points it was scored with; core.rfm_thresholds has them."),
                required(
                        13,
                        "is_intraday",
                        Types.BooleanType.get(),
                        "True for a row by the person's own events within a day, false at the business-day boundary."),
                required(14, "version", LONG, "Rises with every change of the row; the highest is the newest."),
                required(15, "changed_at", Types.TimestampType.withZone(), "Event time of the change, UTC."),
                required(
                        16,
                        "is_deleted",
                        Types.BooleanType.get(),
                        "True when the person has no order that counts any more."),
                required(17, "checkpoint_id", LONG, LiveTables.CHECKPOINT_COMMENT));
        return LiveTables.of(
                "customer_scores", "RFM scores of a person", LiveTables.BY_PERSON, columns, Set.of("customer_id"));
    }

    static TableDefinition rfmThresholds() {
        Schema schema = new Schema(ContractColumns.of(Contracts.THRESHOLDS, FIRST_CONTRACT_ID));
        return TableDefinition.of(
                "core",
                "rfm_thresholds",
                "The cut points of the RFM scores, one row per business date. Score = 1 + number of cut points strictly"
                        + " below the value; recency reversed.",
                schema,
                List.of("threshold_version"),
                PartitionSpec.unpartitioned(),
                Set.of());
    }

    static TableDefinition maintenanceRuns() {
        Types.TimestampType instant = Types.TimestampType.withZone();
        Schema schema = new Schema(
                required(1, "run_id", STRING, "Identity of the run."),
                required(2, "table_name", STRING, "The table, with its namespace."),
                required(3, "task", STRING, "What was done: merge, view, optimize, expire or orphans."),
                required(4, "started_at", instant, "When it began, UTC, by the clock of the runner."),
                required(5, "finished_at", instant, "When it ended, UTC, by the clock of the runner."),
                required(6, "is_success", Types.BooleanType.get(), "Whether it succeeded."),
                optional(7, "detail", STRING, "What was done or what went wrong, in words."),
                optional(8, "rows_affected", LONG, "Number of rows written or removed, where it is known."));
        return TableDefinition.of(
                "core",
                "maintenance_runs",
                "What the table maintenance did: one row per table, task and run.",
                schema,
                List.of("run_id"),
                PartitionSpec.unpartitioned(),
                Set.of());
    }
}

package io.clientele.schemas.tables;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** Which person each identifier belongs to, live; and the log of how that came about. */
final class IdentityTables {
    private static final Types.StringType STRING = Types.StringType.get();
    private static final Types.LongType LONG = Types.LongType.get();
    private static final Types.TimestampType INSTANT = Types.TimestampType.withZone();
    private static final String TYPES =
            "customer_id, loyalty_id, email_sha256, phone_sha256, device_id or anonymous_id.";

    private IdentityTables() {}

    static LiveTable identifiers() {
        List<Types.NestedField> columns = List.of(
                required(1, "identifier_type", STRING, "Kind of identifier: " + TYPES),
                required(2, "identifier_value", STRING, "The identifier; key together with its type."),
                required(3, "person_id", STRING, "The person whom the identifier belongs to."),
                required(4, "version", LONG, "Rises with every change of the row; the highest is the newest."),
                required(5, "changed_at", INSTANT, "Event time of the fact that made it so, UTC."),
                required(6, "is_deleted", Types.BooleanType.get(), "True when the identifier is no longer known."),
                required(7, "checkpoint_id", LONG, LiveTables.CHECKPOINT_COMMENT));
        return LiveTables.of(
                "identifiers",
                "person that an identifier belongs to",
                List.of("identifier_type", "identifier_value"),
                columns,
                Set.of("identifier_value"));
    }

    static TableDefinition identityChanges() {
        Schema schema = new Schema(
                required(
                        1,
                        "change",
                        STRING,
                        "What happened: created (an identifier was named for the first time), linked (an observed link is"
                                + " in force), merged or unmerged (somebody's decision is in force), refused."),
                optional(
                        2,
                        "reason",
                        STRING,
                        "Why it was refused: shared, unmerged, customer_limit, type_limit or contradicted; else null."),
                required(3, "identifier_type", STRING, "Kind of the identifier: " + TYPES),
                required(4, "identifier_value", STRING, "The identifier; of two, the one first in type, then value."),
                optional(5, "other_identifier_type", STRING, "Kind of the other identifier; null for created."),
                optional(6, "other_identifier_value", STRING, "The other identifier; null for created."),
                required(7, "person_id", STRING, "The person of the identifier after the change."),
                optional(
                        8,
                        "other_person_id",
                        STRING,
                        "The person of the other identifier after the change; null for created."),
                required(9, "event_time", INSTANT, "Event time of the fact that brought it about, UTC."),
                required(10, "event_id", STRING, "The event that brought it about."));
        return TableDefinition.of(
                "core",
                "identity_changes",
                "Who was taken for whom, and what was refused; append-only. No key: one event may make several changes"
                        + " about the same identifiers.",
                schema,
                List.of(),
                PartitionSpec.builderFor(schema).month("event_time").build(),
                Set.of("identifier_value", "other_identifier_value"));
    }
}

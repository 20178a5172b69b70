package io.clientele.schemas.tables;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** The tables of namespace {@code raw}: every event as it came, and the records that were refused or late. */
final class RawTables {
    private static final String NAMESPACE = "raw";
    private static final int FIRST_CONTRACT_ID = 10;

    private RawTables() {}

    static List<TableDefinition> events() {
        return EventContract.events().stream().map(RawTables::event).toList();
    }

    private static TableDefinition event(EventContract contract) {
        List<Types.NestedField> columns = new ArrayList<>(ContractColumns.of(contract, FIRST_CONTRACT_ID));
        columns.add(required(
                1,
                "event_time",
                Types.TimestampType.withZone(),
                "When it happened, UTC: received_at - (sent_at - occurred_at) when both are there, else occurred_at."));
        columns.add(
                required(2, "kafka_partition", Types.IntegerType.get(), "Kafka partition the event was read from."));
        columns.add(required(3, "kafka_offset", Types.LongType.get(), "Kafka offset the event had."));
        columns.add(optional(
                4,
                "owner",
                Types.StringType.get(),
                "The most telling identifier of the event, as type:value: it is booked to the person of this identifier."
                        + " Null for a guest; core.identifiers_live has the person."));
        Schema schema = new Schema(columns);
        return TableDefinition.of(
                NAMESPACE,
                contract.topic(),
                "Every event of the topic " + contract.topic() + " once, as it came. "
                        + contract.schema().getDoc(),
                schema,
                List.of("event_id"),
                PartitionSpec.builderFor(schema).month("event_time").build(),
                personal(contract));
    }

    private static Set<String> personal(EventContract contract) {
        Set<String> columns = new LinkedHashSet<>(ContractColumns.personal(contract));
        columns.add("owner");
        return columns;
    }

    static TableDefinition deadLetters() {
        Schema schema = new Schema(ContractColumns.of(Contracts.DEAD_LETTER, FIRST_CONTRACT_ID));
        return TableDefinition.of(
                NAMESPACE,
                "dead_letters",
                "Records that could not be taken in: where they were, why not, and their bytes.",
                schema,
                List.of("topic", "partition", "offset"),
                PartitionSpec.builderFor(schema).day("kafka_timestamp").build(),
                ContractColumns.personal(Contracts.DEAD_LETTER));
    }

    static TableDefinition lateEvents() {
        Schema schema = new Schema(
                required(1, "topic", Types.StringType.get(), "Kafka topic the event was read from."),
                required(2, "partition", Types.IntegerType.get(), "Kafka partition it was read from."),
                required(3, "offset", Types.LongType.get(), "Kafka offset it had."),
                required(4, "event_id", Types.StringType.get(), "Identity of the event."),
                optional(5, "event_name", Types.StringType.get(), "What happened, where it was decoded."),
                required(6, "event_time", Types.TimestampType.withZone(), "When it happened, UTC."),
                required(
                        7,
                        "watermark",
                        Types.TimestampType.withZone(),
                        "Event time that the job had reached when the event arrived, UTC."),
                required(8, "job", Types.StringType.get(), "The job that it was too late for."),
                required(9, "reason", Types.StringType.get(), "What it was too late for."));
        return TableDefinition.of(
                NAMESPACE,
                "late_events",
                "Events that arrived too late to be counted live; a rebuild takes them in.",
                schema,
                List.of("job", "topic", "partition", "offset"),
                PartitionSpec.builderFor(schema).month("event_time").build(),
                Set.of());
    }
}

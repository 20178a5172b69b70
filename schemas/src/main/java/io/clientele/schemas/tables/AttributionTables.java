package io.clientele.schemas.tables;

import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** What the channels are worth. */
final class AttributionTables {
    private AttributionTables() {}

    static TableDefinition channelEffects() {
        Types.LongType number = Types.LongType.get();
        Types.DoubleType real = Types.DoubleType.get();
        Schema schema = new Schema(
                required(1, "effect_version", number, "Rises with every computation; the highest is in force."),
                required(2, "as_of_date", Types.DateType.get(), "Business date that event time had reached."),
                required(3, "channel", Types.StringType.get(), "The channel; key together with effect_version."),
                required(4, "path_count", number, "Number of ways that it was computed from, over all channels."),
                required(5, "order_count", number, "Number of those ways that led to an order."),
                required(
                        6,
                        "removal_effect",
                        real,
                        "Share of these orders, 0 to 1, that would be lost if every way through the channel ended there."),
                required(
                        7,
                        "credited_orders",
                        real,
                        "Part of these orders that the channel is credited with, by its share of all removal effects."),
                required(
                        8,
                        "computed_at",
                        Types.TimestampType.withZone(),
                        "When it was computed, UTC, by the clock of the runner."));
        return TableDefinition.of(
                "core",
                "channel_effects",
                "Removal effects of the channels by a first-order Markov chain of core.channel_transitions; one row per"
                        + " computation and channel.",
                schema,
                List.of("effect_version", "channel"),
                PartitionSpec.unpartitioned(),
                Set.of());
    }
}

package io.clientele.bench.livetable;

import io.clientele.connectors.iceberg.BundleLatest;
import io.clientele.connectors.iceberg.IcebergAppendSink;
import io.clientele.connectors.iceberg.LakeSettings;
import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.connectors.maintenance.LiveViews;
import io.clientele.connectors.maintenance.MaintenanceRunner;
import io.clientele.connectors.maintenance.MaintenanceSettings;
import io.clientele.connectors.trino.SqlScript;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/** As the line does it: changes are appended, the maintenance merges them, a view reads both. */
final class MergedChanges implements Upkeep {
    private static final LiveTable TABLE = LakeTables.CUSTOMER_SCORES;
    private static final int MOST_WAITING_ROWS = 20_000;

    /** As it comes, but that nothing expires: what was written is counted by the snapshots. */
    private static final MaintenanceSettings SETTINGS = new MaintenanceSettings(
            "lake",
            MaintenanceSettings.defaults().interval(),
            MaintenanceSettings.defaults().mergesPerOptimize(),
            MaintenanceSettings.defaults().maxRowsPerMerge(),
            Duration.ofDays(1),
            Integer.MAX_VALUE,
            Duration.ofDays(1),
            Duration.ofDays(1),
            Duration.ofDays(1),
            Duration.ofDays(7));

    private @Nullable MaintenanceRunner maintenance;

    @Override
    public String label() {
        return "changes, merged";
    }

    @Override
    public List<TableDefinition> tables() {
        return List.of(TABLE.changes(), TABLE.current());
    }

    @Override
    public String readable() {
        return TABLE.namespace() + "." + TABLE.viewName();
    }

    @Override
    public void prepare(TrinoClient trino) {
        LiveViews views = new LiveViews("lake", List.of(TABLE));
        views.makeWatermark(trino, TABLE);
        for (Map.Entry<String, String> view : views.scripts().entrySet()) {
            new SqlScript(view.getKey(), view.getValue()).statements().forEach(trino::update);
        }
        Clock clock = Clock.systemUTC();
        maintenance = new MaintenanceRunner(trino, SETTINGS, clock, clock.instant(), tables(), List.of(TABLE));
    }

    @Override
    public void write(DataStream<ScoreUpdate> updates, LakeSettings lake) {
        RowFactory rows = RowFactory.of(TABLE.changes());
        IcebergAppendSink.append(
                BundleLatest.perCheckpoint(
                        updates,
                        TABLE,
                        new BundleLatest.Reading<>(
                                ScoreUpdate::customer, ScoreUpdate::version, update -> ScoreUpdates.row(rows, update)),
                        MOST_WAITING_ROWS,
                        "bundle-scores"),
                TABLE.changes(),
                lake,
                "scores");
    }

    @Override
    public boolean maintain() {
        return Objects.requireNonNull(maintenance).runCycle(() -> false);
    }
}

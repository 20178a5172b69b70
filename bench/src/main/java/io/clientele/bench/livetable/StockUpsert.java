package io.clientele.bench.livetable;

import io.clientele.connectors.iceberg.LakeSettings;
import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.TableDefinition;
import java.util.List;
import java.util.Objects;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;
import org.jspecify.annotations.Nullable;

/** Iceberg's own sink with {@code upsert}, which writes a row and an equality delete of the one before, and Trino's {@code optimize}. */
final class StockUpsert implements Upkeep {
    private final TableDefinition table;
    private final int cyclesPerOptimize;
    private @Nullable TrinoClient trino;
    private int cycles;

    /**
     * One of its kind.
     *
     * @param cyclesPerOptimize in how many cycles of the maintenance the table is compacted once
     */
    StockUpsert(int cyclesPerOptimize) {
        this.cyclesPerOptimize = cyclesPerOptimize;
        TableDefinition current = LakeTables.CUSTOMER_SCORES.current();
        this.table = new TableDefinition(
                current.namespace(),
                "customer_scores_upserted_" + cyclesPerOptimize,
                current.comment(),
                current.schema(),
                current.keyColumns(),
                current.partitionSpec(),
                current.properties(),
                current.piiColumns());
    }

    @Override
    public String label() {
        return "upsert, compacted every %d".formatted(cyclesPerOptimize);
    }

    @Override
    public List<TableDefinition> tables() {
        return List.of(table);
    }

    @Override
    public String readable() {
        return table.fullName();
    }

    @Override
    public void prepare(TrinoClient client) {
        trino = client;
    }

    @Override
    public void write(DataStream<ScoreUpdate> updates, LakeSettings lake) {
        RowFactory rows = RowFactory.of(table);
        IcebergSink.forRowData(
                        RowFactory.rows(updates, table, update -> ScoreUpdates.row(rows, update), "upserted-scores"))
                .tableLoader(TableLoader.fromCatalog(
                        CatalogLoader.rest("lake", new Configuration(), lake.catalogProperties()), table.identifier()))
                .equalityFieldColumns(table.keyColumns())
                .upsert(true)
                .uidSuffix("upserted-scores")
                .append();
    }

    @Override
    public boolean maintain() {
        if (++cycles % cyclesPerOptimize != 0) {
            return true;
        }
        try {
            Objects.requireNonNull(trino).update("alter table lake.%s execute optimize".formatted(table.fullName()));
            return true;
        } catch (TrinoFailure conflict) {
            return false;
        }
    }
}

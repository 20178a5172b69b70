package io.clientele.connectors.maintenance;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.schemas.tables.LiveTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;

/** The views of the live tables, so that they can be read before anything was merged. */
public final class LiveViews {
    private final String catalog;
    private final List<LiveTable> tables;

    /**
     * Makes nothing yet.
     *
     * @param catalog Trino's name of the lake's catalog
     */
    public LiveViews(String catalog, List<LiveTable> tables) {
        this.catalog = catalog;
        this.tables = List.copyOf(tables);
    }

    /** The statements that make or replace each live view, by its name with the schema. The watermark views must exist. */
    public Map<String, String> scripts() {
        Map<String, String> scripts = new TreeMap<>();
        for (LiveTable table : tables) {
            scripts.put(
                    table.namespace() + "." + table.viewName(),
                    new LiveTableSql(catalog, table).replaceLiveView().text());
        }
        return scripts;
    }

    /** The live tables that have no watermark view; one that is there is the maintenance's and stays as it is. */
    public List<LiveTable> withoutWatermark(ViewCatalog lake) {
        return tables.stream()
                .filter(table -> !lake.viewExists(TableIdentifier.parse(watermarkName(table))))
                .toList();
    }

    /** Name of a live table's watermark view, with the schema. */
    public String watermarkName(LiveTable table) {
        return table.namespace() + "." + new LiveTableSql(catalog, table).watermarkViewName();
    }

    /**
     * Makes a watermark view that says that nothing is merged.
     *
     * @throws io.clientele.connectors.trino.TrinoFailure if Trino refuses
     */
    public void makeWatermark(TrinoClient trino, LiveTable table) {
        new LiveTableSql(catalog, table)
                .replaceWatermarkView(LiveTableSql.NOTHING_MERGED)
                .forEach(trino::update);
    }
}

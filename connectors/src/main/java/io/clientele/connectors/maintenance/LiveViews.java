package io.clientele.connectors.maintenance;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.ViewStatements;
import io.clientele.schemas.tables.LiveTable;
import java.util.List;
import org.apache.iceberg.catalog.ViewCatalog;

/** Makes the live views, so that they can be read before anything was merged. */
public final class LiveViews {
    private LiveViews() {}

    /**
     * Makes or replaces the live views; a watermark view that is there is left as it is. The tables must exist.
     *
     * @param views the lake's catalog
     * @param catalog Trino's name of it
     * @throws io.clientele.connectors.trino.TrinoFailure if Trino refuses a statement
     */
    public static void deploy(TrinoClient trino, ViewCatalog views, String catalog, List<LiveTable> tables) {
        ViewStatements statements = new ViewStatements(trino, views);
        for (LiveTable table : tables) {
            LiveTableSql sql = new LiveTableSql(catalog, table);
            if (trino.query(sql.findWatermarkView()).isEmpty()) {
                sql.replaceWatermarkView(LiveTableSql.NOTHING_MERGED).forEach(trino::update);
            }
            statements.run(sql.replaceLiveView());
        }
    }
}

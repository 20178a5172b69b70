package io.clientele.stack.rebuild;

import io.clientele.connectors.iceberg.TableDeployment;
import io.clientele.connectors.iceberg.WriterHandover;
import io.clientele.connectors.maintenance.LiveViews;
import io.clientele.connectors.trino.SqlScripts;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.ViewDeployment;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import io.clientele.stack.deployment.Servers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;

/** The tables and views of a rebuild, and how its tables take the places of the live ones. Each step may be repeated. */
final class RebuildTables {
    private final RebuiltJob job;
    private final RESTCatalog catalog;
    private final TrinoClient trino;

    RebuildTables(RebuiltJob job, RESTCatalog catalog, TrinoClient trino) {
        this.job = job;
        this.catalog = catalog;
        this.trino = trino;
    }

    /**
     * Makes the tables, the views of the live ones among them, and the views that are compared.
     *
     * @param folder where the files of the tables are, for as long as they live
     * @param views the text of every view, by its name with the schema
     */
    void create(String folder, Map<String, String> views) {
        String namespace = job.namespace();
        catalog.createNamespace(Namespace.of(namespace));
        Stream.concat(job.tables(), Stream.of(LakeTables.LATE_EVENTS))
                .forEach(table -> TableDeployment.create(catalog, table.in(namespace), folder + "/" + table.name()));
        List<LiveTable> live =
                job.liveTables().stream().map(table -> table.in(namespace)).toList();
        LiveViews liveViews = new LiveViews(Servers.CATALOG, live);
        live.forEach(table -> liveViews.makeWatermark(trino, table));
        Map<String, String> scripts = new HashMap<>(new RebuildViews(job, views).scripts());
        scripts.putAll(liveViews.scripts());
        SqlScripts ordered = SqlScripts.of(scripts);
        new ViewDeployment(Servers.CATALOG, catalog, ordered).make(trino, ordered.order());
    }

    /** Drops everything of the rebuild, and the tables that it has replaced. */
    void drop() {
        for (String name : List.of(job.namespace(), job.retired())) {
            Namespace namespace = Namespace.of(name);
            if (!catalog.namespaceExists(namespace)) {
                continue;
            }
            catalog.listViews(namespace).forEach(catalog::dropView);
            catalog.listTables(namespace).forEach(table -> catalog.dropTable(table, true));
            catalog.dropNamespace(namespace);
        }
    }

    /**
     * Gives the rebuilt tables the names of the live ones, which go to a namespace of their own. First all go out, those of current rows
     * before those of changes, then all come in, the other way round: a query that is planned meanwhile finds a table missing, and
     * never rows of both.
     */
    void swap() {
        Namespace retired = Namespace.of(job.retired());
        if (!catalog.namespaceExists(retired)) {
            catalog.createNamespace(retired);
        }
        // with nothing merged, as in the tables that come; in those that go, everything is among the changes as well
        LiveViews liveViews = new LiveViews(Servers.CATALOG, job.liveTables());
        job.liveTables().forEach(table -> liveViews.makeWatermark(trino, table));
        List<TableDefinition> outward = new ArrayList<>();
        job.liveTables().forEach(table -> outward.add(table.current()));
        job.liveTables().forEach(table -> outward.add(table.changes()));
        outward.addAll(job.logs());
        List<TableDefinition> inward = new ArrayList<>(outward);
        Collections.reverse(inward);
        outward.forEach(this::retire);
        inward.forEach(this::bringIn);
    }

    private void retire(TableDefinition table) {
        TableIdentifier old = table.in(job.retired()).identifier();
        if (catalog.tableExists(table.in(job.namespace()).identifier()) && !catalog.tableExists(old)) {
            catalog.renameTable(table.identifier(), old);
        }
    }

    private void bringIn(TableDefinition table) {
        TableIdentifier rebuilt = table.in(job.namespace()).identifier();
        if (catalog.tableExists(rebuilt)) {
            // a deployment that came between an interrupted swap and this one has missed the table
            catalog.dropTable(table.identifier(), true);
            catalog.renameTable(rebuilt, table.identifier());
        }
    }

    /**
     * Has {@code raw.late_events}, which several jobs write, say of this job what the rebuild says: what was late for the live job has been
     * taken in.
     */
    void takeOverLateEvents() {
        TableDefinition all = LakeTables.LATE_EVENTS;
        TableDefinition own = all.in(job.namespace());
        String columns = all.schema().columns().stream()
                .map(Types.NestedField::name)
                .map(column -> '"' + column + '"')
                .collect(Collectors.joining(", "));
        trino.update("delete from lake.%s where job = '%s'".formatted(all.fullName(), job.name()));
        trino.update("insert into lake.%s (%s) select %s from lake.%s"
                .formatted(all.fullName(), columns, columns, own.fullName()));
        WriterHandover.remember(
                catalog.loadTable(own.identifier()), catalog.loadTable(all.identifier()), job.lateWriter());
    }

    /** Drops the views of the rebuild, whose tables have other names now. */
    void dropViews() {
        catalog.listViews(Namespace.of(job.namespace())).forEach(catalog::dropView);
    }
}

package io.clientele.stack.deployment;

import io.clientele.connectors.maintenance.LiveViews;
import io.clientele.connectors.trino.SqlScripts;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.connectors.trino.ViewDeployment;
import io.clientele.jobs.settings.SourcePriority;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.LiveTable;
import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.view.SQLViewRepresentation;

/** The Trino views of the line: those of the live tables, and those of the files {@code core/*.sql} and {@code mart/*.sql}. */
public final class Views {

    private static final List<String> SCHEMAS = List.of("core", "mart");
    static final String SETTINGS_VIEW = "core.business_settings";
    private static final String ZONE = "cast('UTC' as varchar) as business_zone";
    private static final String CURRENCY = "cast('GBP' as varchar) as reporting_currency";

    private static final String PRIORITIES_VIEW = "core.source_priorities";
    private static final String EVERYBODY = "(cast('*' as varchar), cast('*' as varchar), 0)";

    private static final String FUNNELS_VIEW = "core.funnel_steps";
    private static final String FUNNELS_BEGIN = "    values\n";
    private static final String FUNNELS_END = "\n) as step (";
    private static final String FUNNELS_FILE = "funnels.properties";

    private final Servers servers;
    private final Path sql;
    private final List<Funnel> funnels;
    private final LiveViews live = new LiveViews(Servers.CATALOG, LakeTables.liveTables());

    /**
     * Reads the funnels and makes nothing yet.
     *
     * @param sql the folder of the scripts
     * @throws StackFailure if the funnels cannot be read, naming what is wrong
     */
    public Views(Servers servers, Path sql) {
        this.servers = servers;
        this.sql = sql;
        this.funnels = FunnelFile.read(
                servers.funnelsFile().isEmpty() ? sql.resolve(FUNNELS_FILE) : Path.of(servers.funnelsFile()));
    }

    /**
     * Makes or replaces the views that are not what their scripts say. Each takes a while (a commit for each comment), so that Trino is
     * not even asked when all of them are.
     *
     * @throws StackFailure naming the script that Trino refuses
     */
    Step deploy(ViewCatalog lake, boolean isDryRun) {
        SqlScripts scripts = SqlScripts.of(scripts());
        ViewDeployment deployment = new ViewDeployment(Servers.CATALOG, lake, scripts);
        List<LiveTable> unmarked = live.withoutWatermark(lake);
        List<String> outdated = deployment.outdated();
        List<String> changes = new ArrayList<>();
        unmarked.forEach(table -> changes.add(live.watermarkName(table)));
        changes.addAll(outdated);
        if (!isDryRun && !changes.isEmpty()) {
            try (TrinoClient trino = TrinoClient.connect(servers.trino(), servers.trinoUser())) {
                unmarked.forEach(table -> live.makeWatermark(trino, table));
                deployment.make(trino, outdated);
            } catch (TrinoFailure e) {
                throw new StackFailure("cannot make the views: " + e.getMessage(), e);
            }
        }
        return new Step(
                "views", scripts.order().size() + LakeTables.liveTables().size(), "made", changes);
    }

    /** Whether the views that are there have been made for another zone or currency. */
    boolean areOfOtherSettings(ViewCatalog lake) {
        try {
            SQLViewRepresentation there =
                    lake.loadView(TableIdentifier.parse(SETTINGS_VIEW)).sqlFor("trino");
            return there != null
                    && !(there.sql().contains("'" + servers.zone().getId() + "'")
                            && there.sql().contains("'" + servers.currency() + "'"));
        } catch (NoSuchViewException | NoSuchNamespaceException firstDeployment) {
            return false;
        }
    }

    /** The text of every view by its name with the schema. */
    public Map<String, String> scripts() {
        Map<String, String> scripts = new TreeMap<>(live.scripts());
        for (String schema : SCHEMAS) {
            try (Stream<Path> files = Files.list(sql.resolve(schema))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".sql")).toList()) {
                    String view = file.getFileName().toString().replaceFirst("\\.sql$", "");
                    scripts.put(schema + "." + view, Files.readString(file));
                }
            } catch (IOException e) {
                throw new StackFailure("cannot read the views in " + sql.resolve(schema) + ": " + e.getMessage(), e);
            }
        }
        scripts.computeIfPresent(SETTINGS_VIEW, (name, text) -> withSettings(text, servers.zone(), servers.currency()));
        scripts.computeIfPresent(PRIORITIES_VIEW, (name, text) -> withPriorities(text, servers.sourcePriorities()));
        scripts.computeIfPresent(FUNNELS_VIEW, (name, text) -> withFunnels(text, funnels));
        return scripts;
    }

    /** The one view that says what the jobs are told: zone and currency. */
    static String withSettings(String text, ZoneId zone, String currency) {
        if (!text.contains(ZONE) || !text.contains(CURRENCY)) {
            throw new StackFailure(SETTINGS_VIEW + " must contain: " + ZONE + ", " + CURRENCY);
        }
        return text.replace(ZONE, ZONE.replace("UTC", zone.getId()))
                .replace(CURRENCY, CURRENCY.replace("GBP", currency));
    }

    /** The view that says which funnels there are. */
    static String withFunnels(String text, List<Funnel> funnels) {
        int from = text.indexOf(FUNNELS_BEGIN);
        int to = text.indexOf(FUNNELS_END);
        if (from < 0 || to < from) {
            throw new StackFailure(FUNNELS_VIEW + " must have its rows between: " + FUNNELS_BEGIN.strip() + " and "
                    + FUNNELS_END.strip());
        }
        String rows = funnels.stream()
                .flatMap(funnel -> funnel.rows().stream())
                .collect(Collectors.joining(",\n        ", "        ", ""));
        return text.substring(0, from + FUNNELS_BEGIN.length()) + rows + text.substring(to);
    }

    /** The view that says whose word about a customer weighs more. */
    static String withPriorities(String text, List<SourcePriority> priorities) {
        if (!text.contains(EVERYBODY)) {
            throw new StackFailure(PRIORITIES_VIEW + " must contain: " + EVERYBODY);
        }
        String rows = priorities.stream()
                .map(priority -> ",\n        ('%s', '%s', %d)"
                        .formatted(priority.source(), priority.attribute(), priority.priority()))
                .collect(Collectors.joining());
        return text.replace(EVERYBODY, EVERYBODY + rows);
    }
}

package io.clientele.stack.deployment;

import io.clientele.connectors.maintenance.LiveViews;
import io.clientele.connectors.trino.SqlScripts;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.stack.StackFailure;
import io.clientele.stack.parts.EmbeddedStack;
import io.clientele.stack.parts.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.rest.RESTCatalog;

/** The Trino views of the line, from the files in {@code sql/core} and {@code sql/mart}. */
final class Views {

    private static final String CATALOG = "lake";
    private static final List<String> SCHEMAS = List.of("core", "mart");
    private static final String SETTINGS_VIEW = "core.business_settings";
    private static final String ZONE = "cast('UTC' as varchar) as business_zone";
    private static final String CURRENCY = "cast('GBP' as varchar) as reporting_currency";

    private final EmbeddedStack stack;
    private final Consumer<String> progress;

    Views(EmbeddedStack stack, Consumer<String> progress) {
        this.stack = stack;
        this.progress = progress;
    }

    /**
     * Makes or replaces every view. Unless nothing changed since the last time.
     *
     * @param mustDeploy true if the tables below have changed
     * @throws StackFailure naming the file that Trino refuses
     */
    void deploy(boolean mustDeploy) {
        try (TrinoClient trino = TrinoClient.connect(stack.jdbcUrl(), "clientele");
                RESTCatalog catalog = stack.lake().open()) {
            Map<String, String> scripts = scripts();
            String digest = Integer.toHexString(new TreeMap<>(scripts).hashCode()) + " " + scripts.size();
            if (!mustDeploy
                    && Files.exists(deployed())
                    && Files.readString(deployed()).equals(digest)) {
                return;
            }
            Files.deleteIfExists(deployed());
            LiveViews.deploy(trino, catalog, CATALOG, LakeTables.liveTables());
            int views = SqlScripts.of(scripts).deploy(trino, catalog, CATALOG).size();
            Files.writeString(deployed(), digest);
            progress.accept(views + " views made");
        } catch (TrinoFailure e) {
            throw new StackFailure("cannot make the views: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StackFailure("cannot read the views: " + e.getMessage(), e);
        }
    }

    private Path deployed() {
        return stack.home().data().resolve("deployed-views");
    }

    private Map<String, String> scripts() throws IOException {
        Map<String, String> scripts = new HashMap<>();
        for (String schema : SCHEMAS) {
            try (Stream<Path> files = Files.list(stack.project().resolve("sql").resolve(schema))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".sql")).toList()) {
                    String view = file.getFileName().toString().replaceFirst("\\.sql$", "");
                    scripts.put(schema + "." + view, Files.readString(file));
                }
            }
        }
        scripts.computeIfPresent(SETTINGS_VIEW, (name, text) -> withSettings(text, stack.settings()));
        return scripts;
    }

    /** The one view that says what the jobs are told: zone and currency. */
    static String withSettings(String text, Settings settings) {
        if (!text.contains(ZONE) || !text.contains(CURRENCY)) {
            throw new StackFailure(SETTINGS_VIEW + " must contain: " + ZONE + ", " + CURRENCY);
        }
        String zone = settings.businessZone().getId();
        if (!settings.reportingCurrency().matches("[A-Z]{3}")) {
            throw new StackFailure(
                    "reporting.currency = " + settings.reportingCurrency() + " must be an ISO 4217 code such as GBP");
        }
        return text.replace(ZONE, ZONE.replace("UTC", zone))
                .replace(CURRENCY, CURRENCY.replace("GBP", settings.reportingCurrency()));
    }
}

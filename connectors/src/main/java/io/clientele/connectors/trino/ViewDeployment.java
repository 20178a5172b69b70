package io.clientele.connectors.trino;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.View;

/**
 * Brings the views of a lake to their scripts. A view that was made keeps a fingerprint of its script, of the scripts of all views that
 * it reads, and of what Trino made of them; so what is the same need not be made again, and what somebody changed by hand is.
 */
public final class ViewDeployment {
    /** View property that keeps the fingerprint. */
    public static final String FINGERPRINT_PROPERTY = "clientele.fingerprint";

    private final String catalog;
    private final ViewCatalog lake;
    private final SqlScripts scripts;

    /**
     * Makes nothing yet.
     *
     * @param catalog Trino's name of the lake's catalog
     * @param lake the same catalog, asked itself
     */
    public ViewDeployment(String catalog, ViewCatalog lake, SqlScripts scripts) {
        this.catalog = catalog;
        this.lake = lake;
        this.scripts = scripts;
    }

    /** The views that are missing or not what their scripts make, in an order in which they can be made. */
    public List<String> outdated() {
        return scripts.order().stream().filter(view -> !isAsMade(view)).toList();
    }

    /**
     * Makes or replaces views, in the order given, and the schemas that they are in.
     *
     * @throws TrinoFailure naming the script and the statement that failed
     */
    public void make(TrinoClient trino, List<String> views) {
        views.stream()
                .map(view -> identifier(view).namespace())
                .distinct()
                .forEach(schema -> trino.update("create schema if not exists " + catalog + "." + schema));
        views.forEach(view -> make(trino, view));
    }

    private void make(TrinoClient trino, String name) {
        SqlScript script = scripts.script(name);
        new ViewStatements(trino, lake).run(script);
        View view = find(name)
                .orElseThrow(() -> new IllegalArgumentException("%s makes no view %s".formatted(script.name(), name)));
        view.updateProperties()
                .set(FINGERPRINT_PROPERTY, fingerprint(name, view))
                .commit();
    }

    private boolean isAsMade(String name) {
        return find(name)
                .map(view -> fingerprint(name, view).equals(view.properties().get(FINGERPRINT_PROPERTY)))
                .orElse(false);
    }

    private Optional<View> find(String name) {
        try {
            return Optional.of(lake.loadView(identifier(name)));
        } catch (NoSuchViewException | NoSuchNamespaceException missing) {
            return Optional.empty();
        }
    }

    private static TableIdentifier identifier(String name) {
        return TableIdentifier.parse(name);
    }

    private String fingerprint(String name, View view) {
        SQLViewRepresentation made = view.sqlFor("trino");
        return sha256(String.join(
                "\n",
                scripts.textWithSources(name),
                made == null ? "" : made.sql(),
                // the columns with their comments
                SchemaParser.toJson(view.schema()),
                view.properties().getOrDefault("comment", "")));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}

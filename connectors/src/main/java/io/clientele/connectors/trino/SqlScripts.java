package io.clientele.connectors.trino;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.iceberg.catalog.ViewCatalog;

/**
 * Files that each make one view: {@code <schema>/<view>.sql}. They are run so that a view comes after the views it reads,
 * which is found from the names {@code schema.view} in the text.
 */
public final class SqlScripts {
    private final Map<String, SqlScript> byView = new TreeMap<>();

    private SqlScripts() {}

    /** Scripts by view name, {@code schema.view}. */
    public static SqlScripts of(Map<String, String> textByView) {
        SqlScripts scripts = new SqlScripts();
        textByView.forEach(scripts::add);
        return scripts;
    }

    private void add(String view, String text) {
        byView.put(view, new SqlScript(view.replace('.', '/') + ".sql", text));
    }

    /** The views in an order in which they can be made. */
    public List<String> order() {
        Map<String, Set<String>> reads = new TreeMap<>();
        byView.forEach((view, script) -> reads.put(view, references(view, script)));
        List<String> ordered = new ArrayList<>();
        while (!reads.isEmpty()) {
            List<String> ready = reads.entrySet().stream()
                    .filter(view -> ordered.containsAll(view.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (ready.isEmpty()) {
                throw new IllegalArgumentException("these views read each other in a circle: " + reads);
            }
            ordered.addAll(ready);
            ready.forEach(reads::remove);
        }
        return ordered;
    }

    /**
     * Makes every view, and the schemas they are in.
     *
     * @param catalog Trino's name of the catalog the schemas are made in
     * @return the views, in the order of deployment
     * @throws TrinoFailure naming the file and the statement that failed
     */
    public List<String> deploy(TrinoClient trino, ViewCatalog views, String catalog) {
        Set<String> schemas = new TreeSet<>();
        byView.keySet().forEach(view -> schemas.add(view.substring(0, view.indexOf('.'))));
        schemas.forEach(schema -> trino.update("create schema if not exists " + catalog + "." + schema));
        ViewStatements statements = new ViewStatements(trino, views);
        List<String> ordered = order();
        ordered.forEach(view -> statements.run(script(view)));
        return ordered;
    }

    private SqlScript script(String view) {
        SqlScript script = byView.get(view);
        if (script == null) {
            throw new IllegalArgumentException("no script makes the view " + view);
        }
        return script;
    }

    private Set<String> references(String view, SqlScript script) {
        String code = script.code();
        Set<String> references = new TreeSet<>();
        for (String other : byView.keySet()) {
            if (!other.equals(view) && mentions(code, other)) {
                references.add(other);
            }
        }
        return references;
    }

    private static boolean mentions(String code, String view) {
        return Pattern.compile("(?i)(?<![\\w])" + Pattern.quote(view) + "(?![\\w])")
                .matcher(code)
                .find();
    }
}

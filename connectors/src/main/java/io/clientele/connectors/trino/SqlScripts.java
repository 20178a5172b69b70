package io.clientele.connectors.trino;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Scripts that each make one view, {@code schema.view}. A view comes after the views it reads, which is found from the names
 * {@code schema.view} in the text.
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

    /** The script of a view. */
    SqlScript script(String view) {
        SqlScript script = byView.get(view);
        if (script == null) {
            throw new IllegalArgumentException("no script makes the view " + view);
        }
        return script;
    }

    /** The text of a view, and those of all views that it reads, and so on: when it is the same, so is the view. */
    String textWithSources(String view) {
        SqlScript script = script(view);
        StringBuilder text = new StringBuilder(script.text());
        references(view, script).forEach(source -> text.append('\n').append(textWithSources(source)));
        return text.toString();
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

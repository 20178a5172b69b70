package io.clientele.stack.rebuild;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The views of a rebuild: those that are compared and those that they read, as far as they read tables of the job, over the rebuilt tables.
 * What comes from elsewhere is read where it is.
 */
final class RebuildViews {
    private static final String SCHEMA = "core.";

    private final RebuiltJob job;
    private final Map<String, String> views;

    /** @param views the text of every view, by its name with the schema */
    RebuildViews(RebuiltJob job, Map<String, String> views) {
        this.job = job;
        this.views = views;
    }

    /** The text of each view, by its name with the schema of the rebuild. */
    Map<String, String> scripts() {
        Set<String> tables = tables();
        Set<String> affected = new TreeSet<>(tables);
        while (affected.addAll(readers(affected))) {
            // until nobody else reads one of these
        }
        Set<String> needed = new TreeSet<>();
        job.compared().keySet().forEach(view -> need(SCHEMA + view, affected, needed));
        Set<String> moved = new TreeSet<>(tables);
        moved.addAll(needed);
        Map<String, String> scripts = new TreeMap<>();
        needed.removeAll(tables);
        for (String view : needed) {
            scripts.put(inRebuild(view), moved(views.getOrDefault(view, ""), moved));
        }
        return scripts;
    }

    /** The job's tables and live views. */
    private Set<String> tables() {
        return Stream.concat(
                        job.tables().map(table -> table.fullName()),
                        job.liveTables().stream().map(table -> SCHEMA + table.viewName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> readers(Set<String> names) {
        return views.entrySet().stream()
                .filter(view -> view.getKey().startsWith(SCHEMA))
                .filter(view -> mentionOf(names).matcher(view.getValue()).find())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private void need(String view, Set<String> affected, Set<String> needed) {
        if (!affected.contains(view) || !needed.add(view)) {
            return;
        }
        mentionOf(affected)
                .matcher(views.getOrDefault(view, ""))
                .results()
                .forEach(mention -> need(SCHEMA + mention.group(1), affected, needed));
    }

    private String moved(String text, Set<String> names) {
        return mentionOf(names).matcher(text).replaceAll("lake." + job.namespace() + ".$1");
    }

    private String inRebuild(String view) {
        return job.namespace() + "." + view.substring(SCHEMA.length());
    }

    private static Pattern mentionOf(Set<String> names) {
        return Pattern.compile(names.stream()
                .map(name -> Pattern.quote(name.substring(SCHEMA.length())))
                .collect(Collectors.joining("|", "\\blake\\.core\\.(", ")\\b")));
    }
}

package io.clientele.schemas.tables;

import java.util.List;

/**
 * A table that changes every few seconds, as three things: the append-only {@code changes}, the {@code current} rows that
 * the maintenance merges from them, and a view {@link #viewName} over both, which is what users read.
 *
 * @param name the name that the two tables and the view share
 * @param key the columns that tell rows of {@code current} apart
 * @param changes one row per changed key and checkpoint; the highest {@code version} of a key is its newest
 * @param current the newest merged row of each key
 */
public record LiveTable(String name, List<String> key, TableDefinition changes, TableDefinition current) {
    public LiveTable {
        key = List.copyOf(key);
    }

    /** The same table in another namespace. */
    public LiveTable in(String otherNamespace) {
        return new LiveTable(name, key, changes.in(otherNamespace), current.in(otherNamespace));
    }

    /** Namespace of all three. */
    public String namespace() {
        return changes.namespace();
    }

    /** Name of the live view, without its namespace. */
    public String viewName() {
        return name + "_live";
    }
}

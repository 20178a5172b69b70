package io.clientele.stack.deployment;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One step of a deployment.
 *
 * @param what what it is about, plural
 * @param total how many there are in all
 * @param verb what was done to those that changed
 * @param changes what was changed; empty if all was as it should be
 */
public record Step(String what, int total, String verb, List<String> changes) {

    private static final int SHOWN = 12;

    public Step {
        changes = List.copyOf(changes);
    }

    /** The changes in a line, the first of them by name. */
    String line() {
        String names = changes.stream().limit(SHOWN).collect(Collectors.joining(", "));
        String more = changes.size() > SHOWN ? " and " + (changes.size() - SHOWN) + " more" : "";
        return "%s %s: %d (%s%s)".formatted(what, verb, changes.size(), names, more);
    }
}

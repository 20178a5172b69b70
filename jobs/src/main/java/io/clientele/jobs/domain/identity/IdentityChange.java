package io.clientele.jobs.domain.identity;

import java.util.List;

/**
 * What a fact changed.
 *
 * @param pointers one for each identifier that changed its person
 * @param log what happened, in order
 */
public record IdentityChange(List<PointerChange> pointers, List<IdentityLogEntry> log) {

    /** Nothing changed. */
    public static final IdentityChange NOTHING = new IdentityChange(List.of(), List.of());

    public IdentityChange {
        pointers = List.copyOf(pointers);
        log = List.copyOf(log);
    }

    /** Whether there is nothing to tell. */
    public boolean isNothing() {
        return pointers.isEmpty() && log.isEmpty();
    }
}

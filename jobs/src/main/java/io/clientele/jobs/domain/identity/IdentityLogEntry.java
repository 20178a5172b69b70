package io.clientele.jobs.domain.identity;

import org.jspecify.annotations.Nullable;

/**
 * One line of the history of who was taken for whom. The last line about a pair says what is in force; the lines before
 * it depend on the order in which facts arrived.
 *
 * @param reason why a link or merge was refused, else null
 * @param first the smaller identifier, {@code type:value}
 * @param second the greater identifier; null for a creation
 * @param firstPersonId the person of the first identifier afterwards
 * @param secondPersonId the person of the second identifier afterwards; null for a creation
 * @param at event time of the fact that brought it about, epoch microseconds
 * @param eventId the event that it came from
 */
public record IdentityLogEntry(
        IdentityLogKind kind,
        @Nullable RefusalReason reason,
        String first,
        @Nullable String second,
        String firstPersonId,
        @Nullable String secondPersonId,
        long at,
        String eventId) {}

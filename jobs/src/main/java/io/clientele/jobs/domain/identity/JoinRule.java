package io.clientele.jobs.domain.identity;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether two groups of identifiers may become one person.
 *
 * @param apart the identifiers that were explicitly unmerged from a given one
 */
record JoinRule(IdentityRules rules, Function<Identifier, Set<Identifier>> apart) {

    /**
     * Why an observed link may not join the groups; null if it may. A group that explicit merges took beyond a limit may
     * still be joined with one that brings nothing of that type.
     */
    @Nullable
    RefusalReason refusal(Set<Identifier> some, Set<Identifier> others) {
        if (isApart(some, others)) {
            return RefusalReason.UNMERGED;
        }
        Map<IdentifierType, Integer> left = counts(some);
        Map<IdentifierType, Integer> right = counts(others);
        for (Map.Entry<IdentifierType, Integer> entry : left.entrySet()) {
            IdentifierType type = entry.getKey();
            Integer more = right.get(type);
            if (more != null && entry.getValue() + more > rules.limit(type)) {
                return type == IdentifierType.CUSTOMER_ID ? RefusalReason.CUSTOMER_LIMIT : RefusalReason.TYPE_LIMIT;
            }
        }
        return null;
    }

    /** Whether anyone of the one group was unmerged from anyone of the other. */
    boolean isApart(Set<Identifier> some, Set<Identifier> others) {
        Set<Identifier> fewer = some.size() <= others.size() ? some : others;
        Set<Identifier> more = some.size() <= others.size() ? others : some;
        return fewer.stream()
                .anyMatch(identifier -> apart.apply(identifier).stream().anyMatch(more::contains));
    }

    /** Of the types that occur, the most telling first, so that the reason of two is always the same. */
    private static Map<IdentifierType, Integer> counts(Set<Identifier> identifiers) {
        Map<IdentifierType, Integer> counts = new EnumMap<>(IdentifierType.class);
        identifiers.forEach(identifier -> counts.merge(identifier.type(), 1, Integer::sum));
        return counts;
    }
}

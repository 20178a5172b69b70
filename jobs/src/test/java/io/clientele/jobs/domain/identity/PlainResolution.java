package io.clientele.jobs.domain.identity;

import io.clientele.jobs.domain.identity.People.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rules written down once more, as naively as they can be: no groups are kept, who belongs together is walked anew
 * for every question.
 */
final class PlainResolution {

    private final Collection<? extends IdentityFact> facts;
    private final IdentityRules rules;
    private final List<IdentifierPair> applied = new ArrayList<>();
    private final Set<Refusal> refusals = new HashSet<>();

    private PlainResolution(Collection<? extends IdentityFact> facts, IdentityRules rules) {
        this.facts = facts;
        this.rules = rules;
    }

    static Outcome of(Collection<? extends IdentityFact> facts, IdentityRules rules) {
        return new PlainResolution(facts, rules).outcome();
    }

    private Outcome outcome() {
        for (Decision merge : sorted(Decision.class, Decision::pair)) {
            if (inForce(merge)) {
                applied.add(merge.pair());
                if (holdsUnmergedPair(with(merge.pair().first()))) {
                    applied.remove(applied.size() - 1);
                    refusals.add(new Refusal(merge.pair(), RefusalReason.CONTRADICTED));
                }
            }
        }
        for (Linked link : sorted(Linked.class, Linked::pair)) {
            apply(link.pair());
        }
        Map<Identifier, String> personIds = new HashMap<>();
        for (Identifier identifier : identifiers()) {
            Identifier eldest = with(identifier).stream()
                    .min(Comparator.comparing(this::firstSeen)
                            .thenComparing(Identifier::type)
                            .thenComparing(Identifier::value))
                    .orElseThrow();
            personIds.put(identifier, eldest.personId());
        }
        return new Outcome(personIds, refusals);
    }

    private void apply(IdentifierPair pair) {
        if (linkedCustomers(pair.first()) > rules.customerIdsPerIdentifier()
                || linkedCustomers(pair.second()) > rules.customerIdsPerIdentifier()) {
            refusals.add(new Refusal(pair, RefusalReason.SHARED));
            return;
        }
        Set<Identifier> left = with(pair.first());
        Set<Identifier> right = with(pair.second());
        Set<Identifier> both = new HashSet<>(left);
        both.addAll(right);
        if (holdsUnmergedPair(both)) {
            refusals.add(new Refusal(pair, RefusalReason.UNMERGED));
            return;
        }
        for (IdentifierType type : IdentifierType.values()) {
            long all = count(both, type);
            long limit = type == IdentifierType.CUSTOMER_ID ? rules.customerIdsPerPerson() : rules.othersPerPerson();
            if (all > limit && all > Math.max(count(left, type), count(right, type))) {
                refusals.add(new Refusal(
                        pair,
                        type == IdentifierType.CUSTOMER_ID ? RefusalReason.CUSTOMER_LIMIT : RefusalReason.TYPE_LIMIT));
                return;
            }
        }
        applied.add(pair);
    }

    /** Everybody who can be reached from an identifier by what was applied. */
    private Set<Identifier> with(Identifier identifier) {
        Set<Identifier> reached = new HashSet<>(Set.of(identifier));
        int before = 0;
        while (reached.size() > before) {
            before = reached.size();
            for (IdentifierPair pair : applied) {
                if (reached.contains(pair.first()) || reached.contains(pair.second())) {
                    reached.add(pair.first());
                    reached.add(pair.second());
                }
            }
        }
        return reached;
    }

    private boolean holdsUnmergedPair(Set<Identifier> group) {
        return all(Unmerged.class).stream()
                .anyMatch(unmerge -> inForce(unmerge)
                        && group.contains(unmerge.pair().first())
                        && group.contains(unmerge.pair().second()));
    }

    /** Whether no other decision about the pair is newer; a tie goes to the later event id, then to the unmerge. */
    private boolean inForce(Decision decision) {
        Decision newest = all(Decision.class).stream()
                .filter(other -> other.pair().equals(decision.pair()))
                .max(Comparator.comparing(Decision::at)
                        .thenComparing(Decision::eventId)
                        .thenComparing(other -> other instanceof Unmerged))
                .orElseThrow();
        return newest.equals(decision);
    }

    private long linkedCustomers(Identifier identifier) {
        return all(Linked.class).stream()
                .map(Linked::pair)
                .filter(pair -> pair.first().equals(identifier) || pair.second().equals(identifier))
                .map(pair -> pair.first().equals(identifier) ? pair.second() : pair.first())
                .filter(other -> other.type() == IdentifierType.CUSTOMER_ID)
                .distinct()
                .count();
    }

    private static long count(Set<Identifier> group, IdentifierType type) {
        return group.stream().filter(identifier -> identifier.type() == type).count();
    }

    private Set<Identifier> identifiers() {
        return facts.stream().flatMap(fact -> named(fact).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private long firstSeen(Identifier identifier) {
        return facts.stream()
                .filter(fact -> named(fact).contains(identifier))
                .filter(fact -> !(fact instanceof Unmerged))
                .filter(fact -> !(fact instanceof Merged merge)
                        || (inForce(merge)
                                && !refusals.contains(new Refusal(merge.pair(), RefusalReason.CONTRADICTED))))
                .mapToLong(IdentityFact::at)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static Set<Identifier> named(IdentityFact fact) {
        if (fact instanceof Seen seen) {
            return Set.of(seen.identifier());
        }
        IdentifierPair pair = fact instanceof Linked link ? link.pair() : ((Decision) fact).pair();
        return Set.of(pair.first(), pair.second());
    }

    /** Facts of a kind by time, then by their pair; a pair observed twice is applied twice, which changes nothing. */
    private <T extends IdentityFact> List<T> sorted(Class<T> kind, Function<T, IdentifierPair> pair) {
        return all(kind).stream()
                .filter(fact -> !(fact instanceof Unmerged))
                .filter(fact -> all(kind).stream()
                        .noneMatch(other -> other instanceof Linked
                                && pair.apply(other).equals(pair.apply(fact))
                                && other.at() < fact.at()))
                .sorted(Comparator.<T>comparingLong(IdentityFact::at)
                        .thenComparing(fact -> pair.apply(fact).first())
                        .thenComparing(fact -> pair.apply(fact).second()))
                .toList();
    }

    private <T extends IdentityFact> List<T> all(Class<T> kind) {
        return facts.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .distinct()
                .toList();
    }
}

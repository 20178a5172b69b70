package io.clientele.jobs.domain.identity;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A set of facts, each said once: what was repeated or is no longer in force has gone. */
final class Evidence {

    /** First seen of an identifier that is named by nothing that is in force: it is alone, so nobody compares it. */
    static final long NEVER = Long.MAX_VALUE;

    private final Map<Identifier, Long> firstSeen = new HashMap<>();
    private final Map<IdentifierPair, Linked> links = new HashMap<>();
    private final Map<IdentifierPair, Decision> decisions = new HashMap<>();
    private final Map<Identifier, Set<Identifier>> apart = new HashMap<>();
    private final Map<Identifier, Integer> customerIds = new HashMap<>();

    Evidence(Collection<? extends IdentityFact> facts) {
        facts.forEach(this::add);
        links.values().forEach(link -> see(link.pair(), link.at()));
        decisions.keySet().forEach(pair -> see(pair, NEVER));
        decisions.values().stream().filter(decision -> !decision.isMerge()).forEach(this::keepApart);
        links.keySet().forEach(this::countCustomerIds);
    }

    private void add(IdentityFact fact) {
        if (fact instanceof Seen seen) {
            see(seen.identifier(), seen.at());
        } else if (fact instanceof Linked link) {
            links.merge(link.pair(), link, (known, more) -> more.prevailsOver(known) ? more : known);
        } else if (fact instanceof Decision decision) {
            decisions.merge(decision.pair(), decision, (known, more) -> more.prevailsOver(known) ? more : known);
        }
    }

    /** Takes a time in at which both were seen. */
    void see(IdentifierPair pair, long at) {
        see(pair.first(), at);
        see(pair.second(), at);
    }

    private void see(Identifier identifier, long at) {
        firstSeen.merge(identifier, at, Math::min);
    }

    private void keepApart(Decision unmerge) {
        Identifier first = unmerge.pair().first();
        Identifier second = unmerge.pair().second();
        apart.computeIfAbsent(first, none -> new HashSet<>()).add(second);
        apart.computeIfAbsent(second, none -> new HashSet<>()).add(first);
    }

    private void countCustomerIds(IdentifierPair pair) {
        countCustomerId(pair.first(), pair.second());
        countCustomerId(pair.second(), pair.first());
    }

    private void countCustomerId(Identifier one, Identifier other) {
        if (other.type() == IdentifierType.CUSTOMER_ID) {
            customerIds.merge(one, 1, Integer::sum);
        }
    }

    /** Every identifier that a fact names. */
    Set<Identifier> identifiers() {
        return firstSeen.keySet();
    }

    /** The earliest time at which it was seen. */
    long firstSeen(Identifier identifier) {
        return firstSeen.getOrDefault(identifier, NEVER);
    }

    /** The identifiers that were unmerged from this one. */
    Set<Identifier> apart(Identifier identifier) {
        return apart.getOrDefault(identifier, Set.of());
    }

    /** How many different customer numbers it is linked with. */
    int customerIds(Identifier identifier) {
        return customerIds.getOrDefault(identifier, 0);
    }

    /** The distinct links, in canonical order. */
    List<Linked> links() {
        return links.values().stream()
                .sorted(Comparator.comparing(LinkPlace::of))
                .toList();
    }

    /** The merges in force, in canonical order. */
    List<Decision> merges() {
        return decisions.values().stream()
                .filter(Decision::isMerge)
                .sorted(Comparator.comparing(LinkPlace::of))
                .toList();
    }
}

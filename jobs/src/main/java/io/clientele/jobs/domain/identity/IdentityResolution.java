package io.clientele.jobs.domain.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a set of facts says about who is who. It depends on the set alone, neither on the order of arrival nor on
 * repetitions:
 *
 * <ol>
 *   <li>Links observed many times are one, at the earliest time; of each pair's merges and unmerges the newest counts.
 *   <li>Merges in force are applied in canonical order (event time, then the pair), save those that would bring an
 *       unmerged pair together.
 *   <li>Then links, in the same order, each unless one of its ends is shared or the join is refused by {@link JoinRule}.
 * </ol>
 *
 * <p>A person is named after the member first seen. An identifier is seen where it is said to be, in every link, also a
 * refused one, and in merges that are in force and not refused: a decision that is taken back leaves no trace.
 *
 * @param persons every identifier that any fact names is in exactly one
 * @param refusals the links and merges that join nothing
 */
public record IdentityResolution(List<Person> persons, Set<Refusal> refusals) {

    public IdentityResolution {
        persons = List.copyOf(persons);
        refusals = Set.copyOf(refusals);
    }

    /** Resolves a set of facts from scratch. */
    public static IdentityResolution of(Collection<? extends IdentityFact> facts, IdentityRules rules) {
        Evidence evidence = new Evidence(facts);
        JoinRule rule = new JoinRule(rules, evidence::apart);
        Grouping grouping = new Grouping(evidence.identifiers());
        Set<Refusal> refusals = new HashSet<>();
        for (Decision merge : evidence.merges()) {
            IdentifierPair pair = merge.pair();
            if (rule.isApart(grouping.membersWith(pair.first()), grouping.membersWith(pair.second()))) {
                refusals.add(new Refusal(pair, RefusalReason.CONTRADICTED));
                continue;
            }
            evidence.see(pair, merge.at());
            if (!grouping.isTogether(pair)) {
                grouping.join(pair, Tie.of(merge));
            }
        }
        for (Linked link : evidence.links()) {
            RefusalReason reason = refusal(link.pair(), evidence, grouping, rule);
            if (reason != null) {
                refusals.add(new Refusal(link.pair(), reason));
            } else if (!grouping.isTogether(link.pair())) {
                grouping.join(link.pair(), Tie.of(link));
            }
        }
        return new IdentityResolution(persons(grouping, evidence), refusals);
    }

    private static @Nullable RefusalReason refusal(
            IdentifierPair pair, Evidence evidence, Grouping grouping, JoinRule rule) {
        if (rule.rules().isShared(evidence.customerIds(pair.first()))
                || rule.rules().isShared(evidence.customerIds(pair.second()))) {
            return RefusalReason.SHARED;
        }
        return grouping.isTogether(pair)
                ? null
                : rule.refusal(grouping.membersWith(pair.first()), grouping.membersWith(pair.second()));
    }

    private static List<Person> persons(Grouping grouping, Evidence evidence) {
        Comparator<Identifier> eldestFirst =
                Comparator.comparingLong(evidence::firstSeen).thenComparing(Comparator.naturalOrder());
        List<Person> persons = new ArrayList<>();
        for (Grouping.Group group : grouping.all()) {
            Identifier eldest = group.members().stream().min(eldestFirst).orElseThrow();
            persons.add(new Person(eldest, group.members(), group.ties()));
        }
        return persons;
    }

    /** The person of each identifier. */
    public Map<Identifier, Person> personsByIdentifier() {
        Map<Identifier, Person> byIdentifier = new HashMap<>();
        persons.forEach(person -> person.members().forEach(member -> byIdentifier.put(member, person)));
        return byIdentifier;
    }
}

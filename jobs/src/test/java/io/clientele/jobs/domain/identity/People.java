package io.clientele.jobs.domain.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Short names for identifiers and facts, and the result of a resolution as plain maps. */
final class People {

    /** Who is who, and what was refused. */
    record Outcome(Map<Identifier, String> personIds, Set<Refusal> refusals) {}

    private People() {}

    static Identifier customer(int number) {
        return new Identifier(IdentifierType.CUSTOMER_ID, "c" + number);
    }

    static Identifier card(int number) {
        return new Identifier(IdentifierType.LOYALTY_ID, "l" + number);
    }

    static Identifier email(int number) {
        return new Identifier(IdentifierType.EMAIL_SHA256, "%064x".formatted(number + 1));
    }

    static Identifier device(int number) {
        return new Identifier(IdentifierType.DEVICE_ID, "d" + number);
    }

    static Identifier visitor(int number) {
        return new Identifier(IdentifierType.ANONYMOUS_ID, "a" + number);
    }

    static Seen seen(long at, Identifier identifier) {
        return new Seen(identifier, at, "seen-" + at);
    }

    static Linked link(long at, Identifier one, Identifier other) {
        return new Linked(IdentifierPair.of(one, other), at, "link-" + at);
    }

    static Merged merge(long at, Identifier one, Identifier other) {
        return new Merged(IdentifierPair.of(one, other), at, "merge-" + at);
    }

    static Unmerged unmerge(long at, Identifier one, Identifier other) {
        return new Unmerged(IdentifierPair.of(one, other), at, "unmerge-" + at);
    }

    static Refusal refusal(RefusalReason reason, Identifier one, Identifier other) {
        return new Refusal(IdentifierPair.of(one, other), reason);
    }

    /** The groups of identifiers that are one person, those of two or more. */
    static Set<Set<Identifier>> families(Outcome outcome) {
        Map<String, Set<Identifier>> byPerson = new HashMap<>();
        outcome.personIds()
                .forEach((identifier, person) -> byPerson.computeIfAbsent(person, none -> new TreeSet<>())
                        .add(identifier));
        Set<Set<Identifier>> families = new HashSet<>(byPerson.values());
        families.removeIf(family -> family.size() == 1);
        return families;
    }

    /** The outcome from scratch. */
    static Outcome resolve(Collection<? extends IdentityFact> facts, IdentityRules rules) {
        IdentityResolution resolution = IdentityResolution.of(facts, rules);
        Map<Identifier, String> personIds = new HashMap<>();
        resolution.personsByIdentifier().forEach((identifier, person) -> personIds.put(identifier, person.id()));
        return new Outcome(personIds, resolution.refusals());
    }

    /** The outcome that a store holds. */
    static Outcome in(HeapIdentityStore store) {
        Map<Identifier, String> personIds = new HashMap<>();
        store.identifiers().forEach((text, state) -> personIds.put(Identifier.parse(text), state.personId()));
        Set<Refusal> refusals = new HashSet<>();
        store.links().forEach((text, state) -> {
            RefusalReason reason = state.refusal();
            if (reason != null) {
                refusals.add(new Refusal(IdentifierPair.parse(text), reason));
            }
        });
        store.decisions().forEach((text, state) -> {
            if (state.isRefused()) {
                refusals.add(new Refusal(IdentifierPair.parse(text), RefusalReason.CONTRADICTED));
            }
        });
        return new Outcome(personIds, refusals);
    }

    /** The store after these facts, one by one. */
    static HeapIdentityStore after(Collection<? extends IdentityFact> facts, IdentityRules rules) {
        HeapIdentityStore store = new HeapIdentityStore();
        apply(facts, new IdentityGraph(store, rules));
        return store;
    }

    static List<IdentityChange> apply(Collection<? extends IdentityFact> facts, IdentityGraph graph) {
        List<IdentityChange> changes = new ArrayList<>();
        facts.forEach(fact -> changes.add(graph.apply(fact)));
        return changes;
    }
}

package io.clientele.jobs.domain.identity;

import static io.clientele.jobs.domain.identity.People.card;
import static io.clientele.jobs.domain.identity.People.customer;
import static io.clientele.jobs.domain.identity.People.device;
import static io.clientele.jobs.domain.identity.People.email;
import static io.clientele.jobs.domain.identity.People.visitor;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Random facts in worlds so small that limits, shared identifiers and contradictions are the rule. */
final class IdentityWorlds {

    /** Facts, and the rules that they fall under. */
    record World(IdentityRules rules, List<IdentityFact> facts) {}

    private static final IdentityRules NARROW = new IdentityRules(1, 2, 2);

    private IdentityWorlds() {}

    /** Worlds of at most so many facts. */
    static Arbitrary<World> worlds(int mostFacts) {
        Arbitrary<World> narrow = worlds(NARROW, identifiers(4, 1, 1, 3, 3), 1, 9, mostFacts);
        Arbitrary<World> wide = worlds(IdentityRules.DEFAULT, identifiers(5, 1, 1, 2, 8), 1, 30, mostFacts);
        Arbitrary<World> loose = worlds(new IdentityRules(2, 3, 5), identifiers(6, 2, 2, 2, 2), 2, 4, mostFacts);
        Arbitrary<World> disputed = worlds(NARROW, identifiers(2, 1, 0, 1, 2), 12, 9, mostFacts);
        Arbitrary<World> crowded = worlds(NARROW, identifiers(2, 1, 0, 3, 6), 1, 20, mostFacts);
        return Arbitraries.oneOf(narrow, wide, loose, disputed, crowded);
    }

    private static List<Identifier> identifiers(int customers, int cards, int emails, int devices, int visitors) {
        List<Identifier> identifiers = new ArrayList<>();
        for (int i = 0; i < Math.max(customers, visitors); i++) {
            addIf(i < customers, customer(i), identifiers);
            addIf(i < cards, card(i), identifiers);
            addIf(i < emails, email(i), identifiers);
            addIf(i < devices, device(i), identifiers);
            addIf(i < visitors, visitor(i), identifiers);
        }
        return identifiers;
    }

    private static void addIf(boolean isWanted, Identifier identifier, List<Identifier> identifiers) {
        if (isWanted) {
            identifiers.add(identifier);
        }
    }

    /** @param decisions how many merges, and how many unmerges, there are to twelve links */
    private static Arbitrary<World> worlds(
            IdentityRules rules, List<Identifier> identifiers, int decisions, long lastTime, int mostFacts) {
        Arbitrary<String> kinds = Arbitraries.frequency(
                Tuple.of(12, "link"),
                Tuple.of(2, "seen"),
                Tuple.of(decisions, "merge"),
                Tuple.of(decisions, "unmerge"));
        Arbitrary<Identifier> ones = Arbitraries.of(identifiers);
        Arbitrary<Integer> steps = Arbitraries.integers().between(1, identifiers.size() - 1);
        Arbitrary<Long> times = Arbitraries.longs().between(0, lastTime);
        Arbitrary<String> events = Arbitraries.of("e1", "e2", "e3");
        return Combinators.combine(kinds, ones, steps, times, events)
                .as((kind, one, step, at, event) -> fact(
                        kind, one, identifiers.get((identifiers.indexOf(one) + step) % identifiers.size()), at, event))
                .list()
                .ofMinSize(1)
                .ofMaxSize(mostFacts)
                .withSizeDistribution(RandomDistribution.uniform())
                .map(facts -> new World(rules, facts));
    }

    private static IdentityFact fact(String kind, Identifier one, Identifier other, long at, String event) {
        IdentifierPair pair = IdentifierPair.of(one, other);
        return switch (kind) {
            case "seen" -> new Seen(one, at, event);
            case "merge" -> new Merged(pair, at, event);
            case "unmerge" -> new Unmerged(pair, at, event);
            default -> new Linked(pair, at, event);
        };
    }
}

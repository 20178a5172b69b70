package io.clientele.jobs.domain.identity;

import static io.clientele.jobs.domain.identity.People.after;
import static io.clientele.jobs.domain.identity.People.apply;
import static io.clientele.jobs.domain.identity.People.in;
import static io.clientele.jobs.domain.identity.People.resolve;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.identity.IdentityWorlds.World;
import io.clientele.jobs.domain.identity.People.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must hold for every set of facts. */
class IdentityLawTest {

    @Provide
    Arbitrary<World> worlds() {
        return IdentityWorlds.worlds(60);
    }

    @Provide
    Arbitrary<World> smallWorlds() {
        return IdentityWorlds.worlds(6);
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void theRulesAreWhatTheyAreWrittenDownNaively(@ForAll("worlds") World world) {
        assertThat(resolve(world.facts(), world.rules())).isEqualTo(PlainResolution.of(world.facts(), world.rules()));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void neitherOrderNorRepetitionMattersFromScratch(@ForAll("worlds") World world, @ForAll long seed) {
        assertThat(resolve(shuffledWithRepetitions(world, seed), world.rules()))
                .isEqualTo(resolve(world.facts(), world.rules()));
    }

    @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
    void factByFactIsWhatIsResolvedFromScratch(@ForAll("worlds") World world, @ForAll long seed) {
        HeapIdentityStore store = after(shuffledWithRepetitions(world, seed), world.rules());

        assertThat(in(store)).isEqualTo(resolve(world.facts(), world.rules()));
        assertConsistent(store);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void everyArrivalOrderEndsInTheSame(@ForAll("smallWorlds") World world) {
        Outcome expected = resolve(world.facts(), world.rules());
        permute(
                new ArrayList<>(world.facts()),
                0,
                facts -> assertThat(in(after(facts, world.rules()))).isEqualTo(expected));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void itHoldsAfterEveryFact(@ForAll("worlds") World world) {
        HeapIdentityStore store = new HeapIdentityStore();
        IdentityGraph graph = new IdentityGraph(store, world.rules());
        for (int known = 1; known <= world.facts().size(); known++) {
            graph.apply(world.facts().get(known - 1));
            assertThat(in(store)).isEqualTo(resolve(world.facts().subList(0, known), world.rules()));
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void linksInOrderGiveTheSameAsLinksInDisorder(@ForAll("worlds") World world) {
        List<IdentityFact> inOrder = new ArrayList<>(world.facts());
        inOrder.sort((one, other) -> Long.compare(one.at(), other.at()));

        assertThat(in(after(inOrder, world.rules()))).isEqualTo(resolve(world.facts(), world.rules()));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void whatIsKnownIsDroppedAndWhatIsNewIsNot(@ForAll("worlds") World world) {
        IdentityGraph graph = new IdentityGraph(new HeapIdentityStore(), world.rules());
        for (IdentityFact fact : world.facts()) {
            graph.apply(fact);
            assertThat(graph.isKnown(fact)).isTrue();
            assertThat(graph.apply(fact).isNothing()).isTrue();
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void onlyTheFactThatPrevailsNeedsToArrive(@ForAll("worlds") World world) {
        Map<String, IdentityFact> prevailing = new HashMap<>();
        world.facts()
                .forEach(fact -> prevailing.merge(
                        fact.subject(), fact, (known, more) -> more.prevailsOver(known) ? more : known));

        assertThat(resolve(prevailing.values(), world.rules())).isEqualTo(resolve(world.facts(), world.rules()));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void pointerChangesAndTheLastLogEntriesSayWhatIsInForce(@ForAll("worlds") World world) {
        HeapIdentityStore store = new HeapIdentityStore();
        Map<Identifier, String> personIds = new HashMap<>();
        Map<String, IdentityLogEntry> last = new HashMap<>();
        for (IdentityChange change : apply(world.facts(), new IdentityGraph(store, world.rules()))) {
            for (PointerChange pointer : change.pointers()) {
                assertThat(personIds.put(Identifier.parse(pointer.identifier()), pointer.newPersonId()))
                        .isEqualTo(pointer.oldPersonId())
                        .isNotEqualTo(pointer.newPersonId());
            }
            for (IdentityLogEntry entry : change.log()) {
                IdentityLogEntry before = last.put(subject(entry), entry);
                assertThat(before == null || before.kind() != entry.kind() || before.reason() != entry.reason())
                        .as("%s is no repetition of %s", entry, before)
                        .isTrue();
            }
        }
        Set<Refusal> refusals = new HashSet<>();
        for (IdentityLogEntry entry : last.values()) {
            RefusalReason reason = entry.reason();
            if (reason != null) {
                refusals.add(new Refusal(pair(entry), reason));
            }
        }
        assertThat(new Outcome(personIds, refusals)).isEqualTo(in(store));
    }

    /** What an entry is about: a creation, a link, or the decisions on a pair. */
    private static String subject(IdentityLogEntry entry) {
        if (entry.kind() == IdentityLogKind.CREATED) {
            return entry.first();
        }
        boolean isLink = entry.reason() == null
                ? entry.kind() == IdentityLogKind.LINKED
                : entry.reason() != RefusalReason.CONTRADICTED;
        return (isLink ? "link " : "decision ") + pair(entry).text();
    }

    private static IdentifierPair pair(IdentityLogEntry entry) {
        return IdentifierPair.of(
                Identifier.parse(entry.first()), Identifier.parse(Objects.requireNonNull(entry.second())));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void noLinkTakesAPersonBeyondTheLimits(@ForAll("worlds") World world) {
        List<IdentityFact> withoutMerges =
                world.facts().stream().filter(fact -> !(fact instanceof Merged)).toList();
        for (Person person : IdentityResolution.of(withoutMerges, world.rules()).persons()) {
            for (IdentifierType type : IdentifierType.values()) {
                assertThat(person.members())
                        .filteredOn(member -> member.type() == type)
                        .hasSizeLessThanOrEqualTo(world.rules().limit(type));
            }
        }
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void anUnmergeAfterAMergeRestoresBothSides(@ForAll("worlds") World world, @ForAll long seed) {
        Outcome before = resolve(world.facts(), world.rules());
        List<Identifier> known = before.personIds().keySet().stream().sorted().toList();
        Random random = new Random(seed);
        Identifier one = known.get(random.nextInt(known.size()));
        Identifier other = known.get(random.nextInt(known.size()));
        if (Objects.equals(before.personIds().get(one), before.personIds().get(other))) {
            return;
        }
        HeapIdentityStore store = after(world.facts(), world.rules());
        IdentityGraph graph = new IdentityGraph(store, world.rules());
        // however old the merge says it is: it must leave no trace in the first-seen times
        long at = random.nextBoolean() ? -1000 : 1000;

        graph.apply(new Merged(IdentifierPair.of(one, other), at, "z1"));
        graph.apply(new Unmerged(IdentifierPair.of(one, other), 1000, "z2"));

        assertThat(in(store).personIds()).isEqualTo(before.personIds());
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void everySumOverPersonsIsTheSumOverIdentifiers(@ForAll("worlds") World world, @ForAll long seed) {
        Random random = new Random(seed);
        Map<String, Long> perIdentifier = new HashMap<>();
        Map<String, Long> perPerson = new HashMap<>();
        for (IdentityChange change : apply(world.facts(), new IdentityGraph(new HeapIdentityStore(), world.rules()))) {
            for (PointerChange pointer : change.pointers()) {
                long amount = perIdentifier.computeIfAbsent(pointer.identifier(), none -> (long) random.nextInt(1000));
                if (pointer.oldPersonId() != null) {
                    perPerson.merge(pointer.oldPersonId(), -amount, Long::sum);
                }
                perPerson.merge(pointer.newPersonId(), amount, Long::sum);
            }
        }
        Map<String, Long> expected = new HashMap<>();
        resolve(world.facts(), world.rules())
                .personIds()
                .forEach((identifier, person) -> expected.merge(
                        person, Objects.requireNonNull(perIdentifier.get(identifier.text())), Long::sum));
        perPerson.values().removeIf(amount -> amount == 0);
        expected.values().removeIf(amount -> amount == 0);
        assertThat(perPerson).isEqualTo(expected);
    }

    /** Guards the guards: a law that holds for want of cases says nothing. */
    @Example
    void theWorldsHoldEveryReasonAndEveryTurn() {
        Map<String, Integer> cases = new HashMap<>();
        IdentityWorlds.worlds(60).sampleStream().limit(500).forEach(world -> {
            resolve(world.facts(), world.rules())
                    .refusals()
                    .forEach(refusal -> cases.merge(refusal.reason().text(), 1, Integer::sum));
            apply(world.facts(), new IdentityGraph(new HeapIdentityStore(), world.rules())).stream()
                    .flatMap(change -> change.log().stream())
                    .forEach(entry -> cases.merge(entry.kind().text(), 1, Integer::sum));
        });
        assertThat(cases).hasSize(RefusalReason.values().length + IdentityLogKind.values().length - 1);
        assertThat(cases.values()).allMatch(count -> count >= 50, "at least 50 of each");
    }

    /** Persons are trees of ties over exactly those identifiers that point at them. */
    private static void assertConsistent(HeapIdentityStore store) {
        store.persons().forEach((id, person) -> {
            assertThat(person.id()).isEqualTo(id);
            assertThat(person.ties()).hasSize(person.members().size() - 1);
            assertThat(person.members()).doesNotHaveDuplicates().contains(person.representative());
            assertThat(store.identifiers().entrySet().stream()
                            .filter(identifier ->
                                    identifier.getValue().personId().equals(id))
                            .map(Map.Entry::getKey))
                    .containsExactlyInAnyOrderElementsOf(person.members());
        });
    }

    private static List<IdentityFact> shuffledWithRepetitions(World world, long seed) {
        Random random = new Random(seed);
        List<IdentityFact> facts = new ArrayList<>(world.facts());
        for (IdentityFact fact : world.facts()) {
            if (random.nextInt(3) == 0) {
                facts.add(fact);
            }
        }
        Collections.shuffle(facts, random);
        return facts;
    }

    private static void permute(List<IdentityFact> facts, int from, Consumer<List<IdentityFact>> visit) {
        if (from == facts.size()) {
            visit.accept(facts);
        }
        for (int i = from; i < facts.size(); i++) {
            Collections.swap(facts, from, i);
            permute(facts, from + 1, visit);
            Collections.swap(facts, from, i);
        }
    }
}

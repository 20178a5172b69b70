package io.clientele.jobs.domain.identity;

import static io.clientele.jobs.domain.identity.People.after;
import static io.clientele.jobs.domain.identity.People.customer;
import static io.clientele.jobs.domain.identity.People.device;
import static io.clientele.jobs.domain.identity.People.in;
import static io.clientele.jobs.domain.identity.People.link;
import static io.clientele.jobs.domain.identity.People.resolve;
import static io.clientele.jobs.domain.identity.People.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.identity.IdentityWorlds.World;
import io.clientele.jobs.domain.identity.People.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A graph that has forgotten somebody is the graph of somebody who was never there. */
class ForgettingLawTest {

    @Provide
    Arbitrary<World> worlds() {
        return IdentityWorlds.worlds(60);
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void whatIsForgottenWasNeverThere(@ForAll("worlds") World world, @ForAll long seed) {
        HeapIdentityStore store = after(world.facts(), world.rules());
        Set<Identifier> forgotten = some(world, seed);

        new IdentityGraph(store, world.rules()).forget(forgotten, 99, "request");

        assertThat(in(store)).isEqualTo(resolve(without(forgotten, world.facts()), world.rules()));
        assertThat("%s %s %s %s".formatted(store.identifiers(), store.persons(), store.links(), store.decisions()))
                .doesNotContain(forgotten.stream().map(Identifier::text).toList());
        assertThat(store.links()).allSatisfy((text, link) -> assertReached(IdentifierPair.parse(text), link, store));
    }

    /** A person knows where its last link stands, or a later fact would be taken for one that changes nothing before it. */
    private static void assertReached(IdentifierPair pair, LinkState link, HeapIdentityStore store) {
        if (link.refusal() == RefusalReason.SHARED) {
            return;
        }
        for (Identifier end : List.of(pair.first(), pair.second())) {
            String personId =
                    Objects.requireNonNull(store.identifier(end.text())).personId();
            PersonState person = Objects.requireNonNull(store.person(personId));
            assertThat(person.endsBefore(new LinkPlace(link.at(), pair))).isFalse();
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void lifeGoesOnAfterIt(@ForAll("worlds") World world, @ForAll long seed) {
        Set<Identifier> forgotten = some(world, seed);
        int half = world.facts().size() / 2;
        HeapIdentityStore store = after(world.facts().subList(0, half), world.rules());
        IdentityGraph graph = new IdentityGraph(store, world.rules());
        graph.forget(forgotten, 99, "request");

        List<IdentityFact> all = without(forgotten, world.facts());
        People.apply(
                without(forgotten, world.facts().subList(half, world.facts().size())), graph);

        assertThat(in(store)).isEqualTo(resolve(all, world.rules()));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void pointersSayWhoBelongsToAnotherPersonNow(@ForAll("worlds") World world, @ForAll long seed) {
        HeapIdentityStore store = after(world.facts(), world.rules());
        Map<Identifier, String> before = new HashMap<>(in(store).personIds());
        Set<Identifier> forgotten = some(world, seed);

        IdentityChange change = new IdentityGraph(store, world.rules()).forget(forgotten, 99, "request");

        Outcome now = in(store);
        change.pointers().forEach(pointer -> before.put(Identifier.parse(pointer.identifier()), pointer.newPersonId()));
        before.keySet().retainAll(now.personIds().keySet());
        assertThat(before).isEqualTo(now.personIds());
        assertThat(change.log()).allSatisfy(entry -> {
            assertThat(entry.eventId()).isEqualTo("request");
            assertThat(forgotten).doesNotContain(Identifier.parse(entry.first()));
        });
    }

    @Example
    void anIdentifierThatIsSharedNoLongerLinksAgain() {
        HeapIdentityStore store = after(
                List.of(
                        link(1, customer(1), device(1)),
                        link(2, customer(2), device(1)),
                        link(3, customer(3), device(1)),
                        link(4, customer(4), device(1)),
                        link(5, device(1), visitor(1))),
                IdentityRules.DEFAULT);

        IdentityChange change =
                new IdentityGraph(store, IdentityRules.DEFAULT).forget(Set.of(customer(4)), 9, "request");

        assertThat(change.log())
                .extracting(entry -> entry.kind().text() + ' ' + entry.second())
                .contains("linked device_id:d1", "linked anonymous_id:a1");
        assertThat(in(store).personIds().get(visitor(1))).isEqualTo(customer(1).personId());
    }

    @Example
    void whoWasNeverKnownIsForgottenAtOnce() {
        assertThat(new IdentityGraph(new HeapIdentityStore(), IdentityRules.DEFAULT)
                        .forget(Set.of(customer(1)), 9, "request")
                        .isNothing())
                .isTrue();
    }

    private static Set<Identifier> some(World world, long seed) {
        Random random = new Random(seed);
        List<Identifier> known = new ArrayList<>(
                resolve(world.facts(), world.rules()).personIds().keySet());
        known.sort(null);
        Set<Identifier> some = new HashSet<>();
        int count = 1 + random.nextInt(3);
        for (int chosen = 0; chosen < count; chosen++) {
            some.add(known.get(random.nextInt(known.size())));
        }
        return some;
    }

    private static List<IdentityFact> without(Set<Identifier> forgotten, List<IdentityFact> facts) {
        return facts.stream().filter(fact -> !names(fact, forgotten)).toList();
    }

    private static boolean names(IdentityFact fact, Set<Identifier> forgotten) {
        if (fact instanceof Seen seen) {
            return forgotten.contains(seen.identifier());
        }
        IdentifierPair pair = fact instanceof Linked linked ? linked.pair() : ((Decision) fact).pair();
        return forgotten.contains(pair.first()) || forgotten.contains(pair.second());
    }
}

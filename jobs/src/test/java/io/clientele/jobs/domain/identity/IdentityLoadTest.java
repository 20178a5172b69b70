package io.clientele.jobs.domain.identity;

import static io.clientele.jobs.domain.identity.People.customer;
import static io.clientele.jobs.domain.identity.People.device;
import static io.clientele.jobs.domain.identity.People.link;
import static io.clientele.jobs.domain.identity.People.seen;
import static io.clientele.jobs.domain.identity.People.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How much a fact costs, in reads and writes of the store, when a lot is known already. */
class IdentityLoadTest {

    private static final int CUSTOMERS = 10_000;

    private final CountingIdentityStore store = new CountingIdentityStore();
    private final IdentityGraph graph = new IdentityGraph(store, IdentityRules.DEFAULT);

    @Test
    void twoHundredThousandVisitorsOfWhomSomeLogIn() {
        Random random = new Random(7);
        List<IdentityFact> facts = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            facts.add(seen(i, visitor(i)));
            if (i % 20 == 0) {
                facts.add(link(i + 1, customer(random.nextInt(8_000)), visitor(random.nextInt(i + 1))));
            }
        }
        long most = 0;
        for (IdentityFact fact : facts) {
            graph.apply(fact);
            most = Math.max(most, store.accesses());
        }
        assertThat(most).isLessThan(120);
        assertThat(People.in(store.store())).isEqualTo(People.resolve(facts, IdentityRules.DEFAULT));
    }

    @Test
    void aTillOfTenThousandCustomersCostsNobodyAnything() {
        List<IdentityFact> facts = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            facts.add(link(i, customer(i), device(0)));
            facts.add(link(CUSTOMERS + i, customer(i), visitor(i)));
        }
        Collections.shuffle(facts, new Random(7));
        long most = 0;
        for (IdentityFact fact : facts) {
            graph.apply(fact);
            most = Math.max(most, store.accesses());
        }
        assertThat(most).isLessThan(100);
        assertThat(People.in(store.store())).isEqualTo(People.resolve(facts, IdentityRules.DEFAULT));
    }

    @Test
    void aCustomerOfTenThousandCookiesIsSeldomResolvedAnew() {
        List<IdentityFact> facts = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            facts.add(link(i, customer(0), visitor(i)));
        }
        Collections.shuffle(facts, new Random(7));
        int dear = 0;
        for (IdentityFact fact : facts) {
            graph.apply(fact);
            dear += store.accesses() > 100 ? 1 : 0;
        }
        // only a cookie that is among the five oldest so far changes anything: about 5 ln n of them
        assertThat(dear).isBetween(1, 100);
        assertThat(People.in(store.store())).isEqualTo(People.resolve(facts, IdentityRules.DEFAULT));
    }

    @Test
    void whatComesInOrderIsNeverResolvedAnew() {
        for (int i = 0; i < CUSTOMERS; i++) {
            graph.apply(link(i, customer(0), visitor(i)));
            assertThat(store.accesses()).isLessThan(50);
        }
        graph.apply(link(CUSTOMERS, customer(0), device(0)));
        assertThat(store.accesses()).isLessThan(50);
    }

    @Test
    void refusedLinksDoNotMakeStrangersOneRegion() {
        // each device has two customers and each customer two devices, so that refused links connect all of them
        List<IdentityFact> facts = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            facts.add(link(10 * i + 1, customer(i), device(i)));
            facts.add(link(10 * i + 2, customer(i + 1), device(i)));
        }
        facts.forEach(graph::apply);
        store.accesses();

        List<IdentityFact> late = List.of(
                link(5, customer(CUSTOMERS / 2), visitor(1)),
                link(0, customer(CUSTOMERS / 3 + 1), device(CUSTOMERS / 3)),
                link(6, visitor(1), device(CUSTOMERS / 2)));
        for (IdentityFact fact : late) {
            graph.apply(fact);
            assertThat(store.accesses()).isLessThan(100);
        }
        facts.addAll(late);
        assertThat(People.in(store.store())).isEqualTo(People.resolve(facts, IdentityRules.DEFAULT));
    }
}

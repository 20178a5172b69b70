package io.clientele.jobs.domain.identity;

import static io.clientele.jobs.domain.identity.People.customer;
import static io.clientele.jobs.domain.identity.People.device;
import static io.clientele.jobs.domain.identity.People.email;
import static io.clientele.jobs.domain.identity.People.link;
import static io.clientele.jobs.domain.identity.People.merge;
import static io.clientele.jobs.domain.identity.People.seen;
import static io.clientele.jobs.domain.identity.People.unmerge;
import static io.clientele.jobs.domain.identity.People.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a single fact is said to have changed. */
class IdentityGraphTest {

    private final HeapIdentityStore store = new HeapIdentityStore();
    private final IdentityGraph graph = new IdentityGraph(store, IdentityRules.DEFAULT);

    @Test
    void aFirstSightCreatesAPerson() {
        IdentityChange change = graph.apply(seen(1, visitor(1)));

        assertThat(change.pointers())
                .containsExactly(
                        new PointerChange("anonymous_id:a1", null, visitor(1).personId()));
        assertThat(change.log())
                .containsExactly(new IdentityLogEntry(
                        IdentityLogKind.CREATED,
                        null,
                        "anonymous_id:a1",
                        null,
                        visitor(1).personId(),
                        null,
                        1,
                        "seen-1"));
    }

    @Test
    void aLinkMovesTheYoungerSide() {
        given(seen(1, visitor(1)), seen(2, customer(1)));

        IdentityChange change = graph.apply(link(3, customer(1), visitor(1)));

        String elder = visitor(1).personId();
        assertThat(change.pointers())
                .containsExactly(new PointerChange("customer_id:c1", customer(1).personId(), elder));
        assertThat(change.log())
                .containsExactly(new IdentityLogEntry(
                        IdentityLogKind.LINKED, null, "customer_id:c1", "anonymous_id:a1", elder, elder, 3, "link-3"));
    }

    @Test
    void aLinkOfNewIdentifiersCreatesThemWhereTheyBelong() {
        IdentityChange change = graph.apply(link(3, visitor(1), customer(1)));

        assertThat(change.pointers())
                .containsExactlyInAnyOrder(
                        new PointerChange("customer_id:c1", null, customer(1).personId()),
                        new PointerChange("anonymous_id:a1", null, customer(1).personId()));
        assertThat(change.log())
                .extracting(IdentityLogEntry::kind)
                .containsExactly(IdentityLogKind.CREATED, IdentityLogKind.CREATED, IdentityLogKind.LINKED);
    }

    @Test
    void anEarlierSightRenamesThePerson() {
        given(link(3, customer(1), visitor(1)));

        IdentityChange change = graph.apply(seen(2, visitor(1)));

        assertThat(change.pointers())
                .hasSize(2)
                .extracting(PointerChange::newPersonId)
                .containsOnly(visitor(1).personId());
        assertThat(change.log()).isEmpty();
    }

    @Test
    void aRefusedLinkMovesNobodyAndSaysWhy() {
        given(link(1, customer(1), device(1)), seen(1, customer(2)));

        IdentityChange change = graph.apply(link(2, customer(2), device(1)));

        assertThat(change.pointers()).isEmpty();
        assertThat(change.log())
                .containsExactly(new IdentityLogEntry(
                        IdentityLogKind.REFUSED,
                        RefusalReason.CUSTOMER_LIMIT,
                        "customer_id:c2",
                        "device_id:d1",
                        customer(2).personId(),
                        customer(1).personId(),
                        2,
                        "link-2"));
    }

    @Test
    void anOlderLinkOverturnsWhatYoungerOnesDecided() {
        given(link(5, customer(1), device(1)));

        IdentityChange change = graph.apply(link(4, customer(2), device(1)));

        assertThat(kinds(change)).containsExactly("created", "refused", "linked");
        assertThat(change.log().get(1).first()).isEqualTo("customer_id:c1");
        assertThat(change.log().get(1).eventId()).isEqualTo("link-4");
        assertThat(store.identifier("device_id:d1"))
                .extracting("personId")
                .isEqualTo(customer(2).personId());
    }

    @Test
    void anIdentifierThatBecomesSharedGivesBackWhatItLinked() {
        given(
                link(1, customer(1), device(1)),
                link(2, customer(2), device(1)),
                link(3, customer(3), device(1)),
                seen(0, customer(4)));

        IdentityChange change = graph.apply(link(4, customer(4), device(1)));

        assertThat(change.pointers())
                .containsExactly(new PointerChange(
                        "device_id:d1", customer(1).personId(), device(1).personId()));
        assertThat(kinds(change)).containsOnly("refused").hasSize(4);
        assertThat(change.log()).extracting(IdentityLogEntry::reason).containsOnly(RefusalReason.SHARED);
    }

    @Test
    void anUnmergeAfterAMergeMovesBackWhoeverMoved() {
        given(link(1, customer(1), visitor(1)), link(2, customer(2), visitor(2)));

        IdentityChange merged = graph.apply(merge(3, customer(1), customer(2)));
        IdentityChange unmerged = graph.apply(unmerge(4, customer(1), customer(2)));

        assertThat(kinds(merged)).containsExactly("merged");
        assertThat(kinds(unmerged)).containsExactly("unmerged");
        assertThat(merged.pointers())
                .extracting(PointerChange::identifier)
                .containsExactlyInAnyOrder("customer_id:c2", "anonymous_id:a2");
        assertThat(unmerged.pointers())
                .containsExactlyInAnyOrderElementsOf(merged.pointers().stream()
                        .map(change -> new PointerChange(
                                change.identifier(), change.newPersonId(), String.valueOf(change.oldPersonId())))
                        .toList());
    }

    @Test
    void anUnmergeRefusesTheLinkOfItsOwnPair() {
        given(link(1, email(1), visitor(1)));

        IdentityChange change = graph.apply(unmerge(2, email(1), visitor(1)));

        assertThat(kinds(change)).containsExactly("refused", "unmerged");
        assertThat(change.pointers()).hasSize(1);
    }

    @Test
    void anOlderDecisionChangesNothing() {
        given(unmerge(5, email(1), email(2)));

        assertThat(graph.isKnown(merge(4, email(1), email(2)))).isTrue();
        assertThat(graph.apply(merge(4, email(1), email(2)))).isEqualTo(IdentityChange.NOTHING);
    }

    @Test
    void aLinkObservedAgainLaterChangesNothing() {
        given(link(3, customer(1), visitor(1)));

        assertThat(graph.isKnown(link(4, customer(1), visitor(1)))).isTrue();
        assertThat(graph.isKnown(link(3, customer(1), visitor(1)))).isTrue();
        assertThat(graph.isKnown(link(2, customer(1), visitor(1)))).isFalse();
    }

    @Test
    void aPersonOfOneWithoutLinksNeedsNoRecord() {
        given(
                seen(1, visitor(1)),
                seen(2, visitor(2)),
                merge(3, visitor(1), visitor(2)),
                unmerge(4, visitor(1), visitor(2)));

        assertThat(store.persons()).isEmpty();
    }

    private void given(IdentityFact... facts) {
        People.apply(List.of(facts), graph);
    }

    private static List<String> kinds(IdentityChange change) {
        return change.log().stream().map(entry -> entry.kind().text()).toList();
    }
}

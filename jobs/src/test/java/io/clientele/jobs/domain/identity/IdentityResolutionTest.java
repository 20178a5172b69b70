package io.clientele.jobs.domain.identity;

import static io.clientele.jobs.domain.identity.People.card;
import static io.clientele.jobs.domain.identity.People.customer;
import static io.clientele.jobs.domain.identity.People.device;
import static io.clientele.jobs.domain.identity.People.email;
import static io.clientele.jobs.domain.identity.People.families;
import static io.clientele.jobs.domain.identity.People.link;
import static io.clientele.jobs.domain.identity.People.merge;
import static io.clientele.jobs.domain.identity.People.refusal;
import static io.clientele.jobs.domain.identity.People.seen;
import static io.clientele.jobs.domain.identity.People.unmerge;
import static io.clientele.jobs.domain.identity.People.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.identity.People.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules one by one, each from scratch and fact by fact. */
class IdentityResolutionTest {

    @Test
    void identifiersLinkedWithEachOtherAreOnePerson() {
        Outcome outcome = outcome(link(1, customer(1), device(1)), link(2, device(1), visitor(1)));

        assertThat(families(outcome)).containsExactly(Set.of(customer(1), device(1), visitor(1)));
        assertThat(outcome.refusals()).isEmpty();
    }

    @Test
    void anIdentifierThatIsOnlySeenIsAPerson() {
        assertThat(outcome(seen(1, visitor(1))).personIds())
                .containsEntry(visitor(1), visitor(1).personId());
    }

    @Test
    void aPersonIsNamedAfterTheMemberFirstSeen() {
        Outcome outcome = outcome(seen(5, customer(1)), seen(3, visitor(1)), link(9, customer(1), visitor(1)));

        assertThat(outcome.personIds()).containsEntry(customer(1), visitor(1).personId());
    }

    @Test
    void ofEquallyOldMembersTheMostTellingNamesThePerson() {
        Outcome outcome = outcome(link(9, visitor(1), customer(1)), link(9, visitor(1), card(1)));

        assertThat(outcome.personIds().values()).containsOnly(customer(1).personId());
    }

    @Test
    void aRefusedLinkStillSaysWhenItsIdentifiersWereSeen() {
        Outcome outcome = outcome(
                link(1, customer(1), visitor(1)),
                link(2, customer(2), visitor(1)),
                seen(3, device(1)),
                link(4, customer(2), device(1)));

        assertThat(outcome.personIds()).containsEntry(device(1), customer(2).personId());
    }

    @Test
    void aPersonHasOneCustomerNumberTheOneLinkedFirst() {
        Outcome outcome = outcome(link(2, customer(1), visitor(1)), link(1, customer(2), visitor(1)));

        assertThat(families(outcome)).containsExactly(Set.of(customer(2), visitor(1)));
        assertThat(outcome.refusals()).containsExactly(refusal(RefusalReason.CUSTOMER_LIMIT, customer(1), visitor(1)));
    }

    @Test
    void linksOfOneMomentAreAppliedTheMostTellingFirst() {
        Outcome outcome = outcome(
                link(1, customer(2), visitor(1)), link(1, customer(1), visitor(1)), link(1, card(1), visitor(1)));

        assertThat(families(outcome)).containsExactly(Set.of(customer(1), card(1), visitor(1)));
    }

    @Test
    void aPersonHasFiveIdentifiersOfAnyOtherType() {
        List<IdentityFact> facts = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            facts.add(link(i, customer(1), visitor(i)));
        }
        Outcome outcome = outcome(facts);

        assertThat(families(outcome))
                .containsExactly(Set.of(customer(1), visitor(1), visitor(2), visitor(3), visitor(4), visitor(5)));
        assertThat(outcome.refusals()).containsExactly(refusal(RefusalReason.TYPE_LIMIT, customer(1), visitor(6)));
    }

    @Test
    void aChainOfTenHopsIsOnePerson() {
        List<Identifier> chain = List.of(
                visitor(1),
                email(1),
                device(1),
                visitor(2),
                card(1),
                customer(1),
                device(2),
                visitor(3),
                email(2),
                card(2),
                visitor(4));
        List<IdentityFact> facts = new ArrayList<>();
        for (int hop = 1; hop < chain.size(); hop++) {
            facts.add(link(hop, chain.get(hop - 1), chain.get(hop)));
        }
        assertThat(facts).hasSize(10);
        for (int seed = 0; seed < 100; seed++) {
            Collections.shuffle(facts, new Random(seed));
            assertThat(families(outcome(facts))).containsExactly(Set.copyOf(chain));
        }
    }

    @Test
    void threeOnOneDeviceAreNotYetAFamilyTablet() {
        Outcome outcome = outcome(
                link(1, customer(1), device(1)), link(2, customer(2), device(1)), link(3, customer(3), device(1)));

        assertThat(families(outcome)).containsExactly(Set.of(customer(1), device(1)));
        assertThat(outcome.refusals())
                .extracting(Refusal::reason)
                .containsExactly(RefusalReason.CUSTOMER_LIMIT, RefusalReason.CUSTOMER_LIMIT);
    }

    @Test
    void aFamilyTabletBelongsToNobodyAndTheFourStayFour() {
        List<IdentityFact> facts = new ArrayList<>();
        for (int person = 1; person <= 4; person++) {
            facts.add(link(person, customer(person), device(1)));
            facts.add(link(10 + person, customer(person), email(person)));
        }
        Outcome outcome = outcome(facts);

        assertThat(families(outcome))
                .containsExactlyInAnyOrder(
                        Set.of(customer(1), email(1)),
                        Set.of(customer(2), email(2)),
                        Set.of(customer(3), email(3)),
                        Set.of(customer(4), email(4)));
        assertThat(outcome.personIds()).containsEntry(device(1), device(1).personId());
        assertThat(outcome.refusals()).hasSize(4).extracting(Refusal::reason).containsOnly(RefusalReason.SHARED);
    }

    @Test
    void aTillOfACallCentreJoinsNoneOfItsCustomers() {
        List<IdentityFact> facts = new ArrayList<>();
        for (int person = 0; person < 500; person++) {
            facts.add(link(person, customer(person), device(1)));
            facts.add(link(person, visitor(person), device(1)));
            facts.add(link(1000 + person, customer(person), visitor(person)));
        }
        Outcome outcome = outcome(facts);

        assertThat(families(outcome)).hasSize(500).allMatch(family -> family.size() == 2);
        assertThat(outcome.refusals()).hasSize(1000);
    }

    @Test
    void whoWasLinkedThroughASharedIdentifierIsSeparatedAgain() {
        Outcome outcome = outcome(
                link(1, device(1), visitor(1)),
                link(2, device(1), visitor(2)),
                link(3, customer(1), device(1)),
                link(4, customer(2), device(1)),
                link(5, customer(3), device(1)),
                link(6, customer(4), device(1)));

        assertThat(families(outcome)).isEmpty();
    }

    @Test
    void aRefusalFallsWhenItsReasonFalls() {
        // the tablet brought card 1 to customer 1, who then could not have customer 2's; without the tablet he never
        // did
        IdentityFact[] facts = {
            link(1, customer(1), device(1)),
            link(2, card(1), device(1)),
            link(3, customer(2), card(1)),
            link(4, customer(2), device(1)),
            link(5, customer(3), device(1)),
        };
        assertThat(families(outcome(facts))).containsExactly(Set.of(customer(1), device(1), card(1)));

        List<IdentityFact> more = new ArrayList<>(List.of(facts));
        more.add(link(6, customer(4), device(1)));
        assertThat(families(outcome(more))).containsExactly(Set.of(customer(2), card(1)));
    }

    @Test
    void anExplicitMergeGoesBeyondTheLimits() {
        Outcome outcome = outcome(
                link(1, customer(1), visitor(1)), link(2, customer(2), visitor(2)), merge(3, customer(1), customer(2)));

        assertThat(families(outcome)).containsExactly(Set.of(customer(1), customer(2), visitor(1), visitor(2)));
    }

    @Test
    void beyondALimitLinksMayStillAddWhatIsNotLimited() {
        Outcome outcome = outcome(
                merge(1, customer(1), customer(2)),
                link(2, customer(1), visitor(1)),
                link(3, customer(3), device(1)),
                link(4, customer(1), device(1)));

        assertThat(families(outcome))
                .containsExactlyInAnyOrder(
                        Set.of(customer(1), customer(2), visitor(1)), Set.of(customer(3), device(1)));
    }

    @Test
    void aMergeReachesEvenASharedIdentifier() {
        Outcome outcome = outcome(
                link(1, customer(1), device(1)),
                link(2, customer(2), device(1)),
                link(3, customer(3), device(1)),
                link(4, customer(4), device(1)),
                merge(5, customer(4), device(1)));

        assertThat(families(outcome)).containsExactly(Set.of(customer(4), device(1)));
        assertThat(outcome.refusals()).hasSize(4);
    }

    @Test
    void unmergedIdentifiersAreNotLinkedAgain() {
        Outcome outcome = outcome(
                link(1, email(1), visitor(1)),
                merge(2, email(1), email(2)),
                unmerge(3, email(1), email(2)),
                link(4, email(2), visitor(1)));

        assertThat(families(outcome)).containsExactly(Set.of(email(1), visitor(1)));
        assertThat(outcome.refusals()).containsExactly(refusal(RefusalReason.UNMERGED, email(2), visitor(1)));
    }

    @Test
    void theNewestDecisionIsInForce() {
        assertThat(families(outcome(
                        merge(1, email(1), email(2)), unmerge(2, email(1), email(2)), merge(3, email(1), email(2)))))
                .hasSize(1);
        assertThat(families(outcome(
                        merge(1, email(1), email(2)), merge(2, email(1), email(2)), unmerge(3, email(1), email(2)))))
                .isEmpty();
    }

    @Test
    void aMergeIsAppliedBeforeOlderLinks() {
        Outcome outcome = outcome(link(1, customer(1), device(1)), merge(9, customer(2), device(1)));

        assertThat(families(outcome)).containsExactly(Set.of(customer(2), device(1)));
        assertThat(outcome.refusals()).containsExactly(refusal(RefusalReason.CUSTOMER_LIMIT, customer(1), device(1)));
    }

    @Test
    void aMergeThatContradictsAnUnmergeIsRefused() {
        Outcome outcome =
                outcome(merge(1, email(1), email(2)), merge(2, email(2), email(3)), unmerge(3, email(1), email(3)));

        assertThat(families(outcome)).containsExactly(Set.of(email(1), email(2)));
        assertThat(outcome.refusals()).containsExactly(refusal(RefusalReason.CONTRADICTED, email(2), email(3)));
    }

    @Test
    void aWithdrawnMergeLeavesNoTraceInTheName() {
        Outcome outcome = outcome(
                seen(5, visitor(1)),
                seen(4, visitor(2)),
                link(6, visitor(1), visitor(2)),
                merge(1, visitor(1), email(1)),
                unmerge(7, visitor(1), email(1)));

        assertThat(outcome.personIds())
                .containsEntry(visitor(1), visitor(2).personId())
                .containsEntry(email(1), email(1).personId());
    }

    @Test
    void aRefusedMergeLeavesNoTraceInTheName() {
        Outcome outcome = outcome(
                seen(5, visitor(1)),
                seen(4, visitor(2)),
                link(6, visitor(1), visitor(2)),
                merge(1, customer(1), customer(2)),
                merge(2, visitor(1), customer(2)),
                unmerge(3, visitor(1), customer(1)));

        assertThat(outcome.refusals()).containsExactly(refusal(RefusalReason.CONTRADICTED, customer(2), visitor(1)));
        assertThat(outcome.personIds()).containsEntry(visitor(1), visitor(2).personId());
    }

    private static Outcome outcome(IdentityFact... facts) {
        return outcome(List.of(facts));
    }

    private static Outcome outcome(List<IdentityFact> facts) {
        Outcome outcome = People.resolve(facts, IdentityRules.DEFAULT);
        List<IdentityFact> reversed = new ArrayList<>(facts);
        Collections.reverse(reversed);
        assertThat(People.in(People.after(facts, IdentityRules.DEFAULT))).isEqualTo(outcome);
        assertThat(People.in(People.after(reversed, IdentityRules.DEFAULT))).isEqualTo(outcome);
        return outcome;
    }
}

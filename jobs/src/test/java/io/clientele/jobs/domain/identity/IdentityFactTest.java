package io.clientele.jobs.domain.identity;

import static io.clientele.jobs.domain.identity.People.customer;
import static io.clientele.jobs.domain.identity.People.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityFactTest {

    private static final IdentifierPair PAIR = IdentifierPair.of(customer(1), device(1));

    @Test
    void theEarliestObservationOfALinkPrevails() {
        assertPrevails(new Linked(PAIR, 1, "b"), new Linked(PAIR, 2, "a"));
        assertPrevails(new Linked(PAIR, 1, "a"), new Linked(PAIR, 1, "b"));
    }

    @Test
    void theEarliestSightPrevails() {
        assertPrevails(new Seen(customer(1), 1, "b"), new Seen(customer(1), 2, "a"));
    }

    @Test
    void theNewestDecisionPrevails() {
        assertPrevails(new Unmerged(PAIR, 2, "a"), new Merged(PAIR, 1, "b"));
        assertPrevails(new Merged(PAIR, 2, "a"), new Unmerged(PAIR, 1, "b"));
        assertPrevails(new Merged(PAIR, 1, "b"), new Unmerged(PAIR, 1, "a"));
        assertPrevails(new Unmerged(PAIR, 1, "a"), new Merged(PAIR, 1, "a"));
    }

    @Test
    void factsOfDifferentKindsOrPairsHaveDifferentSubjects() {
        assertThat(new Linked(PAIR, 1, "a").subject()).isNotEqualTo(new Merged(PAIR, 1, "a").subject());
        assertThat(new Linked(PAIR, 1, "a").subject())
                .isNotEqualTo(new Linked(IdentifierPair.of(customer(1), device(2)), 1, "a").subject());
        assertThat(new Merged(PAIR, 1, "a").subject()).isEqualTo(new Unmerged(PAIR, 1, "a").subject());
    }

    @ParameterizedTest
    @CsvSource({
        "0,5,3,customer ids per person",
        "1,0,3,other identifiers per person",
        "1,5,0,customer ids per identifier"
    })
    void rulesWithoutRoomAreRefused(int customerIds, int others, int shared, String what) {
        assertThatThrownBy(() -> new IdentityRules(customerIds, others, shared))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(what);
    }

    private static void assertPrevails(IdentityFact winner, IdentityFact loser) {
        assertThat(winner.subject()).isEqualTo(loser.subject());
        assertThat(winner.prevailsOver(loser)).isTrue();
        assertThat(loser.prevailsOver(winner)).isFalse();
        assertThat(winner.prevailsOver(winner)).isFalse();
    }
}

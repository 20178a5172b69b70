package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.events.LateEvent;
import io.clientele.jobs.state.WaitingInputs;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldProfileTest extends FoldedNodes {

    @Test
    void anOrderOfAClosedDayIsInTheProfileAndLate() throws Exception {
        passes(ShopLog.at(3, 0).toEpochMilli() - 1);

        send(new ShopLog().placed("a", "1", ShopLog.at(0, 9), "10"));

        assertThat(harness.extractOutputValues()).hasSize(1);
        assertThat(side(FoldProfile.LATE)).extracting(LateEvent::reason).containsExactly("after_boundary");
    }

    @Test
    void anOrderOfAClosedDayIsLateAlsoRightAfterARestart() throws Exception {
        send(new ShopLog().placed("b", "2", ShopLog.at(0, 8), "10"));
        passes(ShopLog.at(3, 0).toEpochMilli() - 1);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = started(snapshot);

        send(new ShopLog().placed("a", "1", ShopLog.at(0, 9), "10"));

        assertThat(side(FoldProfile.LATE)).extracting(LateEvent::reason).containsExactly("after_boundary");
    }

    @Test
    void aRepeatedEventChangesNothingAlsoAfterARestart() throws Exception {
        ShopLog log = new ShopLog()
                .placed("a", "1", ShopLog.at(0, 9), "10")
                .clicked("a", "product_viewed", ShopLog.at(0, 10));
        send(log);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = started(snapshot);
        send(log);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(side(FoldProfile.FACTS)).isEmpty();
    }

    @Test
    void aClickBeyondTheHorizonIsLateAndNotCounted() throws Exception {
        passes(ShopLog.at(5, 0).toEpochMilli());

        send(new ShopLog().clicked("a", "product_viewed", ShopLog.at(0, 10)));

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(side(FoldProfile.LATE)).extracting(LateEvent::reason).containsExactly("beyond_deduplication");
    }

    @Test
    void aNewLinkIsToldOnceAndAnEarlierOneAgain() throws Exception {
        EventIdentifiers both = EventIdentifiers.of("a", "cookie");
        send(new ShopLog().clickedAs(both, ShopLog.at(1, 9)).clickedAs(both, ShopLog.at(1, 10)));
        send(new ShopLog().clickedAs(both, ShopLog.at(1, 8)));

        assertThat(side(FoldProfile.FACTS))
                .extracting(fact -> fact.kind() + " " + fact.other() + " " + fact.at() / 3_600_000_000L % 24)
                .containsExactly("seen  9", "link anonymous_id:cookie 9", "seen  8", "link anonymous_id:cookie 8");
        assertThat(harness.extractOutputValues())
                .extracting(NodeProfile::factsSent)
                .containsExactly(1, 1, 2);
    }

    @Test
    void aFulfilmentIsTheShopsDoingAndChangesNothing() throws Exception {
        send(new ShopLog().placed("a", "1", ShopLog.at(0, 9), "10"));
        int before = harness.extractOutputValues().size();

        send(new ShopLog().fulfilled("a", "1", ShopLog.at(1, 9)));

        assertThat(harness.extractOutputValues()).hasSize(before);
    }

    @Test
    void anAssertionIsAFactAndNoContact() throws Exception {
        ReceivedEvent merge = new ShopLog()
                .asserted("merge", ShopLog.at(0, 9), "customer_id:a", "customer_id:b")
                .events()
                .get(0);
        harness.processElement(
                NodeInputs.of(new NodeInput(
                        "customer_id:a",
                        merge,
                        List.of("customer_id:b"),
                        false,
                        false,
                        merge.eventTimeMicros(),
                        merge.eventId())),
                merge.eventTimeMillis());

        assertThat(side(FoldProfile.FACTS)).extracting(NodeFact::kind).containsExactly("seen", "merge");
        assertThat(harness.extractOutputValues())
                .extracting(profile -> profile.activity().isSeen())
                .containsExactly(false);
    }

    /** Its state had a value more, whose key is the identifier. */
    @Test
    void whatComesTogetherIsToldOnceAndIsWhatItWouldBeOneByOne() throws Exception {
        ShopLog log = new ShopLog()
                .placedAs(EventIdentifiers.of("a", "cookie"), "1", ShopLog.at(1, 9), "10")
                .clickedAs(EventIdentifiers.of("a", "cookie"), ShopLog.at(0, 10))
                .clickedAs(EventIdentifiers.of("a", "device"), ShopLog.at(1, 10))
                .refunded("a", "1", ShopLog.at(1, 11), "2")
                .placed("a", "2", ShopLog.at(1, 12), "30");
        send(log);
        send(log);
        NodeProfile oneByOne = harness.extractOutputValues().get(4);
        assertThat(harness.extractOutputValues())
                .as("repeated events say nothing")
                .hasSize(5);
        List<NodeFact> facts = side(FoldProfile.FACTS);
        harness.close();
        harness = started(null);

        List<NodeInput> together = new ArrayList<>();
        log.events().forEach(event -> together.add(input(event)));
        together.addAll(List.copyOf(together));
        harness.processElement(new NodeInputs("customer_id:a", together), 0);
        harness.processElement(new NodeInputs("customer_id:a", together), 0);

        assertThat(harness.extractOutputValues())
                .singleElement()
                .usingRecursiveComparison()
                .isEqualTo(oneByOne);
        assertThat(side(FoldProfile.FACTS)).isEqualTo(facts);
    }

    /** A till, whose orders are too many to write the ledger for each. */
    @Test
    void ofANodeWithVeryManyOrdersBundlesAreTakenBeforeEventTimeMovesOn() throws Exception {
        ShopLog first = new ShopLog();
        ShopLog second = new ShopLog();
        for (int order = 0; order < 2 * WaitingInputs.MANY; order++) {
            (order < WaitingInputs.MANY ? first : second)
                    .placed("a", String.valueOf(order), ShopLog.at(1, 9).plusSeconds(order), "10");
        }
        send(first);
        assertThat(harness.extractOutputValues()).hasSize(WaitingInputs.MANY);
        send(second);
        send(second);
        assertThat(harness.extractOutputValues()).hasSize(WaitingInputs.MANY);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = started(snapshot);
        send(new ShopLog().placed("a", "one more", ShopLog.at(1, 20), "10"));
        assertThat(harness.extractOutputValues())
                .as("nobody knows yet how many there are")
                .hasSize(1);
        send(new ShopLog().cancelled("a", "8", ShopLog.at(1, 20)));
        assertThat(harness.extractOutputValues()).hasSize(1);

        passes(ShopLog.at(2, 0).toEpochMilli());

        assertThat(harness.extractOutputValues()).hasSize(2);
        NodeProfile told = harness.extractOutputValues().get(1);
        assertThat(told.ledger().total().orders()).isEqualTo(2 * WaitingInputs.MANY);
        assertThat(side(FoldProfile.LATE)).as("they came in time").isEmpty();
        assertThat(harness.numEventTimeTimers() + harness.numProcessingTimeTimers())
                .isZero();

        send(new ShopLog().cancelled("a", "9", ShopLog.at(1, 20)));
        harness.setProcessingTime(WaitingInputs.SHORTEST_WAIT + 100);
        assertThat(harness.extractOutputValues())
                .as("event time stands still")
                .last()
                .extracting(profile -> profile.ledger().total().orders())
                .isEqualTo(2 * WaitingInputs.MANY - 1);
        assertThat(side(FoldProfile.LATE)).extracting(LateEvent::reason).containsExactly("after_boundary");

        send(new ShopLog().cancelled("a", "10", ShopLog.at(1, 20)));
        harness.processElement(
                NodeInputs.of(NodeInput.erasure("customer_id:a", Erasure.of("r", 1, List.of("customer_id:a")))), 0);
        assertThat(entriesOfState()).isZero();
        assertThat(harness.numEventTimeTimers() + harness.numProcessingTimeTimers())
                .isZero();
    }

    @Test
    void aNodeThatAnotherOneNamesTellsSinceWhenItIsThere() throws Exception {
        send(new ShopLog().clickedAs(EventIdentifiers.of(null, "cookie"), ShopLog.at(0, 7)));
        assertThat(side(FoldProfile.FACTS)).isEmpty();

        long noticed = ShopLog.at(1, 9).toEpochMilli() * 1000;
        for (int times = 0; times < 2; times++) {
            harness.processElement(
                    NodeInputs.of(new NodeInput("anonymous_id:cookie", null, List.of(), false, true, noticed, "e")),
                    noticed / 1000);
        }

        assertThat(side(FoldProfile.FACTS))
                .containsExactly(new NodeFact(
                        "seen", "anonymous_id:cookie", "", ShopLog.at(0, 7).toEpochMilli() * 1000, "e"));
        assertThat(harness.extractOutputValues())
                .as("the profile again, once, for who keeps those of linked nodes")
                .extracting(NodeProfile::isLinked, profile -> profile.activity().events(), NodeProfile::endsBeingAlone)
                .containsExactly(tuple(false, 1L, false), tuple(true, 1L, true));
    }

    /** A link tells the graph of both its ends; of a decision that is taken back nothing is left there. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEarlierNoticeTellsTheGraphSinceWhenTheNodeIsThereUnlessALinkDoes(boolean isLink) throws Exception {
        for (long at : new long[] {9_000, 8_000}) {
            harness.processElement(
                    NodeInputs.of(new NodeInput("anonymous_id:cookie", null, List.of(), false, isLink, at, "e")), at);
        }

        assertThat(side(FoldProfile.FACTS))
                .extracting(NodeFact::at)
                .containsExactlyElementsOf(isLink ? List.of(9_000L) : List.of(9_000L, 8_000L));
    }

    /** Whoever is linked by the first event was no person by itself. */
    @Test
    void onlyTheFirstOfALinkedNodeSaysSinceWhenItWasAlone() throws Exception {
        EventIdentifiers both = EventIdentifiers.of("a", "cookie");
        send(new ShopLog()
                .placed("a", "1", ShopLog.at(1, 9), "10")
                .placed("a", "2", ShopLog.at(0, 9), "10")
                .clickedAs(both, ShopLog.at(0, 7))
                .clickedAs(both, ShopLog.at(0, 6))
                .clickedAs(EventIdentifiers.of("b", "cookie"), ShopLog.at(1, 9)));

        long first = ShopLog.at(1, 9).toEpochMilli() * 1000;
        long earlier = ShopLog.at(0, 9).toEpochMilli() * 1000;
        assertThat(harness.extractOutputValues())
                .extracting(NodeProfile::aloneSince, NodeProfile::endsBeingAlone)
                .containsExactly(
                        tuple(null, false),
                        tuple(first, false),
                        tuple(earlier, true),
                        tuple(null, false),
                        tuple(null, false));
    }
}

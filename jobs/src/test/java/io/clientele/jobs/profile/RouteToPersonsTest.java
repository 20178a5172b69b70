package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.Contact;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.orders.OrderLedger;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteToPersonsTest {

    private static final String NODE = "customer_id:a";
    private static final String OWN = Identifier.parse(NODE).personId();

    private OneInputStreamOperatorTestHarness<NodeProfile, NodeOfPerson> harness;

    @BeforeEach
    void start() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new RouteToPersons()));
        harness.open();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void aNodeAloneIsItsOwnPersonSinceItsFirstEvent() throws Exception {
        harness.processElement(profile(9, null, false), 0);
        harness.processElement(profile(9, 9L, false), 0);
        harness.processElement(profile(2, 9L, false), 0);

        assertThat(harness.extractOutputValues())
                .extracting(NodeOfPerson::personId)
                .containsExactly(OWN, OWN, OWN);
        assertThat(side(RouteToPersons.OWNERS))
                .as("told first, and when a late event tells of an earlier time")
                .containsExactly(new NodeOwner(NODE, OWN, 1, 9), new NodeOwner(NODE, OWN, 1, 2));
        assertThat(side(RouteToPersons.LINKED)).isEmpty();
    }

    @Test
    void whoseALinkedNodeIsOthersKnow() throws Exception {
        harness.processElement(profile(2, 9L, true), 0);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(side(RouteToPersons.OWNERS)).isEmpty();
        assertThat(side(RouteToPersons.LINKED)).hasSize(1);
    }

    @Test
    void thatANodeIsForgottenGoesBothWays() throws Exception {
        harness.processElement(NodeProfile.forgotten(NODE, 7), 0);

        assertThat(harness.extractOutputValues()).containsExactly(NodeOfPerson.forgottenItself(NODE, 7));
        assertThat(side(RouteToPersons.LINKED)).singleElement().matches(NodeProfile::isForgotten);
    }

    private static NodeProfile profile(long firstSeenAt, @Nullable Long aloneSince, boolean isLinked) {
        Contact contact = new Contact(firstSeenAt, "e", null, "web", null, null, null, null, null, List.of());
        return new NodeProfile(
                NODE, Activity.none().seen(contact), OrderLedger.empty(), isLinked, aloneSince, 0, firstSeenAt);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        var records = harness.getSideOutput(tag);
        return records == null
                ? List.of()
                : records.stream().map(record -> record.getValue()).toList();
    }
}

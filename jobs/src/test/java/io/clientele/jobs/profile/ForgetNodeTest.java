package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.jobs.erasure.Erasure;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link FoldProfile}, when a node is ordered to forget, and when that is lifted. */
class ForgetNodeTest extends FoldedNodes {

    /** The order to the node and the word to all come by two ways. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNodeForgetsAndNothingThatNamesItIsTakenInAnyMoreUntilThatIsLifted(boolean isOrderFirst) throws Exception {
        Erasure erasure = Erasure.of("r", 7, List.of("customer_id:a"));
        NodeInputs order = NodeInputs.of(NodeInput.erasure("customer_id:a", erasure));
        ShopLog before = new ShopLog()
                .placed("a", "1", ShopLog.at(0, 9), "10")
                .clickedAs(EventIdentifiers.of("a", "cookie"), ShopLog.at(0, 10));
        ShopLog after = new ShopLog()
                .placed("a", "2", ShopLog.at(0, 11), "10")
                .clickedAs(EventIdentifiers.of("a", "cookie"), ShopLog.at(0, 12));
        send(before);
        if (isOrderFirst) {
            harness.processElement(order, 0);
            send(after);
            harness.processBroadcastElement(erasure, 0);
        } else {
            harness.processBroadcastElement(erasure, 0);
            send(after);
            harness.processElement(order, 0);
        }
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        assertThat(harness.extractOutputValues()).last().matches(NodeProfile::isForgotten);
        assertThat(entriesOfState()).isZero();
        harness.close();
        harness = started(snapshot);

        send(after);
        harness.processElement(
                NodeInputs.of(
                        new NodeInput("anonymous_id:cookie", null, List.of("customer_id:a"), false, true, 1, "e")),
                0);
        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(side(FoldProfile.FACTS)).isEmpty();
        assertThat(entriesOfState()).isZero();

        harness.processBroadcastElement(new Erasure("r", "lift", 8, erasure.identifiers()), 0);
        send(after);
        assertThat(harness.extractOutputValues())
                .extracting(profile -> profile.activity().events())
                .as("as if there had been nothing before")
                .containsExactly(0L, 1L);
    }

    /** The graph has forgotten the link. */
    @Test
    void anIdentifierThatIsTakenInAgainIsLinkedAgain() throws Exception {
        Erasure erasure = Erasure.of("r", 7, List.of("anonymous_id:cookie"));
        EventIdentifiers both = EventIdentifiers.of("a", "cookie");
        send(new ShopLog()
                .clickedAs(both, ShopLog.at(0, 9))
                .clickedAs(EventIdentifiers.of("a", "other"), ShopLog.at(0, 9)));
        harness.processBroadcastElement(erasure, 0);
        harness.processBroadcastElement(new Erasure("r", "lift", 8, erasure.identifiers()), 0);

        send(new ShopLog()
                .clickedAs(both, ShopLog.at(0, 10))
                .clickedAs(EventIdentifiers.of("a", "other"), ShopLog.at(0, 10)));

        assertThat(side(FoldProfile.FACTS))
                .extracting(NodeFact::other)
                .containsExactly("", "anonymous_id:cookie", "anonymous_id:other", "anonymous_id:cookie");
    }

    @Test
    void aNodeOfAnEarlierVersionIsForgottenWhole() throws Exception {
        harness.close();
        harness = started(OperatorSnapshotUtil.readStateHandle("src/test/resources/snapshots/fold-profile-v2.state"));
        assertThat(entriesOfState()).isPositive();

        harness.processElement(
                NodeInputs.of(NodeInput.erasure("customer_id:a", Erasure.of("r", 1, List.of("customer_id:a")))), 0);

        assertThat(entriesOfState()).isZero();
    }
}

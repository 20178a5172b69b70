package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.orders.LedgerEntry;
import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.state.StateSnapshots;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person and the node that it is named after, which is told of by two ways that nothing orders. */
class NamesakeTest extends MergedPersons {

    private static final String NAMESAKE = "customer_id:a";
    private static final String OWN = Identifier.parse(NAMESAKE).personId();
    private static final NodeOfPerson OWN_WORD = NodeOfPerson.forgottenItself(NAMESAKE, micros(2));
    private static final NodeOfPerson GRAPHS_WORD = NodeOfPerson.forgotten(OWN, NAMESAKE, micros(2));

    /** Its own way to its person is the shorter one, but a queue may be on it. */
    @Test
    void whatTheNamesakeSaidItselfIsNoNewsOnceTheGraphHasTold() throws Exception {
        harness.processElement(namesake(true, 2, order(0, 10), order(1, 5)), 0);
        harness.processElement(namesake(false, 1, order(0, 10)), 0);
        harness.processElement(NodeOfPerson.moved(OWN, NAMESAKE, micros(2), LONG_AGO), 0);
        harness.processElement(namesake(false, 1, order(0, 10)), 0);

        assertThat(harness.extractOutputValues())
                .extracting(profile -> profile.ledger().total().net())
                .containsExactly(150_000L, 0L);
    }

    @Test
    void whatTheNamesakeSaidItselfCountsUntilTheDayOfTheGraphsWordAlsoWhenItComesLater() throws Exception {
        harness.processElement(NodeOfPerson.moved(OWN, NAMESAKE, micros(3), FIRST_DAY + 3), 0);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = started(snapshot);
        harness.processElement(namesake(false, 0, order(0, 10)), 0);
        harness.processElement(namesake(false, 1, order(0, 10), order(1, 5), order(4, 1)), 0);
        harness.processWatermark(ShopLog.at(9, 0).toEpochMilli());

        assertThat(harness.extractOutputValues()).isEmpty();
        RfmValues first = new RfmValues(FIRST_DAY, 1, 100_000);
        RfmValues both = new RfmValues(FIRST_DAY + 1, 2, 150_000);
        assertThat(side(MergePerson.CONTRIBUTIONS))
                .containsExactly(
                        new Contribution(FIRST_DAY + 1, RfmValues.NONE, first),
                        new Contribution(FIRST_DAY + 2, first, both),
                        new Contribution(FIRST_DAY + 4, both, RfmValues.NONE));
        assertThat(side(MergePerson.RFM_UPDATES))
                .last()
                .extracting(RfmUpdate::steps, InstanceOfAssertFactories.list(DatedValues.class))
                .extracting(DatedValues::day, DatedValues::customerId, DatedValues::values, DatedValues::isMergedAway)
                .containsExactly(
                        tuple(FIRST_DAY + 1, "a", both, false), tuple(FIRST_DAY + 3, null, RfmValues.NONE, true));
    }

    /** The two words come by two ways, and behind what was sent before there. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNamesakeIsForgottenOnceAndNothingOfBeforeRevivesIt(boolean isOwnWordFirst) throws Exception {
        harness.processElement(namesake(false, 1, order(0, 10)), 0);
        harness.processElement(namesake(true, 1, order(0, 10), order(1, 5)), 0);

        harness.processElement(isOwnWordFirst ? OWN_WORD : GRAPHS_WORD, 0);
        int told = harness.extractOutputValues().size();
        assertThat(told).isEqualTo(3);
        if (isOwnWordFirst) {
            harness.processElement(namesake(true, 2, order(0, 10), order(1, 6)), 0);
            harness.processElement(NodeOfPerson.moved(OWN, NAMESAKE, micros(2), LONG_AGO), 0);
        } else {
            harness.processElement(namesake(false, 1, order(0, 10), order(1, 1)), 0);
        }
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = started(snapshot);
        harness.processElement(isOwnWordFirst ? GRAPHS_WORD : OWN_WORD, 0);
        harness.processWatermark(ShopLog.at(4, 0).toEpochMilli());

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNamesakeThatIsForgottenMayBeginAnewBeforeTheSecondWordHasCome(boolean isOwnWordFirst) throws Exception {
        harness.processElement(namesake(true, 2, order(0, 10)), 0);
        harness.processElement(
                NodeOfPerson.of(OWN, profile("anonymous_id:v", true, 3, order(3, 7)), micros(3), LONG_AGO), 0);

        harness.processElement(isOwnWordFirst ? OWN_WORD : GRAPHS_WORD, 0);
        harness.processElement(namesake(!isOwnWordFirst, 5, order(5, 1)), 0);
        harness.processElement(isOwnWordFirst ? GRAPHS_WORD : OWN_WORD, 0);
        harness.processElement(namesake(!isOwnWordFirst, 6, order(5, 1), order(6, 1)), 0);

        collectNets();
        assertThat(nets).containsExactly(10L, 17L, 7L, 8L, 9L);
        assertThat(person(OWN).namesake())
                .isEqualTo(isOwnWordFirst ? Namesake.UNTOLD : new Namesake(LONG_AGO, Forgetting.NOTHING));
    }

    @Test
    void ordersToForgetANamesakeAreCounted() throws Exception {
        harness.processElement(namesake(false, 1, order(0, 10)), 0);
        harness.processElement(OWN_WORD, 0);
        harness.processElement(namesake(false, 1, order(0, 7)), 0);
        harness.processElement(OWN_WORD, 0);
        harness.processElement(GRAPHS_WORD, 0);
        harness.processElement(namesake(true, 1, order(0, 7)), 0);
        harness.processElement(GRAPHS_WORD, 0);
        harness.processElement(namesake(true, 1, order(0, 5)), 0);

        collectNets();
        assertThat(nets).containsExactly(10L, 0L, 7L, 0L, 5L);
    }

    /** Else what it has said itself, and is still on its way, would be taken for news. */
    @Test
    void whatTheGraphHasToldOfANamesakeIsKnownAlsoWhenTheLastOtherNodeIsForgotten() throws Exception {
        harness.processElement(namesake(true, 1, order(0, 10)), 0);
        harness.processElement(
                NodeOfPerson.of(OWN, profile("anonymous_id:v", true, 3, order(3, 7)), micros(3), LONG_AGO), 0);
        harness.processElement(NodeOfPerson.moved(OWN, NAMESAKE, micros(3), LONG_AGO), 0);
        harness.processElement(NodeOfPerson.forgotten(OWN, "anonymous_id:v", micros(4)), 0);
        harness.processElement(namesake(false, 1, order(0, 10)), 0);

        collectNets();
        assertThat(nets).containsExactly(10L, 17L, 7L, 0L);
    }

    @Test
    void whatWasToldOfANamesakeIsKnownAfterAnUpgrade() throws Exception {
        StateSnapshots.assertRestored("namesake", new Told(), MergePerson.CONTRIBUTIONS, MergePerson.RFM_UPDATES);
    }

    /** One namesake leaves on a day to come, of another one word to forget it is missing. */
    private static final class Told
            implements StateSnapshots.Life<
                    KeyedOneInputStreamOperatorTestHarness<String, NodeOfPerson, PersonProfile>> {
        private static final String GONE = "customer_id:gone";

        @Override
        public KeyedOneInputStreamOperatorTestHarness<String, NodeOfPerson, PersonProfile> start(
                @Nullable OperatorSubtaskState state) throws Exception {
            return started(state);
        }

        @Override
        public void before(KeyedOneInputStreamOperatorTestHarness<String, NodeOfPerson, PersonProfile> harness)
                throws Exception {
            harness.processElement(NodeOfPerson.moved(OWN, NAMESAKE, micros(3), FIRST_DAY + 3), 0);
            harness.processElement(NodeOfPerson.ofItself(profile(GONE, false, 1, order(0, 10))), 0);
            harness.processElement(NodeOfPerson.forgottenItself(GONE, micros(1)), 0);
        }

        @Override
        public void after(KeyedOneInputStreamOperatorTestHarness<String, NodeOfPerson, PersonProfile> harness)
                throws Exception {
            String gone = Identifier.parse(GONE).personId();
            harness.processElement(namesake(false, 1, order(0, 10)), 0);
            harness.processElement(NodeOfPerson.moved(gone, GONE, micros(1), LONG_AGO), 0);
            harness.processElement(NodeOfPerson.forgotten(gone, GONE, micros(1)), 0);
            harness.processElement(NodeOfPerson.ofItself(profile(GONE, false, 2, order(2, 3))), 0);
            harness.processWatermark(ShopLog.at(9, 0).toEpochMilli());
        }
    }

    private static NodeOfPerson namesake(boolean isLinked, int day, LedgerEntry... entries) {
        NodeProfile profile = profile(NAMESAKE, isLinked, day, entries);
        return isLinked ? NodeOfPerson.of(OWN, profile, micros(day), LONG_AGO) : NodeOfPerson.ofItself(profile);
    }
}

package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.Contact;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.state.StateSnapshots;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignPersonTest {

    private static final String NODE = "customer_id:a";
    private static final String OWN = Identifier.parse(NODE).personId();
    private static final String OTHER = Identifier.parse("anonymous_id:cookie").personId();

    private static final BusinessCalendar CALENDAR = new BusinessCalendar(ZoneOffset.UTC);
    private static final int DAY = 20_000;

    private KeyedTwoInputStreamOperatorTestHarness<String, NodeProfile, IdentityNews, NodeOfPerson> harness;

    @BeforeEach
    void start() throws Exception {
        harness = started(null);
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void aProfileWithANewFactWaitsForItsAnswerAlsoOverARestart() throws Exception {
        harness.processElement1(linked(1, 1), 0);
        assertThat(sent()).isEmpty();
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = started(snapshot);

        harness.processElement2(new IdentityNews(NODE, OTHER, 0, false, 5, BusinessCalendar.BEFORE_ALL_DAYS), 0);
        assertThat(sent())
                .as("told whose it is, but the fact is not answered yet")
                .isEmpty();
        harness.processElement2(new IdentityNews(NODE, OTHER, 1, false, 5, BusinessCalendar.BEFORE_ALL_DAYS), 0);

        assertThat(sent()).containsExactly(OTHER + " 1");
        assertThat(owners()).as("its own person from 1 to 5").containsExactly(OWN + " 1", OTHER + " 2");
        assertThat(since()).containsExactly(1L, 5L);
        assertThat(harness.extractOutputValues())
                .as("changed when the profile was, which is after the fact")
                .extracting(NodeOfPerson::at)
                .containsExactly(101L);
    }

    @Test
    void aNodeIsAPersonSinceItsFirstEventAlsoWhenALateOneTellsOfAnEarlierTime() throws Exception {
        harness.processElement1(wasAlone(9, 0, 3), 0);
        assertThat(owners()).as("told before").isEmpty();

        harness.processElement1(profile(2, null, 0, 4), 0);
        assertThat(owners()).containsExactly(OWN + " 1");
        assertThat(since()).containsExactly(2L);
    }

    @Test
    void aNodeThatChangesItsPersonIsTakenFromTheOldOneAndGivenToTheNewOne() throws Exception {
        harness.processElement1(linked(0, 1), 0);
        harness.processElement2(new IdentityNews(NODE, OTHER, 0, false, 5, BusinessCalendar.BEFORE_ALL_DAYS), 0);
        harness.processElement2(new IdentityNews(NODE, OWN, 0, false, 6, BusinessCalendar.BEFORE_ALL_DAYS), 0);

        assertThat(sent()).containsExactly(OWN + " 1", OWN + " gone", OTHER + " 1", OTHER + " gone", OWN + " 1");
        assertThat(owners()).containsExactly(OWN + " 1", OTHER + " 2", OWN + " 3");
    }

    /** What it was by itself went to its own person before, by the other way. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNodeThatWasAloneIsTakenFromItsOwnPersonAlsoWhenTheNewsComeFirst(boolean isProfileFirst) throws Exception {
        IdentityNews news = new IdentityNews(NODE, OTHER, 0, false, 5, BusinessCalendar.BEFORE_ALL_DAYS);
        if (!isProfileFirst) {
            harness.processElement2(news, 0);
            assertThat(sent()).isEmpty();
        }
        harness.processElement1(wasAlone(1, 1, 2), 0);
        if (isProfileFirst) {
            harness.processElement2(news, 0);
        }
        assertThat(sent()).as("the profile waits for its answer").containsExactly(OWN + " gone");
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = started(snapshot);

        harness.processElement2(news(OTHER, 1, BusinessCalendar.BEFORE_ALL_DAYS), 0);
        harness.processElement1(linked(1, 3), 0);

        assertThat(sent()).containsExactly(OTHER + " 2", OTHER + " 3");
        assertThat(owners()).as("the first was told before").containsExactly(OTHER + " 2");
        assertThat(since()).as("since the fact, whenever the profile came").containsExactly(5L);
    }

    @Test
    void aNodeThatWasAloneLeavesItsOwnPersonOnTheDayOfTheNews() throws Exception {
        harness.processElement2(news(OTHER, 0, DAY), 0);
        harness.processBothWatermarks(new Watermark(CALENDAR.boundaryTimer(DAY)));
        harness.processElement1(wasAlone(1, 0, 2), 0);

        assertThat(sent()).containsExactly(OWN + " gone", OTHER + " 2");
        assertThat(harness.extractOutputValues()).extracting(NodeOfPerson::day).containsExactly(DAY, DAY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anIdentifierThatWasOnlyNamedBelongsToItsPersonToo(boolean isProfileFirst) throws Exception {
        NodeProfile empty = new NodeProfile(NODE, Activity.none(), OrderLedger.empty(), true, null, 0, 1);
        if (isProfileFirst) {
            harness.processElement1(empty, 0);
        }
        harness.processElement2(new IdentityNews(NODE, OTHER, 0, false, 5, BusinessCalendar.BEFORE_ALL_DAYS), 0);
        if (!isProfileFirst) {
            harness.processElement1(empty, 0);
        }

        assertThat(sent()).containsExactly(OTHER + " 0");
        assertThat(owners()).containsExactly(OTHER + " 2");
    }

    /** The two words about an order to forget come by two ways; by the slower one others come in between that were sent before. */
    @ParameterizedTest
    @ValueSource(strings = {"profile news", "news profile", "profile profile news news", "news profile news profile"})
    void aForgottenNodeIsTakenFromItsPersonOnceAndLeavesNothing(String words) throws Exception {
        harness.processElement1(linked(0, 1), 0);
        int rest = 0;
        for (String word : words.split(" ", -1)) {
            if (word.equals("profile")) {
                harness.processElement1(NodeProfile.forgotten(NODE, 7), 0);
                rest++;
            } else {
                harness.processElement2(IdentityNews.forgotten(NODE, 7), 0);
                rest--;
            }
            if (rest < 0) {
                harness.processElement1(linked(0, 2), 0);
            } else if (rest > 0) {
                harness.processElement2(news(OTHER, 1, BusinessCalendar.BEFORE_ALL_DAYS), 0);
            }
        }

        assertThat(sent()).startsWith(OWN + " 1", OWN + " gone");
        assertThat(harness.extractOutputValues())
                .as("its own person hears of each order once")
                .hasSize(1 + words.split("profile", -1).length - 1)
                .last()
                .matches(NodeOfPerson::isErasure);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void aForgottenNodeIsTakenFromWhomeverHasItAndItsOwnPersonHearsOfItToo() throws Exception {
        harness.processElement1(linked(0, 1), 0);
        harness.processElement2(news(OTHER, 0, BusinessCalendar.BEFORE_ALL_DAYS), 0);
        harness.processElement2(IdentityNews.forgotten(NODE, 7), 0);
        harness.processElement1(NodeProfile.forgotten(NODE, 7), 0);

        assertThat(sent()).containsExactly(OWN + " 1", OWN + " gone", OTHER + " 1", OTHER + " gone", OWN + " gone");
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aForgottenNodeMayBeginAnewBeforeTheSecondWordHasCome(boolean isProfileFirst) throws Exception {
        harness.processElement1(linked(0, 1), 0);
        if (isProfileFirst) {
            harness.processElement1(NodeProfile.forgotten(NODE, 7), 0);
            harness.processElement1(wasAlone(1, 0, 2), 0);
            harness.processElement2(IdentityNews.forgotten(NODE, 7), 0);
            harness.processElement2(news(OTHER, 0, BusinessCalendar.BEFORE_ALL_DAYS), 0);
            assertThat(sent()).containsExactly(OWN + " 1", OWN + " gone", OWN + " 2", OWN + " gone", OTHER + " 2");
        } else {
            harness.processElement2(IdentityNews.forgotten(NODE, 7), 0);
            harness.processElement2(news(OTHER, 0, BusinessCalendar.BEFORE_ALL_DAYS), 0);
            harness.processElement1(NodeProfile.forgotten(NODE, 7), 0);
            harness.processElement1(linked(0, 2), 0);
            assertThat(sent()).containsExactly(OWN + " 1", OWN + " gone", OTHER + " 2");
        }
    }

    /** Else orders would wait for the answer to what is read days ahead of event time. */
    @Test
    void whatWaitsForAnAnswerDoesNotWaitForThoseOfLaterFacts() throws Exception {
        harness.processElement1(linked(1, 1), 0);
        harness.processElement1(linked(1, 2), 0);
        harness.processElement1(linked(2, 3), 0);
        harness.processElement1(linked(3, 4), 0);
        assertThat(sent()).isEmpty();

        harness.processElement2(news(OWN, 1, BusinessCalendar.BEFORE_ALL_DAYS), 0);
        assertThat(sent()).containsExactly(OWN + " 2");
        harness.processElement2(news(OTHER, 0, BusinessCalendar.BEFORE_ALL_DAYS), 0);
        assertThat(sent()).as("moved with what it had").containsExactly(OWN + " 2", OWN + " gone", OTHER + " 2");
        harness.processElement2(news(OTHER, 1, BusinessCalendar.BEFORE_ALL_DAYS), 0);
        harness.processElement2(news(OTHER, 1, BusinessCalendar.BEFORE_ALL_DAYS), 0);

        assertThat(sent()).endsWith(OTHER + " 2", OTHER + " 3", OTHER + " 4");
        assertThat(harness.numKeyedStateEntries())
                .as("whose it is, and the profile")
                .isEqualTo(2);
    }

    /** The profiles of earlier days come by the other way, and may be slower. */
    @Test
    void aMoveWaitsUntilEventTimeHasComeToItsDayByBothInputs() throws Exception {
        harness.processElement1(linked(0, 1), 0);
        harness.processElement2(news(OTHER, 0, DAY), 0);
        harness.processElement2(news(OWN, 0, DAY), 0);
        harness.processElement2(news(OTHER, 0, DAY + 1), 0);
        harness.processWatermark2(new Watermark(CALENDAR.boundaryTimer(DAY + 1)));
        harness.processElement1(linked(0, 2), 0);
        harness.processWatermark1(new Watermark(CALENDAR.boundaryTimer(DAY) - 1));
        assertThat(sent()).containsExactly(OWN + " 1", OWN + " 2");
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = started(snapshot);

        harness.processWatermark2(new Watermark(CALENDAR.boundaryTimer(DAY + 1)));
        harness.processWatermark1(new Watermark(CALENDAR.boundaryTimer(DAY)));

        assertThat(sent()).containsExactly(OWN + " gone", OTHER + " 2", OTHER + " gone", OWN + " 2");
        assertThat(owners()).containsExactly(OTHER + " 2", OWN + " 3");
        harness.processElement1(linked(0, 3), 0);
        harness.processWatermark1(new Watermark(CALENDAR.boundaryTimer(DAY + 1)));
        harness.processElement1(linked(0, 4), 0);
        assertThat(sent()).endsWith(OWN + " 3", OWN + " gone", OTHER + " 3", OTHER + " 4");
        assertThat(harness.extractOutputValues())
                .extracting(NodeOfPerson::day)
                .as("both persons are told the day of the news, whenever it comes")
                .containsExactly(DAY, DAY, DAY, DAY, DAY, DAY + 1, DAY + 1, DAY + 1);
        assertThat(harness.numKeyedStateEntries())
                .as("whose it is, and the profile")
                .isEqualTo(2);
    }

    @Test
    void noProfileWaitsForADayToCome() throws Exception {
        harness.processElement1(linked(1, 1), 0);
        harness.processElement2(news(OTHER, 0, DAY), 0);
        assertThat(sent()).isEmpty();
        harness.processElement2(news(OTHER, 1, DAY), 0);
        assertThat(sent()).as("whose it is until then").containsExactly(OWN + " 1");

        harness.processBothWatermarks(new Watermark(CALENDAR.boundaryTimer(DAY)));
        assertThat(sent()).containsExactly(OWN + " 1", OWN + " gone", OTHER + " 1");
    }

    @Test
    void ofAForgottenNodeNoNewsWaits() throws Exception {
        harness.processElement1(linked(0, 1), 0);
        harness.processElement2(news(OTHER, 0, DAY), 0);
        harness.processElement1(NodeProfile.forgotten(NODE, 7), 0);
        harness.processElement2(IdentityNews.forgotten(NODE, 7), 0);

        assertThat(sent()).containsExactly(OWN + " 1", OWN + " gone");
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers())
                .as("timers, whose keys are identifiers")
                .isZero();
    }

    @Test
    void aNodeThatWasAloneIsKnownAsSuchAfterAnUpgrade() throws Exception {
        StateSnapshots.assertRestored("was-alone", new WasAlone(), AssignPerson.OWNERS);
    }

    /** The first profile of a node that was a person by itself waits for its answer. */
    private static final class WasAlone
            implements StateSnapshots.Life<
                    KeyedTwoInputStreamOperatorTestHarness<String, NodeProfile, IdentityNews, NodeOfPerson>> {
        @Override
        public KeyedTwoInputStreamOperatorTestHarness<String, NodeProfile, IdentityNews, NodeOfPerson> start(
                @Nullable OperatorSubtaskState state) throws Exception {
            return started(state);
        }

        @Override
        public void before(
                KeyedTwoInputStreamOperatorTestHarness<String, NodeProfile, IdentityNews, NodeOfPerson> harness)
                throws Exception {
            harness.processElement1(wasAlone(9, 1, 2), 0);
        }

        @Override
        public void after(
                KeyedTwoInputStreamOperatorTestHarness<String, NodeProfile, IdentityNews, NodeOfPerson> harness)
                throws Exception {
            harness.processElement2(news(OTHER, 1, BusinessCalendar.BEFORE_ALL_DAYS), 0);
        }
    }

    private static IdentityNews news(String person, int answers, int day) {
        return new IdentityNews(NODE, person, answers, false, 5, day);
    }

    private static NodeProfile profile(long firstSeenAt, @Nullable Long aloneSince, int factsSent, long version) {
        Contact contact = new Contact(firstSeenAt, "e", null, "web", null, null, null, null, null, List.of());
        return new NodeProfile(
                NODE,
                Activity.none().seen(contact),
                OrderLedger.empty(),
                true,
                aloneSince,
                factsSent,
                firstSeenAt + 100 * version);
    }

    /** The first that is linked, of a node that was a person by itself since then. */
    private static NodeProfile wasAlone(long since, int factsSent, long version) {
        return profile(since, since, factsSent, version);
    }

    private static NodeProfile linked(int factsSent, long version) {
        return profile(1, null, factsSent, version);
    }

    private Iterable<String> sent() {
        return harness.extractOutputValues().stream()
                .map(node -> node.personId() + " "
                        + (node.profile() == null ? "gone" : node.profile().changedAt() / 100))
                .toList();
    }

    private Iterable<Long> since() {
        return harness.getSideOutput(AssignPerson.OWNERS).stream()
                .map(record -> record.getValue().at())
                .toList();
    }

    private Iterable<String> owners() {
        var owners = harness.getSideOutput(AssignPerson.OWNERS);
        return owners == null
                ? List.of()
                : owners.stream()
                        .map(record -> record.getValue().personId() + " "
                                + record.getValue().version())
                        .toList();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, NodeProfile, IdentityNews, NodeOfPerson> started(
            @Nullable OperatorSubtaskState state) throws Exception {
        var started = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new AssignPerson(CALENDAR)),
                NodeProfile::nodeKey,
                IdentityNews::node,
                Types.STRING);
        started.setup();
        if (state != null) {
            started.initializeState(state);
        }
        started.open();
        return started;
    }
}

package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.rfm.RfmValues;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class MergePersonTest extends MergedPersons {

    @Test
    void aJumpOfEventTimeSettlesEveryDayOnItsOwn() throws Exception {
        send("customer_id:a", 0, order(0, 10), order(5, 20));

        harness.processWatermark(ShopLog.at(200, 0).toEpochMilli() - 1);

        assertThat(side(MergePerson.CONTRIBUTIONS))
                .containsExactly(
                        new Contribution(FIRST_DAY + 1, RfmValues.NONE, new RfmValues(FIRST_DAY, 1, 100_000)),
                        new Contribution(
                                FIRST_DAY + 6,
                                new RfmValues(FIRST_DAY, 1, 100_000),
                                new RfmValues(FIRST_DAY + 5, 2, 300_000)));
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void anOrderOfAClosedDayWaitsForTheNextDay() throws Exception {
        harness.processWatermark(ShopLog.at(3, 0).toEpochMilli() - 1);

        send("customer_id:a", 3, order(0, 10));
        harness.processWatermark(ShopLog.at(4, 0).toEpochMilli() - 1);

        assertThat(side(MergePerson.CONTRIBUTIONS))
                .extracting(Contribution::boundary)
                .containsExactly(FIRST_DAY + 4);
    }

    @Test
    void anOrderOfAClosedDayWaitsForTheNextDayAlsoAfterARestartWhereOneSubtaskHadNoEvent() throws Exception {
        var idle = started(null);
        long watermark = ShopLog.at(3, 0).toEpochMilli() - 1;
        send("customer_id:a", 0, order(0, 10));
        harness.processWatermark(watermark);
        idle.processWatermark(watermark);
        OperatorSubtaskState snapshot =
                AbstractStreamOperatorTestHarness.repackageState(harness.snapshot(1, 1), idle.snapshot(1, 1));
        idle.close();
        harness.close();
        harness = started(snapshot);

        send("email_sha256:" + "a".repeat(64), 1, order(1, 10));
        harness.processWatermark(ShopLog.at(4, 0).toEpochMilli() - 1);

        assertThat(side(MergePerson.CONTRIBUTIONS))
                .extracting(Contribution::boundary)
                .containsExactly(FIRST_DAY + 4);
    }

    @Test
    void nodesAddUpAndANodeThatLeavesTakesAllOfItsPastAlong() throws Exception {
        send("customer_id:a", 1, order(0, 10));
        send("email_sha256:" + "a".repeat(64), 1, order(1, 5));
        harness.processElement(NodeOfPerson.moved(PERSON, "customer_id:a", micros(2), LONG_AGO), 0);

        assertThat(harness.extractOutputValues())
                .extracting(profile -> profile.ledger().total().net())
                .containsExactly(100_000L, 150_000L, 50_000L);
        assertThat(harness.extractOutputValues())
                .extracting(PersonProfile::customerId)
                .containsExactly("a", "a", null);
        assertThat(side(MergePerson.RFM_UPDATES))
                .extracting(update -> update.steps().get(0).day() - FIRST_DAY)
                .containsExactly(0, 1, 0);
    }

    @Test
    void aPersonOfOneNodeBecomesOneOfSeveralAndOfOneAgainOverRestarts() throws Exception {
        sendUnseen("loyalty_id:l");
        restart(1);
        send("loyalty_id:l", 0, order(0, 1));
        assertThat(person().only()).isNotNull();
        restart(2);
        send("customer_id:a", 1, order(0, 10));
        send("anonymous_id:v", 1, order(1, 5));
        restart(3);
        harness.processElement(NodeOfPerson.moved(PERSON, "customer_id:a", micros(2), LONG_AGO), 0);
        harness.processElement(NodeOfPerson.moved(PERSON, "loyalty_id:l", micros(2), LONG_AGO), 0);
        assertThat(person().only()).isNotNull();
        restart(4);
        send("anonymous_id:v", 2, order(1, 5), order(2, 7));
        restart(5);
        harness.processElement(NodeOfPerson.moved(PERSON, "anonymous_id:v", micros(3), LONG_AGO), 0);
        send("customer_id:a", 3, order(0, 10));

        collectNets();
        assertThat(nets).containsExactly(1L, 11L, 16L, 6L, 5L, 12L, 0L, 10L);
        assertThat(person().version()).isEqualTo(nets.size());
    }

    @Test
    void aPersonWithoutNodesIsGoneAndChangesNoSegment() throws Exception {
        send("customer_id:a", 1, order(0, 10));
        harness.processElement(NodeOfPerson.moved(PERSON, "customer_id:a", micros(2), LONG_AGO), 0);
        harness.processWatermark(ShopLog.at(9, 0).toEpochMilli());

        assertThat(harness.extractOutputValues())
                .extracting(PersonProfile::isDeleted)
                .containsExactly(false, true);
        assertThat(side(MergePerson.RFM_UPDATES))
                .extracting(MergePersonTest::isMergedAway)
                .containsExactly(false, true);
        assertThat(side(MergePerson.CONTRIBUTIONS)).isEmpty();
    }

    @Test
    void aPersonWhoIsForgottenChangesNoSegmentAndLeavesThePopulation() throws Exception {
        send("customer_id:a", 1, order(0, 10));
        send("anonymous_id:v", 1);
        harness.processWatermark(ShopLog.at(2, 0).toEpochMilli());

        harness.processElement(NodeOfPerson.forgotten(PERSON, "customer_id:a", micros(2)), 0);
        harness.processElement(NodeOfPerson.forgotten(PERSON, "anonymous_id:v", micros(2)), 0);
        harness.processWatermark(ShopLog.at(4, 0).toEpochMilli());

        assertThat(side(MergePerson.RFM_UPDATES))
                .extracting(MergePersonTest::isMergedAway, RfmUpdate::isErased)
                .containsExactly(tuple(false, false), tuple(true, false), tuple(true, true), tuple(true, true));
        assertThat(side(MergePerson.CONTRIBUTIONS))
                .last()
                .isEqualTo(new Contribution(FIRST_DAY + 3, new RfmValues(FIRST_DAY, 1, 100_000), RfmValues.NONE));
        assertThat(harness.extractOutputValues()).last().matches(PersonProfile::isDeleted);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void theScorerForgetsTheNumberOfAPersonWhoseOrdersAreForgottenFirst() throws Exception {
        sendUnseen("customer_id:a");
        send("loyalty_id:l", 1, order(0, 10));

        harness.processElement(NodeOfPerson.forgotten(PERSON, "loyalty_id:l", micros(2)), 0);
        harness.processElement(NodeOfPerson.forgotten(PERSON, "customer_id:a", micros(2)), 0);

        assertThat(side(MergePerson.RFM_UPDATES)).last().matches(RfmUpdate::isErased);
        assertThat(side(MergePerson.RFM_UPDATES).stream()
                        .dropWhile(update -> !update.isErased())
                        .filter(update -> !update.isErased()))
                .as("nothing gives the scorer the number again")
                .isEmpty();
    }

    @Test
    void theScorerForgetsTheNumberAlsoWhenAnotherNodeStays() throws Exception {
        send("customer_id:a", 1, order(0, 10));
        send("anonymous_id:v", 1);

        harness.processElement(NodeOfPerson.forgotten(PERSON, "customer_id:a", micros(2)), 0);
        harness.processElement(NodeOfPerson.moved(PERSON, "anonymous_id:v", micros(3), LONG_AGO), 0);

        assertThat(side(MergePerson.RFM_UPDATES)).last().matches(RfmUpdate::isErased);
    }

    /** As when a link is read ahead of event time; when it is forgotten, only the person is told whose it is then. */
    @Test
    void aPersonKeepsNothingOfANodeThatWentToAnotherPerson() throws Exception {
        harness.processWatermark(ShopLog.at(1, 0).toEpochMilli());
        send("anonymous_id:visitor", 1);
        harness.processElement(NodeOfPerson.moved(PERSON, "anonymous_id:visitor", micros(2), FIRST_DAY + 3), 0);
        assertThat(person().earlier().isEmpty()).as("it had no orders").isTrue();

        send("anonymous_id:buyer", 1, order(0, 10));
        harness.processElement(NodeOfPerson.moved(PERSON, "anonymous_id:buyer", micros(2), FIRST_DAY + 3), 0);
        assertThat(person().earlier().versions())
                .as("its orders are this person's until then, its name is not")
                .singleElement()
                .matches(version -> version.ledger().size() == 1)
                .extracting(EarlierNodes.Version::node)
                .isEqualTo(Identifier.parse("anonymous_id:buyer").personId());
        harness.processWatermark(ShopLog.at(5, 0).toEpochMilli());
        assertThat(person().earlier().isEmpty()).isTrue();
    }

    /** Only the person that has a node then is told when it is forgotten. */
    @Test
    void aPersonKeepsNoNumberOfANodeThatWentToAnotherPerson() throws Exception {
        sendUnseen("customer_id:a");
        send("anonymous_id:v", 1, order(0, 10));
        assertThat(person().customerId()).isEqualTo("a");

        harness.processElement(NodeOfPerson.moved(PERSON, "anonymous_id:v", micros(2), LONG_AGO), 0);
        harness.processElement(NodeOfPerson.moved(PERSON, "customer_id:a", micros(2), LONG_AGO), 0);

        assertThat(person().customerId()).isNull();
    }

    /** Also when an order of a later day has come by then. */
    @Test
    void theNumberOfANodeThatComesCountsFromItsDayOn() throws Exception {
        send("anonymous_id:v", 1, order(1, 5));

        send("customer_id:a", FIRST_DAY + 3, 5, order(5, 10));

        assertThat(side(MergePerson.RFM_UPDATES))
                .last()
                .extracting(RfmUpdate::steps, as(LIST))
                .first()
                .isEqualTo(
                        new DatedValues(FIRST_DAY + 3, "a", new RfmValues(FIRST_DAY + 1, 1, 50_000), micros(5), false));
    }

    @Test
    void anIdentifierWithoutEventsMakesNoProfileButGivesThePersonItsCustomerNumber() throws Exception {
        sendUnseen("customer_id:a");
        assertThat(harness.extractOutputValues()).isEmpty();

        send("anonymous_id:v", 1, order(0, 10));

        assertThat(harness.extractOutputValues())
                .singleElement()
                .extracting(PersonProfile::customerId, PersonProfile::anonymousId, PersonProfile::identifiers)
                .containsExactly("a", "v", 2);
    }

    @Test
    void aPersonIsDatedByTheNewestOfItsNodesWhicheverIsToldLast() throws Exception {
        send("customer_id:a", 3, order(2, 10));
        send("anonymous_id:v", 1, order(1, 5));

        assertThat(harness.extractOutputValues())
                .extracting(PersonProfile::changedAt)
                .containsExactly(micros(3), micros(3));
        assertThat(side(MergePerson.RFM_UPDATES))
                .last()
                .extracting(update -> update.steps().get(0).at())
                .as("what a day before that is scored by")
                .isEqualTo(micros(1));
    }

    @Test
    void aNodeThatLeavesOnADayToComeIsThePersonsUntilThen() throws Exception {
        send("customer_id:a", 1, order(0, 10));
        harness.processElement(NodeOfPerson.moved(PERSON, "customer_id:a", micros(3), FIRST_DAY + 3), 0);
        harness.processWatermark(ShopLog.at(9, 0).toEpochMilli());

        RfmValues values = new RfmValues(FIRST_DAY, 1, 100_000);
        assertThat(side(MergePerson.CONTRIBUTIONS))
                .containsExactly(
                        new Contribution(FIRST_DAY + 1, RfmValues.NONE, values),
                        new Contribution(FIRST_DAY + 4, values, RfmValues.NONE));
        assertThat(side(MergePerson.RFM_UPDATES))
                .last()
                .extracting(update -> update.steps().get(0))
                .matches(step -> step.day() == FIRST_DAY + 3 && !step.values().hasOrders() && step.isMergedAway());
    }

    @Test
    void nodesThatComeOnDaysToComeCountFromTheirDaysOnWhicheverIsToldFirst() throws Exception {
        send("customer_id:a", FIRST_DAY + 4, 1, order(0, 10));
        send("customer_id:a", FIRST_DAY + 4, 1, order(0, 10), order(1, 20));
        send("customer_id:b", FIRST_DAY + 2, 1, order(0, 5));
        harness.processWatermark(ShopLog.at(9, 0).toEpochMilli());

        RfmValues ofOne = new RfmValues(FIRST_DAY, 1, 50_000);
        RfmValues ofBoth = new RfmValues(FIRST_DAY + 1, 3, 350_000);
        assertThat(side(MergePerson.CONTRIBUTIONS))
                .containsExactly(
                        new Contribution(FIRST_DAY + 3, RfmValues.NONE, ofOne),
                        new Contribution(FIRST_DAY + 5, ofOne, ofBoth));
        assertThat(side(MergePerson.RFM_UPDATES).get(2).steps())
                .extracting(DatedValues::day, DatedValues::values)
                .contains(tuple(FIRST_DAY + 2, ofOne), tuple(FIRST_DAY + 4, ofBoth));
    }
}

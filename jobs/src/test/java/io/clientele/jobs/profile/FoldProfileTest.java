package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.identity.IdentityRules;
import io.clientele.jobs.domain.rfm.ScoringRules;
import io.clientele.jobs.events.EventIdentity;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FoldProfileTest {

    private static final ProfileSettings SETTINGS = new ProfileSettings(
            new BusinessCalendar(ZoneOffset.UTC),
            "GBP",
            new ScoringRules(null, ScoringRules.ALL_HISTORY, 1_000_000),
            IdentityRules.DEFAULT,
            Duration.ofDays(4));

    private KeyedOneInputStreamOperatorTestHarness<String, NodeInput, NodeProfile> harness;

    @BeforeEach
    void start() throws Exception {
        harness = started(null);
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void anOrderOfAClosedDayIsInTheProfileAndLate() throws Exception {
        harness.processWatermark(ShopLog.at(3, 0).toEpochMilli() - 1);

        send(new ShopLog().placed("a", "1", ShopLog.at(0, 9), "10"));

        assertThat(harness.extractOutputValues()).hasSize(1);
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
        harness.processWatermark(ShopLog.at(5, 0).toEpochMilli());

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
    void anAssertionIsAFactAndNoContact() throws Exception {
        ReceivedEvent merge = new ShopLog()
                .asserted("merge", ShopLog.at(0, 9), "customer_id:a", "customer_id:b")
                .events()
                .get(0);
        harness.processElement(
                new NodeInput(
                        "customer_id:a", merge, List.of("customer_id:b"), merge.eventTimeMicros(), merge.eventId()),
                merge.eventTimeMillis());

        assertThat(side(FoldProfile.FACTS)).extracting(NodeFact::kind).containsExactly("seen", "merge");
        assertThat(harness.extractOutputValues())
                .extracting(profile -> profile.activity().isSeen())
                .containsExactly(false);
    }

    @Test
    void aNodeThatAnotherOneNamesTellsSinceWhenItIsThere() throws Exception {
        send(new ShopLog().clickedAs(EventIdentifiers.of(null, "cookie"), ShopLog.at(0, 7)));
        assertThat(side(FoldProfile.FACTS)).isEmpty();

        long noticed = ShopLog.at(1, 9).toEpochMilli() * 1000;
        for (int times = 0; times < 2; times++) {
            harness.processElement(new NodeInput("anonymous_id:cookie", null, List.of(), noticed, "e"), noticed / 1000);
        }

        assertThat(side(FoldProfile.FACTS))
                .containsExactly(new NodeFact(
                        "seen", "anonymous_id:cookie", "", ShopLog.at(0, 7).toEpochMilli() * 1000, "e"));
        assertThat(harness.extractOutputValues())
                .as("the profile again, once, for who keeps those of linked nodes")
                .extracting(NodeProfile::isLinked, profile -> profile.activity().events())
                .containsExactly(tuple(false, 1L), tuple(true, 1L));
    }

    private KeyedOneInputStreamOperatorTestHarness<String, NodeInput, NodeProfile> started(
            @Nullable OperatorSubtaskState state) throws Exception {
        var operator = new KeyedProcessOperator<>(new FoldProfile(ShopLog.schemas(), SETTINGS));
        var started = new KeyedOneInputStreamOperatorTestHarness<>(operator, NodeInput::node, Types.STRING);
        started.setup();
        if (state != null) {
            started.initializeState(state);
        }
        started.open();
        return started;
    }

    private void send(ShopLog log) throws Exception {
        for (ReceivedEvent event : log.events()) {
            send(event);
        }
    }

    private void send(ReceivedEvent event) throws Exception {
        List<Identifier> identifiers = EventIdentity.of(event.identifiers());
        harness.processElement(
                new NodeInput(
                        identifiers.get(0).text(),
                        event,
                        identifiers.stream().skip(1).map(Identifier::text).toList(),
                        event.eventTimeMicros(),
                        event.eventId()),
                event.eventTimeMillis());
    }

    private <T> List<T> side(OutputTag<T> tag) {
        var records = harness.getSideOutput(tag);
        List<T> values = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> values.add(record.getValue()));
        }
        return values;
    }
}

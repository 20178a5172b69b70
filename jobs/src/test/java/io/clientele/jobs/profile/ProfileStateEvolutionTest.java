package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.Contact;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.orders.LedgerEntry;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.domain.rfm.CutPoints;
import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.EventIdentity;
import io.clientele.jobs.state.StateSnapshots;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The state of the profile job's main operators, as earlier versions wrote it. */
class ProfileStateEvolutionTest {
    private static final ProfileSettings SETTINGS = ShopLog.settings(Duration.ofDays(4));
    private static final int FIRST_DAY = (int) ShopLog.FIRST_DAY.toEpochDay();
    private static final EventIdentifiers BOTH = EventIdentifiers.of("a", "cookie");

    @Test
    void foldProfile() throws Exception {
        StateSnapshots.assertRestored("fold-profile", new FoldingNodes(), FoldProfile.LATE, FoldProfile.FACTS);
    }

    @Test
    void mergePerson() throws Exception {
        StateSnapshots.assertRestored(
                "merge-person", new MergingNodes(false), MergePerson.CONTRIBUTIONS, MergePerson.RFM_UPDATES);
    }

    @Test
    void aPersonOfOneNode() throws Exception {
        StateSnapshots.assertRestored(
                "only-node", new MergingNodes(true), MergePerson.CONTRIBUTIONS, MergePerson.RFM_UPDATES);
    }

    @Test
    void scoreCustomer() throws Exception {
        StateSnapshots.assertRestored("score-customer", new Scoring(false), ScoreCustomer.SEGMENT_CHANGES);
    }

    @Test
    void aPersonThatIsPartOfAnotherOne() throws Exception {
        StateSnapshots.assertRestored("part-of-another", new Scoring(true), ScoreCustomer.SEGMENT_CHANGES);
    }

    @Test
    void computeCutPoints() throws Exception {
        StateSnapshots.assertRestored("compute-cut-points", new Cutting());
    }

    private static final class FoldingNodes
            implements StateSnapshots.Life<
                    KeyedBroadcastOperatorTestHarness<String, NodeInputs, Erasure, NodeProfile>> {
        @Override
        public KeyedBroadcastOperatorTestHarness<String, NodeInputs, Erasure, NodeProfile> start(
                @Nullable OperatorSubtaskState state) throws Exception {
            return StateSnapshots.open(
                    new KeyedBroadcastOperatorTestHarness<>(
                            new CoBroadcastWithKeyedOperator<>(
                                    new FoldProfile(ShopLog.schemas(), SETTINGS), List.of(Erasures.ERASED)),
                            NodeInputs::node,
                            Types.STRING,
                            1,
                            1,
                            0),
                    state);
        }

        @Override
        public void before(KeyedBroadcastOperatorTestHarness<String, NodeInputs, Erasure, NodeProfile> harness)
                throws Exception {
            harness.processBroadcastElement(Erasure.of("r", 1, List.of("customer_id:gone")), 0);
            send(
                    harness,
                    new ShopLog()
                            .placedAs(BOTH, "1", ShopLog.at(0, 9), "10")
                            .clickedAs(BOTH, ShopLog.at(0, 10))
                            .refunded("a", "1", ShopLog.at(1, 9), "2"));
            Watermark watermark = new Watermark(ShopLog.at(3, 0).toEpochMilli());
            harness.processWatermark(watermark);
            harness.processBroadcastWatermark(Watermark.MAX_WATERMARK);
        }

        @Override
        public void after(KeyedBroadcastOperatorTestHarness<String, NodeInputs, Erasure, NodeProfile> harness)
                throws Exception {
            send(
                    harness,
                    new ShopLog()
                            .placed("gone", "9", ShopLog.at(3, 9), "10")
                            .placedAs(BOTH, "1", ShopLog.at(0, 9), "10")
                            .clickedAs(BOTH, ShopLog.at(0, 10))
                            .cancelled("a", "1", ShopLog.at(3, 9))
                            .placed("a", "2", ShopLog.at(1, 9), "30"));
        }

        private static void send(
                KeyedBroadcastOperatorTestHarness<String, NodeInputs, Erasure, NodeProfile> harness, ShopLog log)
                throws Exception {
            for (ReceivedEvent event : log.events()) {
                List<Identifier> identifiers = EventIdentity.of(event.identifiers());
                harness.processElement(
                        NodeInputs.of(new NodeInput(
                                identifiers.get(0).text(),
                                event,
                                identifiers.stream()
                                        .skip(1)
                                        .map(Identifier::text)
                                        .toList(),
                                false,
                                true,
                                event.eventTimeMicros(),
                                event.eventId())),
                        event.eventTimeMillis());
            }
        }
    }

    private record MergingNodes(boolean isAlone)
            implements StateSnapshots.Life<
                    KeyedOneInputStreamOperatorTestHarness<String, NodeOfPerson, PersonProfile>> {
        @Override
        public KeyedOneInputStreamOperatorTestHarness<String, NodeOfPerson, PersonProfile> start(
                @Nullable OperatorSubtaskState state) throws Exception {
            return StateSnapshots.open(
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            new KeyedProcessOperator<>(new MergePerson(SETTINGS)),
                            NodeOfPerson::personId,
                            Types.STRING),
                    state);
        }

        @Override
        public void before(KeyedOneInputStreamOperatorTestHarness<String, NodeOfPerson, PersonProfile> harness)
                throws Exception {
            send(harness, "customer_id:a", BusinessCalendar.BEFORE_ALL_DAYS, 0);
            harness.processWatermark(ShopLog.at(2, 0).toEpochMilli());
            if (!isAlone) {
                send(harness, "customer_id:b", FIRST_DAY + 5, 1);
            }
        }

        @Override
        public void after(KeyedOneInputStreamOperatorTestHarness<String, NodeOfPerson, PersonProfile> harness)
                throws Exception {
            send(harness, "customer_id:c", BusinessCalendar.BEFORE_ALL_DAYS, 2);
            harness.processWatermark(ShopLog.at(9, 0).toEpochMilli());
        }

        private static void send(
                KeyedOneInputStreamOperatorTestHarness<String, NodeOfPerson, PersonProfile> harness,
                String node,
                int countsFrom,
                int day)
                throws Exception {
            long at = micros(day);
            Activity seen =
                    Activity.none().seen(new Contact(at, "e", null, "web", null, null, null, null, null, List.of()));
            OrderLedger ledger = OrderLedger.of(List.of(new LedgerEntry(FIRST_DAY + day, at, 1, 1, 10_000L, 0, 0)));
            harness.processElement(
                    NodeOfPerson.of("p", new NodeProfile(node, seen, ledger, false, null, 0, at), at, countsFrom),
                    at / 1000);
        }
    }

    private record Scoring(boolean isPartOfAnother)
            implements StateSnapshots.Life<
                    KeyedBroadcastOperatorTestHarness<String, RfmUpdate, CutPoints, CustomerScore>> {
        @Override
        public KeyedBroadcastOperatorTestHarness<String, RfmUpdate, CutPoints, CustomerScore> start(
                @Nullable OperatorSubtaskState state) throws Exception {
            return StateSnapshots.open(
                    new KeyedBroadcastOperatorTestHarness<>(
                            new CoBroadcastWithKeyedOperator<>(
                                    new ScoreCustomer(SETTINGS.calendar()), List.of(ScoreCustomer.CUT_POINTS)),
                            RfmUpdate::personId,
                            Types.STRING,
                            1,
                            1,
                            0),
                    state);
        }

        @Override
        public void before(KeyedBroadcastOperatorTestHarness<String, RfmUpdate, CutPoints, CustomerScore> harness)
                throws Exception {
            ordered(harness, 1, 1);
            begins(harness, 2);
            begins(harness, 3);
            if (isPartOfAnother) {
                step(harness, new DatedValues(FIRST_DAY + 3, null, RfmValues.NONE, micros(3), true));
            }
        }

        @Override
        public void after(KeyedBroadcastOperatorTestHarness<String, RfmUpdate, CutPoints, CustomerScore> harness)
                throws Exception {
            ordered(harness, 3, 2);
            begins(harness, 4);
        }

        private static void ordered(
                KeyedBroadcastOperatorTestHarness<String, RfmUpdate, CutPoints, CustomerScore> harness,
                int day,
                int frequency)
                throws Exception {
            RfmValues values = new RfmValues(FIRST_DAY + day, frequency, 10_000L);
            step(harness, new DatedValues(FIRST_DAY + day, "a", values, micros(day), false));
        }

        private static void step(
                KeyedBroadcastOperatorTestHarness<String, RfmUpdate, CutPoints, CustomerScore> harness,
                DatedValues values)
                throws Exception {
            harness.processElement(new RfmUpdate("p", List.of(values), false), values.at() / 1000);
        }

        private static void begins(
                KeyedBroadcastOperatorTestHarness<String, RfmUpdate, CutPoints, CustomerScore> harness, int day)
                throws Exception {
            long[] cuts = {10, 20, 30, 40L + day};
            harness.processBroadcastElement(new CutPoints(FIRST_DAY + day, cuts, cuts, cuts, 1, true, false), 0);
            Watermark watermark = new Watermark(ShopLog.at(day, 0).toEpochMilli() - 1);
            harness.processWatermark(watermark);
            harness.processBroadcastWatermark(watermark);
        }
    }

    private static final class Cutting
            implements StateSnapshots.Life<KeyedOneInputStreamOperatorTestHarness<Integer, Contribution, CutPoints>> {
        @Override
        public KeyedOneInputStreamOperatorTestHarness<Integer, Contribution, CutPoints> start(
                @Nullable OperatorSubtaskState state) throws Exception {
            return StateSnapshots.open(
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            new KeyedProcessOperator<>(new ComputeCutPoints(SETTINGS.calendar(), SETTINGS.scoring())),
                            contribution -> 0,
                            Types.INT),
                    state);
        }

        @Override
        public void before(KeyedOneInputStreamOperatorTestHarness<Integer, Contribution, CutPoints> harness)
                throws Exception {
            for (int customer = 1; customer <= 6; customer++) {
                joins(harness, 1, customer);
            }
            harness.processWatermark(ShopLog.at(1, 0).toEpochMilli());
            joins(harness, 3, 7);
        }

        @Override
        public void after(KeyedOneInputStreamOperatorTestHarness<Integer, Contribution, CutPoints> harness)
                throws Exception {
            joins(harness, 2, 8);
            harness.processWatermark(ShopLog.at(4, 0).toEpochMilli());
        }

        private static void joins(
                KeyedOneInputStreamOperatorTestHarness<Integer, Contribution, CutPoints> harness, int day, int customer)
                throws Exception {
            harness.processElement(
                    new Contribution(
                            FIRST_DAY + day,
                            RfmValues.NONE,
                            new RfmValues(FIRST_DAY + day - 1, customer, 10_000L * customer)),
                    0);
        }
    }

    private static long micros(int day) {
        return ShopLog.at(day, 9).toEpochMilli() * 1000;
    }
}

package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.Contact;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.state.StateSnapshots;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The state of the operators that know who is who, as earlier versions wrote it. */
class IdentityStateEvolutionTest {
    private static final ProfileSettings SETTINGS = ShopLog.settings(Duration.ofDays(4));
    private static final int FIRST_DAY = (int) ShopLog.FIRST_DAY.toEpochDay();

    @Test
    void resolveIdentity() throws Exception {
        StateSnapshots.assertRestored("resolve-identity", new Resolving(), ResolveIdentity.LOG);
    }

    @Test
    void assignPerson() throws Exception {
        StateSnapshots.assertRestored("assign-person", new Assigning(0), AssignPerson.OWNERS);
    }

    @Test
    void newsThatWaitForTheirDay() throws Exception {
        StateSnapshots.assertRestored("held-news", new Assigning(5), AssignPerson.OWNERS);
    }

    private static final class Resolving
            implements StateSnapshots.Life<
                    KeyedTwoInputStreamOperatorTestHarness<Integer, NodeFact, Erasure, IdentityNews>> {
        @Override
        public KeyedTwoInputStreamOperatorTestHarness<Integer, NodeFact, Erasure, IdentityNews> start(
                @Nullable OperatorSubtaskState state) throws Exception {
            return StateSnapshots.open(
                    new KeyedTwoInputStreamOperatorTestHarness<>(
                            new KeyedCoProcessOperator<>(new ResolveIdentity(SETTINGS.identity(), SETTINGS.calendar())),
                            fact -> 0,
                            erasure -> 0,
                            Types.INT),
                    state);
        }

        @Override
        public void before(KeyedTwoInputStreamOperatorTestHarness<Integer, NodeFact, Erasure, IdentityNews> harness)
                throws Exception {
            harness.processElement2(Erasure.of("r", 1, List.of("customer_id:gone")), 0);
            seen(harness, "customer_id:a", 0);
            seen(harness, "anonymous_id:cookie", 0);
            fact(harness, NodeFact.LINK, "customer_id:a", "anonymous_id:cookie", 0);
            harness.processWatermark1(new Watermark(ShopLog.at(1, 0).toEpochMilli()));
            harness.processWatermark2(Watermark.MAX_WATERMARK);
            // one that waits for the report of the other, and one of a day to come
            seen(harness, "customer_id:b", 1);
            fact(harness, NodeFact.LINK, "customer_id:b", "anonymous_id:phone", 1);
            seen(harness, "device_id:till", 5);
            fact(harness, NodeFact.LINK, "customer_id:a", "device_id:till", 5);
        }

        @Override
        public void after(KeyedTwoInputStreamOperatorTestHarness<Integer, NodeFact, Erasure, IdentityNews> harness)
                throws Exception {
            seen(harness, "anonymous_id:phone", 1);
            seen(harness, "customer_id:gone", 1);
            seen(harness, "loyalty_id:l", 1);
            fact(harness, NodeFact.LINK, "anonymous_id:cookie", "loyalty_id:l", 1);
            harness.processWatermark1(new Watermark(ShopLog.at(9, 0).toEpochMilli()));
        }

        private static void seen(
                KeyedTwoInputStreamOperatorTestHarness<Integer, NodeFact, Erasure, IdentityNews> harness,
                String node,
                int day)
                throws Exception {
            fact(harness, NodeFact.SEEN, node, "", day);
        }

        private static void fact(
                KeyedTwoInputStreamOperatorTestHarness<Integer, NodeFact, Erasure, IdentityNews> harness,
                String kind,
                String node,
                String other,
                int day)
                throws Exception {
            harness.processElement1(
                    new NodeFact(kind, node, other, micros(day), kind + node + other), micros(day) / 1000);
        }
    }

    /** A cookie that becomes a customer's on a day, and a customer who waits for an answer; event time stands on day 2. */
    private record Assigning(int day)
            implements StateSnapshots.Life<
                    KeyedTwoInputStreamOperatorTestHarness<String, NodeProfile, IdentityNews, NodeOfPerson>> {
        private static final String COOKIE = "anonymous_id:cookie";
        private static final String CUSTOMER = "customer_id:a";

        @Override
        public KeyedTwoInputStreamOperatorTestHarness<String, NodeProfile, IdentityNews, NodeOfPerson> start(
                @Nullable OperatorSubtaskState state) throws Exception {
            return StateSnapshots.open(
                    new KeyedTwoInputStreamOperatorTestHarness<>(
                            new KeyedCoProcessOperator<>(new AssignPerson(SETTINGS.calendar())),
                            NodeProfile::nodeKey,
                            IdentityNews::node,
                            Types.STRING),
                    state);
        }

        @Override
        public void before(
                KeyedTwoInputStreamOperatorTestHarness<String, NodeProfile, IdentityNews, NodeOfPerson> harness)
                throws Exception {
            harness.processBothWatermarks(new Watermark(SETTINGS.calendar().boundaryTimer(FIRST_DAY + 2)));
            harness.processElement1(profile(COOKIE, 0, 1), 0);
            harness.processElement1(profile(CUSTOMER, 1, 1), 0);
            harness.processElement2(news(COOKIE, 0), 0);
            harness.processElement1(NodeProfile.forgotten("customer_id:gone", 1), 0);
        }

        @Override
        public void after(
                KeyedTwoInputStreamOperatorTestHarness<String, NodeProfile, IdentityNews, NodeOfPerson> harness)
                throws Exception {
            harness.processElement1(profile("customer_id:gone", 0, 2), 0);
            harness.processElement2(news(CUSTOMER, 1), 0);
            harness.processElement1(profile(COOKIE, 0, 2), 0);
            harness.processBothWatermarks(new Watermark(SETTINGS.calendar().boundaryTimer(FIRST_DAY + 9)));
            harness.processElement1(profile(COOKIE, 0, 3), 0);
        }

        private IdentityNews news(String node, int answers) {
            return new IdentityNews(
                    node, Identifier.parse(CUSTOMER).personId(), answers, false, micros(day), FIRST_DAY + day);
        }

        private static NodeProfile profile(String node, int factsSent, long version) {
            Contact contact = new Contact(micros(0), "e", null, "web", null, null, null, null, null, List.of());
            return new NodeProfile(
                    node,
                    Activity.none().seen(contact),
                    OrderLedger.empty(),
                    true,
                    null,
                    factsSent,
                    micros(0) + version);
        }
    }

    private static long micros(int day) {
        return ShopLog.at(day, 9).toEpochMilli() * 1000;
    }
}

package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.erasure.Erasure;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResolveIdentityTest {
    private static final ProfileSettings SETTINGS = ShopLog.settings(Duration.ofDays(4));
    private static final int FIRST_DAY = (int) ShopLog.FIRST_DAY.toEpochDay();

    private KeyedTwoInputStreamOperatorTestHarness<Integer, NodeFact, Erasure, IdentityNews> harness;

    @BeforeEach
    void start() throws Exception {
        harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new ResolveIdentity(SETTINGS.identity(), SETTINGS.calendar())),
                fact -> 0,
                erasure -> 0,
                Types.INT);
        harness.open();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    /** What is held of a day to come is who is who then, and not since when an identifier is there. */
    @Test
    void aLinkOfTodayDoesNotWaitForTheDayOfAnEventThatWasReadBeforeIt() throws Exception {
        Watermark today = new Watermark(ShopLog.at(1, 0).toEpochMilli());
        harness.processWatermark1(today);
        harness.processWatermark2(Watermark.MAX_WATERMARK);
        harness.processElement1(seen("anonymous_id:cookie", ShopLog.at(4, 9)), 0);
        harness.processElement1(seen("customer_id:ann", ShopLog.at(4, 9)), 0);
        harness.processElement1(link(ShopLog.at(4, 9)), 0);
        assertThat(harness.extractOutputValues())
                .singleElement()
                .as("a preliminary answer")
                .extracting(IdentityNews::day)
                .isEqualTo(FIRST_DAY + 4);

        harness.processElement1(seen("customer_id:ann", ShopLog.at(1, 9)), 0);
        harness.processElement1(link(ShopLog.at(1, 9)), 0);

        String ann = Identifier.parse("customer_id:ann").personId();
        assertThat(harness.extractOutputValues())
                .filteredOn(news -> news.day() == FIRST_DAY + 1)
                .contains(
                        new IdentityNews("anonymous_id:cookie", ann, 0, false, micros(ShopLog.at(1, 9)), FIRST_DAY + 1),
                        new IdentityNews("customer_id:ann", ann, 1, false, micros(ShopLog.at(1, 9)), FIRST_DAY + 1));
    }

    private static NodeFact seen(String node, Instant at) {
        return new NodeFact(NodeFact.SEEN, node, "", micros(at), "e" + at);
    }

    private static NodeFact link(Instant at) {
        return new NodeFact(NodeFact.LINK, "customer_id:ann", "anonymous_id:cookie", micros(at), "e" + at);
    }

    private static long micros(Instant at) {
        return at.toEpochMilli() * 1000;
    }
}

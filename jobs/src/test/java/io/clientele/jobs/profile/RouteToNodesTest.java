package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class RouteToNodesTest {

    @Test
    void anEventGoesToItsMostTellingIdentifierAndTheOthersAreToldOnce() {
        EventIdentifiers both = new EventIdentifiers("ann", null, null, null, "tablet", "cookie");

        assertThat(routed(new ShopLog()
                        .clickedAs(both, ShopLog.at(0, 9))
                        .clickedAs(both, ShopLog.at(0, 9).plusSeconds(60))))
                .containsExactly(
                        "device_id:tablet told",
                        "anonymous_id:cookie told",
                        "customer_id:ann with [device_id:tablet, anonymous_id:cookie]",
                        "customer_id:ann with [device_id:tablet, anonymous_id:cookie]");
    }

    @Test
    void anAssertionNamesIdentifiersBesideThoseOfItsEnvelope() {
        assertThat(routed(new ShopLog().asserted("link", ShopLog.at(0, 9), "anonymous_id:cookie", "customer_id:ann")))
                .containsExactly("anonymous_id:cookie told", "customer_id:ann with [anonymous_id:cookie]");
        assertThat(routed(new ShopLog().asserted("merge", ShopLog.at(0, 9), "anonymous_id:cookie", "customer_id:ann")))
                .containsExactly(
                        "anonymous_id:cookie told of a decision",
                        "customer_id:ann with [anonymous_id:cookie] by a decision");
    }

    /** A notice of a link tells no more than the link does; a decision that is taken back is seen nowhere else. */
    @Test
    void everyDecisionIsTold() {
        EventIdentifiers both = EventIdentifiers.of("ann", "cookie");

        assertThat(routed(new ShopLog()
                        .clickedAs(both, ShopLog.at(0, 9))
                        .asserted("unmerge", ShopLog.at(0, 9), "customer_id:ann", "anonymous_id:cookie")
                        .clickedAs(both, ShopLog.at(0, 9).plusSeconds(60))))
                .containsExactly(
                        "anonymous_id:cookie told",
                        "customer_id:ann with [anonymous_id:cookie]",
                        "anonymous_id:cookie told of a decision",
                        "customer_id:ann with [anonymous_id:cookie] by a decision",
                        "customer_id:ann with [anonymous_id:cookie]");
    }

    @Test
    void valuesThatIdentifyNobodyAreNoNodes() {
        assertThat(routed(new ShopLog()
                        .clickedAs(EventIdentifiers.of("0000", "null"), ShopLog.at(0, 9))
                        .clickedAs(EventIdentifiers.of("-1", "cookie"), ShopLog.at(0, 9))))
                .containsExactly("anonymous_id:cookie with []");
    }

    @Test
    void anEventAgainstItsContractNamesNobody() {
        ShopLog log = new ShopLog().asserted("link", ShopLog.at(0, 9), "anonymous_id:cookie", "phone:ann");

        assertThat(routed(log)).isEmpty();
    }

    private static List<String> routed(ShopLog log) {
        RouteToNodes route = new RouteToNodes(ShopLog.schemas(), "GBP");
        route.open(DefaultOpenContext.INSTANCE);
        List<NodeInput> inputs = new ArrayList<>();
        for (ReceivedEvent event : log.events()) {
            route.flatMap(event, new ListCollector<>(inputs));
        }
        return inputs.stream()
                .map(input -> input.node()
                        + (input.event() == null
                                ? input.isLink() ? " told" : " told of a decision"
                                : " with " + input.others() + (input.isLink() ? "" : " by a decision")))
                .toList();
    }
}

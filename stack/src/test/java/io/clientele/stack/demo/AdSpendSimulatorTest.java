package io.clientele.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import io.clientele.stack.imports.EventBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class AdSpendSimulatorTest {
    private static final Instant NOON = Instant.parse("2011-06-30T12:00:00Z");

    private static List<GenericRecord> spends(Instant... orders) {
        List<GenericRecord> spends = new ArrayList<>();
        AdSpendSimulator simulator = new AdSpendSimulator();
        for (Instant placedAt : orders) {
            GenericRecord order = EventBuilder.event(
                            EventContract.of("orders"), "order_placed", "e", placedAt, "test", "web")
                    .set("currency", "GBP")
                    .build();
            simulator.with(order, spends::add);
        }
        return spends;
    }

    private static List<String> texts(List<GenericRecord> events) {
        return events.stream()
                .map(event -> event.get("event_id") + " " + event.get("campaign_id") + " " + event.get("spend_amount"))
                .toList();
    }

    @Test
    void aDayIsToldOnceWhicheverOrderComesFirst() {
        List<GenericRecord> spends = spends(NOON, NOON.plusSeconds(60), NOON.plusSeconds(86_400));

        assertThat(spends).hasSize(6);
        assertThat(spends)
                .extracting(event -> String.valueOf(event.get("event_id")))
                .doesNotHaveDuplicates();
        assertThat(texts(spends(NOON.plusSeconds(86_400), NOON.plusSeconds(60))))
                .containsExactlyInAnyOrderElementsOf(texts(spends));
    }

    @Test
    void everyRecordKeepsTheContract() {
        EventRules rules = new EventRules("GBP");
        assertThat(spends(NOON))
                .allSatisfy(event -> assertThat(rules.violation(AdSpendSimulator.CONTRACT, event))
                        .isNull())
                .extracting(event -> String.valueOf(event.get("campaign_id")))
                .containsExactly("summer-2011-gifts", "summer-2011-fans", "summer-2011-partners");
    }
}

package io.clientele.bench.micro;

import io.clientele.bench.ShopEvents;
import io.clientele.bench.ShopPlan;
import io.clientele.connectors.kafka.ReceivedEvent;
import java.util.ArrayList;
import java.util.List;

/** The first events of the shop that all benchmarks are about. */
final class ShopSample {
    private static final int CUSTOMERS = 2_000;
    private static final int VISITS = 4;
    private static final int DAYS = 30;
    private static final int SEED = 42;

    private ShopSample() {}

    /** So many events, clicks and orders as they come, by event time. */
    static List<ReceivedEvent> events(int count) {
        ShopEvents shop =
                new ShopEvents(new ShopPlan(CUSTOMERS, VISITS, 0, DAYS, 1, SEED, ShopPlan.Popularity.UNIFORM));
        List<ReceivedEvent> events = new ArrayList<>(count);
        for (long number = 0; number < count; number++) {
            events.add(shop.map(number));
        }
        return events;
    }
}

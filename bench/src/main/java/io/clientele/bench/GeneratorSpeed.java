package io.clientele.bench;

import java.time.Duration;

/** How fast one thread makes the events, which is what both arms pay before they do anything. */
final class GeneratorSpeed {

    private static final long MOST_EVENTS = 300_000;

    private GeneratorSpeed() {}

    static double eventsPerSecond(ShopPlan plan) {
        time(plan);
        return Math.min(plan.eventsPerPartition(), MOST_EVENTS) / time(plan);
    }

    private static double time(ShopPlan plan) {
        ShopEvents events = new ShopEvents(plan);
        long begin = System.nanoTime();
        for (long number = 0; number < Math.min(plan.eventsPerPartition(), MOST_EVENTS); number++) {
            events.map(number);
        }
        return Duration.ofNanos(System.nanoTime() - begin).toNanos() / 1e9;
    }
}

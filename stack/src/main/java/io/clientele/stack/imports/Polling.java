package io.clientele.stack.imports;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that nobody announces. */
public final class Polling {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private Polling() {}

    /** Asks until the answer is yes or the time is over; says whether it was yes. */
    public static boolean until(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > atMost.toNanos()) {
                return false;
            }
            Thread.sleep(INTERVAL.toMillis());
        }
        return true;
    }
}

package io.clientele.stack.imports;

import java.time.Duration;

/** Waits for something that nobody announces. */
public final class Polling {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private Polling() {}

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it holds now. */
        boolean holds() throws InterruptedException;
    }

    /** Asks until the answer is yes or the time is over; says whether it was yes. */
    public static boolean until(Duration atMost, Condition condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > atMost.toNanos()) {
                return false;
            }
            Thread.sleep(INTERVAL.toMillis());
        }
        return true;
    }
}

package io.clientele.connectors.kafka;

import java.time.Duration;
import org.apache.flink.util.clock.RelativeClock;

/** How long nothing has come, by Flink's clock that stands still while the reader is not allowed to read. */
final class Silence {
    private final RelativeClock clock;
    private final long timeoutMillis;
    private long sinceMillis;
    private boolean isBroken = true;

    Silence(RelativeClock clock, Duration timeout) {
        this.clock = clock;
        this.timeoutMillis = timeout.toMillis();
    }

    /** Something came. Asks no clock, since it is called for every record. */
    void end() {
        isBroken = true;
    }

    /** Whether nothing has come for the whole timeout, counted from the first question after the last record. */
    boolean isLong() {
        if (isBroken) {
            isBroken = false;
            sinceMillis = clock.relativeTimeMillis();
        }
        return clock.relativeTimeMillis() - sinceMillis >= timeoutMillis;
    }
}

package io.clientele.jobs.domain.carts;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a cart is abandoned and when it is closed. All in microseconds.
 *
 * @param abandonedAfter a cart that nobody touched for longer than this is abandoned
 * @param closedAfter one that nobody touched for longer than this is closed: what is put in later begins another one
 * @param orderReach how long before the first event of a cart its order may have been placed: clocks differ
 */
public record CartRules(long abandonedAfter, long closedAfter, long orderReach) implements Serializable {

    /** After so long a cart is closed. */
    public static final Duration CLOSED_AFTER = Duration.ofDays(30);

    /** The rules with a time after which a cart is abandoned. */
    public static CartRules of(Duration abandonedAfter) {
        return new CartRules(micros(abandonedAfter), micros(CLOSED_AFTER), micros(Duration.ofHours(24)));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}

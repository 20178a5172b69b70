package io.clientele.jobs.journey;

import io.clientele.jobs.domain.carts.CartRules;
import io.clientele.jobs.domain.sessions.OrderClaims;
import io.clientele.jobs.domain.sessions.OwnHosts;
import io.clientele.jobs.domain.sessions.SessionRules;
import io.clientele.jobs.settings.JobSettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * What the journey topology needs to know.
 *
 * @param reportingCurrency ISO 4217, the currency of every amount
 * @param ownHosts the shop's hosts
 * @param lateness how far behind event time an event may be and still correct its session
 * @param rules when a session ends
 * @param carts when a cart is abandoned
 */
public record JourneySettings(
        String reportingCurrency, OwnHosts ownHosts, Duration lateness, SessionRules rules, CartRules carts)
        implements Serializable {

    private static final long MICROS_PER_MILLI = 1000;

    /** The part of the job's settings that concerns the topology. */
    static JourneySettings of(JobSettings settings) {
        return new JourneySettings(
                settings.business().reportingCurrency().getCurrencyCode(),
                settings.ownHosts(),
                settings.deduplicationRetention(),
                SessionRules.DEFAULT,
                CartRules.of(settings.cartAbandonedAfter()));
    }

    /** Before this an event is late, in epoch microseconds, when event time stands here, in epoch milliseconds. */
    long oldest(long watermark) {
        return watermark == Long.MIN_VALUE ? Long.MIN_VALUE : (watermark - lateness.toMillis()) * MICROS_PER_MILLI;
    }

    /** Sessions that ended before this are closed, in epoch microseconds, when event time stands here, in epoch milliseconds. */
    long closedBefore(long watermark) {
        return watermark == Long.MIN_VALUE ? Long.MIN_VALUE : watermark * MICROS_PER_MILLI - sessionsKept();
    }

    /** How long after its newest word nothing that is said of an order can change whose it is, in microseconds. */
    long claimsKept() {
        return lateness.toMillis() * MICROS_PER_MILLI + OrderClaims.REACH;
    }

    /**
     * How long after its last event nothing can change a session any more, in microseconds: an order may be the last thing to come,
     * name a click from before, and be taken away again for a later one.
     */
    long sessionsKept() {
        return claimsKept() + OrderClaims.REACH + rules.gap();
    }

    /**
     * Before this nothing of a cart can change any more, in epoch microseconds, when event time stands here, in epoch milliseconds: no
     * event can come, and no order be given or taken away.
     */
    long settledBefore(long watermark) {
        return watermark == Long.MIN_VALUE ? Long.MIN_VALUE : watermark * MICROS_PER_MILLI - claimsKept();
    }

    /** How long after its last event or order nothing can change a cart any more, in microseconds: it is closed, and its order certain. */
    long cartsKept() {
        return claimsKept() + carts.closedAfter();
    }

    /** The first event-time millisecond at which so much time has passed since then. */
    static long timer(long sinceMicros, long keptMicros) {
        return Math.floorDiv(sinceMicros + keptMicros, MICROS_PER_MILLI) + 1;
    }
}

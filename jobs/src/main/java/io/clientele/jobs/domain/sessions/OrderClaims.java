package io.clientele.jobs.domain.sessions;

import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which visitor placed an order: the one whose click named it last before it was placed, else the first after; only clicks within
 * {@link #REACH} of it count. Without one it is the visitor whom the order itself names. What was said about an order is a set, so
 * the answer does not depend on the order of arrival.
 *
 * @param clickTimes of the clicks that name the order, epoch microseconds, in no order
 * @param clickVisitors whose each was, {@link Visitor#key}
 * @param placing the order when it was placed, of several the earliest; null until it is known
 */
public record OrderClaims(
        long[] clickTimes, String[] clickVisitors, @Nullable Placing placing) {

    /** How far a click may be from the order that it names, in microseconds. */
    public static final long REACH = Duration.ofHours(24).toNanos() / 1000;

    private static final long[] NO_TIMES = {};
    private static final String[] NO_VISITORS = {};

    /**
     * An order as it was placed.
     *
     * @param at epoch microseconds
     * @param eventId of the event that says so
     * @param visitor whom the event names, {@link Visitor#key}; empty for nobody
     * @param value gross less discounts, in ten-thousandths of the reporting currency
     */
    public record Placing(long at, String eventId, String visitor, long value) {

        boolean isBefore(Placing other) {
            return at < other.at || (at == other.at && eventId.compareTo(other.eventId) < 0);
        }
    }

    /**
     * Whose an order is.
     *
     * @param visitor {@link Visitor#key}
     * @param at when it belongs to the visitor: the time of the click, else of the order; epoch microseconds
     */
    public record Owner(String visitor, long at, long value) {}

    /** Nothing was said yet. */
    public static OrderClaims none() {
        return new OrderClaims(NO_TIMES, NO_VISITORS, null);
    }

    /** With a click that names the order. */
    public OrderClaims clicked(long time, String visitor) {
        for (int at = 0; at < clickTimes.length; at++) {
            if (clickTimes[at] == time && clickVisitors[at].equals(visitor)) {
                return this;
            }
        }
        return new OrderClaims(Columns.appended(clickTimes, time), Columns.appended(clickVisitors, visitor), placing);
    }

    /** With an event that says it was placed. */
    public OrderClaims placed(Placing said) {
        return placing != null && !said.isBefore(placing) ? this : new OrderClaims(clickTimes, clickVisitors, said);
    }

    /** Without what was said of some visitors. */
    public OrderClaims without(Predicate<String> visitors) {
        OrderClaims left = this;
        for (int at = clickTimes.length - 1; at >= 0; at--) {
            if (visitors.test(clickVisitors[at])) {
                left = new OrderClaims(
                        Columns.removed(left.clickTimes, at), Columns.removed(left.clickVisitors, at), placing);
            }
        }
        @Nullable Placing known = placing;
        boolean isNamed = known != null && !known.visitor().isEmpty() && visitors.test(known.visitor());
        return known == null || !isNamed
                ? left
                : new OrderClaims(
                        left.clickTimes,
                        left.clickVisitors,
                        new Placing(known.at(), known.eventId(), "", known.value()));
    }

    /** Time of the newest thing said, epoch microseconds. */
    public long newest() {
        long newest = placing == null ? Long.MIN_VALUE : placing.at();
        for (long time : clickTimes) {
            newest = Math.max(newest, time);
        }
        return newest;
    }

    /** Whose the order is; null while nobody knows. */
    public @Nullable Owner owner() {
        if (placing == null) {
            return null;
        }
        int best = -1;
        for (int at = 0; at < clickTimes.length; at++) {
            if (Math.abs(clickTimes[at] - placing.at()) <= REACH && (best < 0 || isBetter(at, best, placing.at()))) {
                best = at;
            }
        }
        if (best >= 0) {
            return new Owner(clickVisitors[best], clickTimes[best], placing.value());
        }
        return placing.visitor().isEmpty() ? null : new Owner(placing.visitor(), placing.at(), placing.value());
    }

    private boolean isBetter(int one, int other, long placedAt) {
        boolean isBefore = clickTimes[one] <= placedAt;
        if (isBefore != (clickTimes[other] <= placedAt)) {
            return isBefore;
        }
        if (clickTimes[one] != clickTimes[other]) {
            return isBefore == clickTimes[one] > clickTimes[other];
        }
        return clickVisitors[one].compareTo(clickVisitors[other]) < 0;
    }
}

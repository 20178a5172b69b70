package io.clientele.bench;

import java.io.Serializable;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A shop whose customers come a few times each, spread evenly over some days. Everything about it is a function of these values, so
 * every run sees the same events.
 *
 * <p>A share of the customers is <em>linked</em>: they come as a visitor with a cookie before they log in, come back on a second
 * device, and their last order names a loyalty card and an e-mail address. All others are known by their customer number alone.
 *
 * @param customers how many
 * @param visits of each customer
 * @param linkedShare part of the customers that is linked, 0–1
 * @param days that the visits are spread over
 * @param partitions that the events lie in; divides the number of customers
 * @param popularity how the visits are spread over the customers
 */
public record ShopPlan(
        int customers, int visits, double linkedShare, int days, int partitions, long seed, Popularity popularity)
        implements Serializable {

    /** Who comes how often. */
    public enum Popularity {
        /** Every customer as often as any other. */
        UNIFORM,
        /** The nth customer of a partition 1/n as often as its first: a few come all the time, most hardly ever. */
        ZIPF
    }

    /** Events of a visit: two clicks, then an order or another click. */
    static final int EVENTS_PER_VISIT = 3;

    private static final long FIRST_MICROS =
            Instant.parse("2026-03-02T00:00:00Z").toEpochMilli() * 1000;

    /** One visit in so many ends with an order. */
    private static final int VISITS_PER_ORDER = 3;

    /** Larger than any number of customers and prime, so its multiples meet every customer. */
    private static final long STRIDE = 2_147_483_647L;

    private static final int LINKED = 1;
    private static final int ORDERS = 2;
    private static final int WHO = 6;

    /** @throws IllegalArgumentException if a value makes no shop */
    public ShopPlan {
        require(customers > 0 && customers % partitions == 0, "customers", customers, "a multiple of " + partitions);
        require(visits > 0, "visits", visits, "positive");
        require(linkedShare >= 0 && linkedShare <= 1, "linkedShare", linkedShare, "from 0 to 1");
        require(days > 0, "days", days, "positive");
        require(
                linkedShare == 0 || popularity == Popularity.UNIFORM,
                "linkedShare",
                linkedShare,
                "0 unless all customers come equally often");
    }

    /** A shop whose customers come equally often. */
    public ShopPlan(int customers, int visits, double linkedShare, int days, int partitions, long seed) {
        this(customers, visits, linkedShare, days, partitions, seed, Popularity.UNIFORM);
    }

    long allVisits() {
        return (long) customers * visits;
    }

    /** Events altogether. */
    public long events() {
        return allVisits() * EVENTS_PER_VISIT;
    }

    long eventsPerPartition() {
        return events() / partitions;
    }

    /** When a visit begins, epoch microseconds; later visits have higher numbers. */
    long start(long visit) {
        double part = visit / (double) allVisits();
        return FIRST_MICROS + (long) (part * TimeUnit.DAYS.toMicros(days));
    }

    /** Who comes; when all come equally often, every customer once before any comes again. A customer's visits lie in one partition. */
    int customer(long visit) {
        if (popularity == Popularity.ZIPF) {
            int ofPartition = customers / partitions;
            // the inverse of the distribution 1/x between 1 and the number of customers
            int rank = (int) Math.pow(ofPartition, chance(hash(WHO, visit))) - 1;
            return rank * partitions + (int) (visit % partitions);
        }
        return (int) (visit % customers * STRIDE % customers);
    }

    /** Which of the customer's visits it is, from 0. */
    int round(long visit) {
        return (int) (visit / customers);
    }

    boolean isLinked(int customer) {
        return chance(hash(LINKED, customer)) < linkedShare;
    }

    /** Whether the visit ends with an order; the last visit of a linked customer does. */
    boolean hasOrder(long visit) {
        boolean isLast = round(visit) == visits - 1;
        return (isLast && isLinked(customer(visit))) || Math.floorMod(hash(ORDERS, visit), VISITS_PER_ORDER) == 0;
    }

    /** A number that looks random and depends on the arguments alone. */
    long hash(int purpose, long of) {
        return mixed(mixed(seed * 31 + purpose) + of);
    }

    private static double chance(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }

    /** The finaliser of SplitMix64. */
    private static long mixed(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private static void require(boolean holds, String name, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed is " + allowed);
        }
    }
}

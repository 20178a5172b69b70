package io.clientele.jobs.domain.rfm;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often each value occurs in the population: an exact histogram, and one of bounded size when there are too many
 * distinct values. Then each value is represented by its {@value #KEPT_BITS} leading bits, which is off by less than
 * {@link #RELATIVE_ERROR} of it; values are whole numbers, so both forms sort and select exactly.
 */
public final class ValueCounts {

    /** The largest relative difference between a value and its representative, once values are grouped. */
    public static final double RELATIVE_ERROR = 1.0 / 1024;

    private static final int KEPT_BITS = 11;

    private final TreeMap<Long, Long> counts = new TreeMap<>();
    private long population;

    /** Adds (positive) or removes (negative) occurrences of a value. */
    public void add(long value, long times) {
        long now = counts.merge(value, times, Long::sum);
        if (now == 0) {
            counts.remove(value);
        } else if (now < 0) {
            throw new IllegalStateException("value " + value + " was taken out more often than it was put in");
        }
        population += times;
    }

    /** How often the value occurs. */
    public long count(long value) {
        return counts.getOrDefault(value, 0L);
    }

    /** The number of occurrences of all values. */
    public long population() {
        return population;
    }

    /** The number of different values. */
    public int distinct() {
        return counts.size();
    }

    /** The same population with each value replaced by its representative. */
    public ValueCounts grouped() {
        ValueCounts grouped = new ValueCounts();
        counts.forEach((value, times) -> grouped.add(representative(value), times));
        return grouped;
    }

    /** The smallest non-negative value with the same leading bits, or the mirrored one for a negative value. */
    static long representative(long value) {
        if (value < 0) {
            return -representative(-value);
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value);
        return bits <= KEPT_BITS ? value : value >>> (bits - KEPT_BITS) << (bits - KEPT_BITS);
    }

    /**
     * The type-7 quantiles at 20, 40, 60 and 80 % (Hyndman and Fan 1996: linear between the order statistics around
     * rank (n − 1)·p), exactly, in tenths of the value's unit.
     *
     * @throws IllegalStateException when the population is empty
     */
    public long[] quintileCuts() {
        if (population == 0) {
            throw new IllegalStateException("an empty population has no quantiles");
        }
        long[] cuts = new long[CutPoints.CUTS];
        long seen = 0;
        int cut = 0;
        for (Map.Entry<Long, Long> entry : counts.entrySet()) {
            seen += entry.getValue();
            // ranks from 0: the value covers ranks below `seen`
            while (cut < cuts.length && rank(cut) < seen) {
                long lower = entry.getKey();
                long upper = rank(cut) + 1 < seen ? lower : above(lower);
                cuts[cut] = 10 * lower + 2 * fifths(cut) * (upper - lower);
                cut++;
            }
        }
        return cuts;
    }

    private long rank(int cut) {
        return (population - 1) * (cut + 1) / 5;
    }

    private long fifths(int cut) {
        return (population - 1) * (cut + 1) % 5;
    }

    private long above(long value) {
        Long next = counts.higherKey(value);
        return next == null ? value : next;
    }
}

package io.clientele.jobs.domain.behaviour;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often each value of an open set (a category, a brand) was seen, for at most {@value #MOST} values. Up to that
 * many the counts are exact; beyond, only the values with the smallest hashes are kept, so which ones stay depends on
 * the values alone, never on the order of arrival, and the counts of those are exact.
 */
public record BoundedCounts(Map<String, Long> counts) {

    /** Distinct values kept per customer. */
    public static final int MOST = 128;

    private static final Comparator<String> BY_HASH = Comparator.<String>comparingInt(
                    value -> scrambled(value.hashCode()))
            .thenComparing(Comparator.naturalOrder());

    /** No value seen yet. */
    public static BoundedCounts none() {
        return new BoundedCounts(new HashMap<>());
    }

    /** Counts one more occurrence. */
    public void add(String value, long times) {
        if (counts.merge(value, times, Long::sum) == times && counts.size() > MOST) {
            counts.keySet().stream().max(BY_HASH).ifPresent(counts::remove);
        }
    }

    /** These counts and another customer's together. */
    public BoundedCounts merge(BoundedCounts other) {
        BoundedCounts both = new BoundedCounts(new HashMap<>(counts));
        other.counts.forEach(both::add);
        return both;
    }

    /** The value seen most often; of equals, the first in alphabetical order. */
    public Optional<String> favourite() {
        String favourite = null;
        long most = 0;
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            long times = count.getValue();
            if (favourite == null
                    || times > most
                    || (times == most && count.getKey().compareTo(favourite) < 0)) {
                favourite = count.getKey();
                most = times;
            }
        }
        return Optional.ofNullable(favourite);
    }

    /** String hashes of similar values lie close together; this spreads them (the finaliser of MurmurHash3). */
    private static int scrambled(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return mixed ^ mixed >>> 16;
    }
}

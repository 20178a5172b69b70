package io.clientele.jobs.domain.rfm;

import org.jspecify.annotations.Nullable;

/**
 * The scored population as three histograms. Recency is counted by the absolute day of the last order, so that passing
 * time moves nothing.
 */
public final class Population {

    private final ValueCounts lastOrderDays;
    private final ValueCounts frequencies;
    private final ValueCounts monetary;
    private @Nullable CutPoints unchangedSince;

    /** An empty population. */
    public Population() {
        this(new ValueCounts(), new ValueCounts(), new ValueCounts());
    }

    /** A population read back from its histograms. */
    public Population(ValueCounts lastOrderDays, ValueCounts frequencies, ValueCounts monetary) {
        this.lastOrderDays = lastOrderDays;
        this.frequencies = frequencies;
        this.monetary = monetary;
    }

    /** A histogram of the population. */
    public ValueCounts counts(Metric metric) {
        return switch (metric) {
            case LAST_ORDER_DAY -> lastOrderDays;
            case FREQUENCY -> frequencies;
            case MONETARY -> monetary;
        };
    }

    /** Takes a customer's old values out and puts the new ones in. */
    public void move(RfmValues before, RfmValues after) {
        unchangedSince = null;
        add(before, -1);
        add(after, 1);
    }

    private void add(RfmValues values, int times) {
        if (values.hasOrders()) {
            for (Metric metric : Metric.values()) {
                counts(metric).add(metric.of(values), times);
            }
        }
    }

    /** The cut points as of a day; null while nobody has an order. */
    public @Nullable CutPoints cutPoints(int asOfDay, ScoringRules rules) {
        long size = frequencies.population();
        if (size == 0) {
            return null;
        }
        ScoringRules.FixedCuts fixed = rules.fixed();
        if (fixed != null) {
            return new CutPoints(asOfDay, fixed.recency(), fixed.frequency(), fixed.monetary(), size, true, false);
        }
        if (unchangedSince != null) {
            return unchangedSince.movedTo(asOfDay);
        }
        boolean isExact = monetary.distinct() <= rules.maxExactValues();
        unchangedSince = new CutPoints(
                asOfDay,
                recencyCuts(asOfDay),
                frequencies.quintileCuts(),
                (isExact ? monetary : monetary.grouped()).quintileCuts(),
                size,
                isExact,
                false);
        return unchangedSince;
    }

    /** The quantiles of (day − last order day) are those of the last order day, mirrored. */
    private long[] recencyCuts(int asOfDay) {
        long[] days = lastOrderDays.quintileCuts();
        long[] cuts = new long[days.length];
        for (int cut = 0; cut < cuts.length; cut++) {
            cuts[cut] = 10L * asOfDay - days[days.length - 1 - cut];
        }
        return cuts;
    }

    /** What is counted. */
    public enum Metric {
        LAST_ORDER_DAY,
        FREQUENCY,
        MONETARY;

        /** The counted value of a customer. */
        public long of(RfmValues values) {
            return switch (this) {
                case LAST_ORDER_DAY -> values.lastOrderDay();
                case FREQUENCY -> values.frequency();
                case MONETARY -> values.monetary();
            };
        }
    }
}

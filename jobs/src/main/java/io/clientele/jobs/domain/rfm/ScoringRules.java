package io.clientele.jobs.domain.rfm;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How cut points are made.
 *
 * @param fixed the configured cut points, or null when they are the population's quintiles
 * @param lookBackDays how many days of net sales the monetary value covers
 * @param maxExactValues distinct monetary values kept exactly; beyond that they are grouped
 */
public record ScoringRules(@Nullable FixedCuts fixed, long lookBackDays, int maxExactValues) implements Serializable {

    /** A look-back window that never ends. */
    public static final long ALL_HISTORY = Integer.MAX_VALUE;

    /** Cut points from the configuration, each four ascending, in tenths of the metric's unit. */
    public record FixedCuts(long[] recency, long[] frequency, long[] monetary) implements Serializable {}

    /** The name of the mode in tables and events. */
    public String mode() {
        return fixed == null ? "quantile" : "fixed";
    }
}

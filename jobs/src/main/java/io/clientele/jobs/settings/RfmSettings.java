package io.clientele.jobs.settings;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How RFM is scored.
 *
 * @param scoringMode where the cut points come from
 * @param fixedRecency fixed mode: four cut points in days, ascending; else empty
 * @param fixedFrequency fixed mode: four cut points in orders, ascending; else empty
 * @param fixedMonetary fixed mode: four cut points in the reporting currency, ascending; else empty
 * @param lookBackDays how many days before the as-of date count; null for all history
 */
public record RfmSettings(
        ScoringMode scoringMode,
        List<BigDecimal> fixedRecency,
        List<BigDecimal> fixedFrequency,
        List<BigDecimal> fixedMonetary,
        @Nullable Integer lookBackDays)
        implements Serializable {

    /** Where the cut points come from. */
    public enum ScoringMode {
        /** Quantiles of the population with an order, anew for each business day. */
        QUANTILE,
        /** The configured ones. */
        FIXED;

        static ScoringMode parse(String text) {
            for (ScoringMode mode : values()) {
                if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return mode;
                }
            }
            throw new IllegalArgumentException("no scoring mode " + text);
        }
    }

    public RfmSettings {
        fixedRecency = List.copyOf(fixedRecency);
        fixedFrequency = List.copyOf(fixedFrequency);
        fixedMonetary = List.copyOf(fixedMonetary);
    }
}

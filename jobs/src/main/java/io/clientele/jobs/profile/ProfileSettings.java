package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.Money;
import io.clientele.jobs.domain.identity.IdentityRules;
import io.clientele.jobs.domain.rfm.ScoringRules;
import io.clientele.jobs.settings.JobSettings;
import io.clientele.jobs.settings.RfmSettings;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * What the profile topology needs to know.
 *
 * @param reportingCurrency ISO 4217, the currency of every amount
 * @param identity how far links between identifiers may go
 * @param deduplicationRetention how long after an event (in event time) its repetition is recognised
 */
public record ProfileSettings(
        BusinessCalendar calendar,
        String reportingCurrency,
        ScoringRules scoring,
        IdentityRules identity,
        Duration deduplicationRetention)
        implements Serializable {

    /** Distinct monetary values kept exactly: 24 bytes each in the state and twice that in memory. */
    private static final int MAX_EXACT_VALUES = 1_000_000;

    /** The part of the job's settings that concerns the topology. */
    static ProfileSettings of(JobSettings settings) {
        RfmSettings rfm = settings.rfm();
        Integer lookBack = rfm.lookBackDays();
        return new ProfileSettings(
                new BusinessCalendar(settings.business().zone()),
                settings.business().reportingCurrency().getCurrencyCode(),
                new ScoringRules(
                        rfm.scoringMode() == RfmSettings.ScoringMode.QUANTILE
                                ? null
                                : new ScoringRules.FixedCuts(
                                        tenths(rfm.fixedRecency(), 1),
                                        tenths(rfm.fixedFrequency(), 1),
                                        tenths(rfm.fixedMonetary(), 1 + Money.SCALE)),
                        lookBack == null ? ScoringRules.ALL_HISTORY : lookBack,
                        MAX_EXACT_VALUES),
                settings.identity(),
                settings.deduplicationRetention());
    }

    private static long[] tenths(List<BigDecimal> cuts, int scale) {
        return cuts.stream()
                .mapToLong(cut -> cut.movePointRight(scale).longValueExact())
                .toArray();
    }
}

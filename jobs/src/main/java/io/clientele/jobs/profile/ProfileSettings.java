package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.rfm.ScoringRules;
import java.io.Serializable;
import java.time.Duration;

/**
 * What the profile topology needs to know.
 *
 * @param reportingCurrency ISO 4217, the currency of every amount
 * @param deduplicationRetention how long after an event (in event time) its repetition is recognised
 */
public record ProfileSettings(
        BusinessCalendar calendar, String reportingCurrency, ScoringRules scoring, Duration deduplicationRetention)
        implements Serializable {}

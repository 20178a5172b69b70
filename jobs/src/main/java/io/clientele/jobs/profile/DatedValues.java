package io.clientele.jobs.profile;

import io.clientele.jobs.domain.rfm.RfmValues;

/**
 * A person's values from the end of a business day on.
 *
 * @param day days since 1970-01-01
 * @param at when the event behind them happened, epoch microseconds
 */
public record DatedValues(int day, RfmValues values, long at) {}

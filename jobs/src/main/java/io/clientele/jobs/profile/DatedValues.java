package io.clientele.jobs.profile;

import io.clientele.jobs.domain.rfm.RfmValues;
import org.jspecify.annotations.Nullable;

/**
 * What a person is from the end of a business day on.
 *
 * @param day days since 1970-01-01
 * @param at when the event behind it happened, epoch microseconds
 * @param isMergedAway whether the person is no more, since its identifiers are another person's now, or are being forgotten
 */
public record DatedValues(int day, @Nullable String customerId, RfmValues values, long at, boolean isMergedAway) {}

package io.clientele.jobs.profile;

import io.clientele.jobs.domain.rfm.RfmValues;
import org.jspecify.annotations.Nullable;

/**
 * A person's values at the end of one business day, for the scorer.
 *
 * @param day days since 1970-01-01
 * @param at when the event behind the change happened, epoch microseconds
 */
public record RfmUpdate(String personId, @Nullable String customerId, int day, RfmValues values, long at) {}

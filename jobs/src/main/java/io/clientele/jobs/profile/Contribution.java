package io.clientele.jobs.profile;

import io.clientele.jobs.domain.rfm.RfmValues;

/**
 * A person's move inside the scored population.
 *
 * @param boundary the first business day, days since 1970-01-01, whose cut points see the new values
 */
public record Contribution(int boundary, RfmValues before, RfmValues after) {}

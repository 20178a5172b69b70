package io.clientele.jobs.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person's values from some day on, for the scorer: they replace all that it knew of that day and later ones.
 *
 * @param steps the values at the ends of the days on which they change, sorted by day, at least one
 * @param isMergedAway whether the person is no more, since its identifiers are another person's now
 */
public record RfmUpdate(String personId, @Nullable String customerId, List<DatedValues> steps, boolean isMergedAway) {}

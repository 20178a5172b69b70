package io.clientele.jobs.profile;

import org.jspecify.annotations.Nullable;

/**
 * A person went from one segment to another.
 *
 * @param asOfDay the business day of the scores, days since 1970-01-01
 * @param changedAt epoch microseconds: the event behind the change, or the first instant of the day
 * @param thresholdVersion the cut points that made it, as yyyymmdd
 * @param isIntraday true when the person's own events made it, false when the day's new cut points did
 */
public record SegmentChange(
        String personId,
        @Nullable String customerId,
        String fromSegment,
        String toSegment,
        int asOfDay,
        long changedAt,
        long thresholdVersion,
        boolean isIntraday) {}

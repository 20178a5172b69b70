package io.clientele.jobs.profile;

import io.clientele.jobs.domain.rfm.CutPoints;
import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.domain.rfm.Scores;
import io.clientele.jobs.domain.rfm.Segment;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A person's scores as of a business day.
 *
 * @param asOfDay days since 1970-01-01
 * @param thresholdVersion the cut points used, as yyyymmdd
 * @param isIntraday true when the person's own events made it, false when the beginning of the day did
 * @param changedAt epoch microseconds: the event behind it, or the first instant of the day
 * @param version grows with every score of the person: the day, then the number of the change on it
 */
@TypeInfo(CustomerScoreSerializer.Factory.class)
public record CustomerScore(
        String personId,
        @Nullable String customerId,
        int asOfDay,
        RfmValues values,
        Scores scores,
        long thresholdVersion,
        boolean isIntraday,
        long changedAt,
        long version) {

    private static final long VERSIONS_PER_DAY = 1_000_000;

    static CustomerScore of(
            ScoredPerson person, DatedValues dated, CutPoints cuts, boolean isIntraday, long changedAt) {
        CustomerScore last = person.last();
        return new CustomerScore(
                person.personId(),
                dated.customerId(),
                cuts.asOfDay(),
                dated.values(),
                cuts.score(dated.values()),
                cuts.version(),
                isIntraday,
                changedAt,
                Math.max(cuts.asOfDay() * VERSIONS_PER_DAY, last == null ? 0 : last.version + 1));
    }

    /** The last score of a person who is forgotten. */
    CustomerScore erased(long at) {
        return new CustomerScore(
                personId, null, asOfDay, RfmValues.NONE, scores, thresholdVersion, true, at, version + 1);
    }

    /** Whether the person left the scored population: all orders were cancelled or refunded. */
    public boolean isDeleted() {
        return !values.hasOrders();
    }

    /** The segment: prospect for a person without an order. */
    public Segment segment() {
        return isDeleted() ? Segment.PROSPECT : scores.segment();
    }

    boolean saysTheSameAs(@Nullable CustomerScore last) {
        return last == null
                ? isDeleted()
                : Objects.equals(customerId, last.customerId)
                        && values.equals(last.values)
                        && (isDeleted() || scores.equals(last.scores));
    }

    SegmentChange changeFrom(Segment from) {
        return new SegmentChange(
                personId,
                customerId,
                from.label(),
                segment().label(),
                asOfDay,
                changedAt,
                thresholdVersion,
                isIntraday);
    }
}

package io.clientele.jobs.profile;

import io.clientele.jobs.domain.rfm.Segment;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the scorer remembers of a person.
 *
 * @param steps values at the end of days, sorted by day: the newest that event time has passed and all to come
 * @param last the newest score emitted
 * @param awaitedDay the day whose beginning the person's timer waits for, or {@link #NO_DAY}
 * @param said the segment that was told last, where it is not that of the last score: of a person who became part of another one, or of
 *     whom a part was forgotten; otherwise null
 */
@TypeInfo(ScoredPersonSerializer.Factory.class)
public record ScoredPerson(
        String personId,
        List<DatedValues> steps,
        @Nullable CustomerScore last,
        int awaitedDay,
        @Nullable Segment said) {

    /** No day at all. */
    static final int NO_DAY = Integer.MAX_VALUE;

    static ScoredPerson unknown() {
        return new ScoredPerson("", List.of(), null, NO_DAY, null);
    }

    ScoredPerson with(RfmUpdate update) {
        int first = update.steps().get(0).day();
        List<DatedValues> changed = new ArrayList<>(steps);
        changed.removeIf(step -> step.day() >= first);
        changed.addAll(update.steps());
        return new ScoredPerson(update.personId(), changed, last, awaitedDay, said);
    }

    ScoredPerson withLast(CustomerScore score) {
        return new ScoredPerson(personId, steps, score, awaitedDay, null);
    }

    /** After a score whose segment is told to nobody. */
    ScoredPerson withUntold(CustomerScore score) {
        return new ScoredPerson(personId, steps, score, awaitedDay, segment());
    }

    /** After the segment of the last score was told. */
    ScoredPerson told() {
        return said == null ? this : new ScoredPerson(personId, steps, last, awaitedDay, null);
    }

    /** The segment that was told last: a prospect at first. */
    Segment segment() {
        if (said != null) {
            return said;
        }
        return last == null ? Segment.PROSPECT : last.segment();
    }

    ScoredPerson awaiting(int day) {
        return new ScoredPerson(personId, steps, last, day, said);
    }

    ScoredPerson fired() {
        return awaiting(NO_DAY);
    }

    /** The values at the end of a day, or null when there were none yet. */
    @Nullable
    DatedValues valuesThrough(int day) {
        DatedValues newest = null;
        for (DatedValues step : steps) {
            if (step.day() <= day) {
                newest = step;
            }
        }
        return newest;
    }

    /** Forgets the days before the newest one that is not after the given day. */
    ScoredPerson withoutDaysBefore(int day) {
        DatedValues newest = valuesThrough(day);
        List<DatedValues> kept = steps.stream()
                .filter(step -> newest == null || step.day() >= newest.day())
                .toList();
        return new ScoredPerson(personId, kept, last, awaitedDay, said);
    }

    /** The first day after {@code passed} at whose beginning the person's own values can change the score. */
    int nextStep(int passed) {
        int next = NO_DAY;
        for (DatedValues step : steps) {
            if (step.day() > passed) {
                next = Math.min(next, step.day());
            } else if (step.day() == passed) {
                next = Math.min(next, passed + 1);
            }
        }
        return next;
    }

    /** Whether the person is scored, or will be. */
    boolean isInPopulation() {
        return (last != null && !last.isDeleted())
                || steps.stream().anyMatch(step -> step.values().hasOrders());
    }
}

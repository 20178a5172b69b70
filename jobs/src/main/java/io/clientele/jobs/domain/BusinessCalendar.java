package io.clientele.jobs.domain;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Turns instants into business days and back. A business day is a calendar date in the configured zone, held as days
 * since 1970-01-01; instants are UTC, in microseconds.
 */
public record BusinessCalendar(ZoneId zone) implements Serializable {

    /** What {@link #dayReached} says before event time has begun. */
    public static final int BEFORE_ALL_DAYS = Integer.MIN_VALUE;

    /** What {@link #dayReached} says at the end of a bounded input. */
    public static final int AFTER_ALL_DAYS = Integer.MAX_VALUE;

    /** The business day on which the instant (epoch microseconds) lies. */
    public int dayOf(long micros) {
        return (int) instant(micros).atZone(zone).toLocalDate().toEpochDay();
    }

    /** The hour of the business day, 0–23, at the instant (epoch microseconds). */
    public int hourOf(long micros) {
        return instant(micros).atZone(zone).getHour();
    }

    /** The first instant of the business day, in epoch microseconds. */
    public long startOfDay(int day) {
        return ChronoUnit.MICROS.between(
                Instant.EPOCH, LocalDate.ofEpochDay(day).atStartOfDay(zone).toInstant());
    }

    /**
     * The last millisecond before the business day begins: an event-time timer set there fires as soon as everything
     * that happened before the day is known.
     */
    public long boundaryTimer(int day) {
        return Math.floorDiv(startOfDay(day), 1000L) - 1;
    }

    /** The business day that has begun when event time (epoch milliseconds) stands here. */
    public int dayReached(long watermarkMillis) {
        if (watermarkMillis == Long.MIN_VALUE) {
            return BEFORE_ALL_DAYS;
        }
        if (watermarkMillis == Long.MAX_VALUE) {
            return AFTER_ALL_DAYS;
        }
        return dayOf(Math.multiplyExact(watermarkMillis + 1, 1000L));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}

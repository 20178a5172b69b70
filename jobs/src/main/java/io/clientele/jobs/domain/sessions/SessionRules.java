package io.clientele.jobs.domain.sessions;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a session ends and when it is engaged. All in microseconds.
 *
 * @param gap an event that comes later than this after the one before begins another session
 * @param longest an event that comes later than this after the session's first begins another session
 * @param engagedAfter a session longer than this is engaged
 * @param engagedViews and so is one with so many views
 */
public record SessionRules(long gap, long longest, long engagedAfter, int engagedViews) implements Serializable {

    /** 30 minutes of inactivity, 24 hours at most; engaged beyond 10 seconds or by two views, as GA4 has it. */
    public static final SessionRules DEFAULT = new SessionRules(
            micros(Duration.ofMinutes(30)), micros(Duration.ofHours(24)), micros(Duration.ofSeconds(10)), 2);

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}

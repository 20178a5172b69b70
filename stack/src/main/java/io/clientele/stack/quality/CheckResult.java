package io.clientele.stack.quality;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a check went.
 *
 * @param failures number of rows found; null if it could not run
 * @param sample some of them, masked; null without
 * @param error why it could not run; null if it did
 * @param duration of the last query
 */
record CheckResult(
        Check check,
        Instant checkedAt,
        @Nullable Long failures,
        @Nullable String sample,
        @Nullable String error,
        Duration duration) {

    boolean isPassed() {
        return failures != null && failures == 0;
    }
}

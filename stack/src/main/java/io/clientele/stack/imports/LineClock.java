package io.clientele.stack.imports;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The event time that the line has reached, which is years ago where a file of old events was imported. */
public final class LineClock {
    private LineClock() {}

    /**
     * A time that moves no business day and is not late: just after the newest event of a profile, or the beginning of
     * the newest business day.
     *
     * @param zone the business zone
     * @return empty on an empty line
     */
    public static Optional<Instant> standing(TrinoAnswers trino, ZoneId zone) {
        List<Instant> stands = new ArrayList<>();
        trino.query("select to_unixtime(max(last_seen_at)) from lake.core.customer_profiles_live", row -> {
            double seconds = row.getDouble(1);
            if (!row.wasNull()) {
                stands.add(Instant.ofEpochSecond((long) seconds + 1));
            }
        });
        LocalDate asOf = trino.newestAsOf();
        if (asOf != null) {
            stands.add(asOf.atStartOfDay(zone).toInstant());
        }
        return stands.stream().max(Instant::compareTo);
    }
}

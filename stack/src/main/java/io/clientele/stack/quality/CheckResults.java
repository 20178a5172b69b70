package io.clientele.stack.quality;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.schemas.tables.LakeTables;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of results, {@code core.check_results}. */
final class CheckResults {
    private static final String TABLE = "lake." + LakeTables.CHECK_RESULTS.fullName();
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS 'UTC'").withZone(ZoneOffset.UTC);

    private final TrinoClient trino;

    CheckResults(TrinoClient trino) {
        this.trino = trino;
    }

    void add(CheckResult result) {
        trino.update(
                "insert into %s (check_name, checked_at, kind, is_passed, failures, sample, error, duration_ms) values (%s, timestamp '%s', %s, %s, %s, %s, %s, %d)"
                        .formatted(
                                TABLE,
                                text(result.check().name()),
                                TIMESTAMP.format(result.checkedAt()),
                                text(result.check().kind().sqlName()),
                                result.isPassed(),
                                result.failures(),
                                text(result.sample()),
                                text(result.error()),
                                result.duration().toMillis()));
    }

    /** When each check was run last. */
    Map<String, Instant> lastRuns() {
        Map<String, Instant> last = new HashMap<>();
        for (List<@Nullable Object> row : trino.query(
                "select check_name, cast(to_unixtime(max(checked_at)) as bigint) from %s group by check_name"
                        .formatted(TABLE))) {
            if (row.get(1) instanceof Number seconds) {
                last.put(String.valueOf(row.get(0)), Instant.ofEpochSecond(seconds.longValue()));
            }
        }
        return last;
    }

    /** The checks whose last result is no pass, with what was found. */
    List<FailingCheck> failing() {
        return trino.query("""
                        select check_name, cast(checked_at as varchar), failures, error
                        from (
                            select *, row_number() over (partition by check_name order by checked_at desc) as newness
                            from %s
                        )
                        where newness = 1 and not is_passed
                        order by check_name""".formatted(TABLE)).stream()
                .map(row -> new FailingCheck(
                        String.valueOf(row.get(0)),
                        String.valueOf(row.get(1)),
                        row.get(2) == null ? "could not run: " + row.get(3) : row.get(2) + " rows"))
                .toList();
    }

    private static String text(@Nullable String value) {
        return value == null ? "null" : "'" + value.replace("'", "''") + "'";
    }
}

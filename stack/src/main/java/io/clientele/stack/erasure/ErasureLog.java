package io.clientele.stack.erasure;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.schemas.tables.LakeTables;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The evidence, {@code core.erasure_log}: nothing in it is the person's, save the digests. */
final class ErasureLog {
    static final String REQUESTED = "requested";
    static final String TOLD = "told";
    static final String ROWS = "rows";
    static final String FILES = "files";
    static final String TOPICS = "topics";
    static final String STATE = "state";
    static final String CHECKED = "checked";
    static final String COMPLETED = "completed";
    static final String LIFTED = "lifted";

    private static final String TABLE = "lake." + LakeTables.ERASURE_LOG.fullName();
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS 'UTC'").withZone(ZoneOffset.UTC);

    private final TrinoClient trino;
    private final Clock clock;

    ErasureLog(TrinoClient trino, Clock clock) {
        this.trino = trino;
        this.clock = clock;
    }

    /** What was done, and to how much of it. */
    record Row(
            String step,
            @Nullable String subject,
            @Nullable Long affected,
            @Nullable String detail) {
        static Row of(String step, String detail) {
            return new Row(step, null, null, detail);
        }
    }

    /** The request itself. */
    void requested(ErasureRequest request, String reason) {
        add(request, REQUESTED, reason);
    }

    /** That events with an identifier are taken in again. */
    void lifted(ErasureRequest request, String reason) {
        add(request, LIFTED, reason);
    }

    private void add(ErasureRequest request, String step, String reason) {
        String digests = SqlText.list(request.digests());
        insert(List.of("(%s, %s, %s, null, %d, array[%s], %s)"
                .formatted(
                        SqlText.text(request.id()),
                        SqlText.text(step),
                        timestamp(request.requestedAt()),
                        request.identifiers().size(),
                        digests,
                        SqlText.text(reason))));
    }

    /** One step of several requests, which are done in one pass. */
    void add(Collection<String> requestIds, List<Row> rows) {
        String now = timestamp(clock.instant());
        insert(requestIds.stream()
                .flatMap(id -> rows.stream()
                        .map(row -> "(%s, %s, %s, %s, %s, null, %s)"
                                .formatted(
                                        SqlText.text(id),
                                        SqlText.text(row.step()),
                                        now,
                                        SqlText.textOrNull(row.subject()),
                                        row.affected(),
                                        SqlText.textOrNull(row.detail()))))
                .toList());
    }

    private void insert(List<String> values) {
        if (!values.isEmpty()) {
            trino.update(
                    "insert into %s (request_id, step, recorded_at, subject, affected, identifier_digests, detail) values %s"
                            .formatted(TABLE, String.join(", ", values)));
        }
    }

    /** The requests that have a row of this step. */
    Set<String> having(String step) {
        Set<String> ids = new HashSet<>();
        trino.query("select distinct request_id from %s where step = %s".formatted(TABLE, SqlText.text(step)))
                .forEach(row -> ids.add(String.valueOf(row.get(0))));
        return ids;
    }

    /** The requests that name one of these digests, newest first, and whether each is completed ('1' or '0'). */
    static String byDigest(Collection<String> digests) {
        return """
                with about as (
                    select request_id
                    from %1$s
                    where step = 'requested' and arrays_overlap(identifier_digests, array[%2$s])
                )
                select request_id, max(if(step = 'completed', '1', '0'))
                from %1$s
                where request_id in (select request_id from about)
                group by request_id
                order by max(recorded_at) desc""".formatted(TABLE, SqlText.list(digests));
    }

    /** The steps of a request so far, oldest first: step, subject, affected, detail. */
    static String steps(String requestId) {
        return """
                select step, coalesce(subject, ''), coalesce(cast(affected as varchar), ''), coalesce(detail, '')
                from %s where request_id = %s
                order by recorded_at, step, subject""".formatted(TABLE, SqlText.text(requestId));
    }

    private static String timestamp(Instant instant) {
        return "timestamp '" + TIMESTAMP.format(instant) + "'";
    }
}

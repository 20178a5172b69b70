package io.clientele.stack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import io.clientele.stack.RunningStack;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What the jobs have committed, seen from the catalog itself. */
final class Commits {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    /** A table of each job that gets rows as long as clicks come. */
    static final List<String> ONE_OF_EACH_JOB =
            List.of("raw.clickstream", "core.customer_profiles_changes", "core.sessions_changes");

    private final RunningStack stack;

    Commits(RunningStack stack) {
        this.stack = stack;
    }

    /** Waits until every job has committed something after an instant. Returns how long after it the last of them did so first. */
    Duration awaitAfter(Instant instant) {
        Instant last = instant;
        for (String table : ONE_OF_EACH_JOB) {
            Instant commit = awaitAfter(instant, table);
            last = commit.isAfter(last) ? commit : last;
        }
        return Duration.between(instant, last);
    }

    private Instant awaitAfter(Instant instant, String table) {
        return Awaitility.await("a commit to " + table)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> firstAfter(instant, table), Optional::isPresent)
                .orElseThrow();
    }

    /** When the first snapshot of a table after an instant was made, of those by jobs, however late it is asked for. */
    private Optional<Instant> firstAfter(Instant instant, String table) throws IOException {
        URI address = stack.catalog().resolve("/v1/namespaces/" + table.replace(".", "/tables/"));
        try (InputStream answer = address.toURL().openStream()) {
            List<Instant> commits = new ArrayList<>();
            for (JsonNode snapshot : JSON.readTree(answer).path("metadata").path("snapshots")) {
                if (snapshot.path("summary").has("clientele.writer-uid")) {
                    commits.add(
                            Instant.ofEpochMilli(snapshot.path("timestamp-ms").asLong()));
                }
            }
            return commits.stream().filter(commit -> commit.isAfter(instant)).min(Comparator.naturalOrder());
        }
    }

    /** Each writer has committed each of its checkpoints once, in their order. */
    void assertEachOnce() throws SQLException {
        String histories = Stream.concat(
                        Stream.concat(LakeTables.rawEvents().stream(), Stream.of(LakeTables.DEAD_LETTERS)),
                        LakeTables.liveTables().stream().map(LiveTable::changes))
                .map(TableDefinition::fullName)
                .map(name -> """
                        select '%s' as table_name, committed_at, snapshot_id, element_at(summary, 'clientele.writer-uid') as writer,
                            cast(element_at(summary, 'clientele.checkpoint-id') as bigint) as checkpoint_id
                        from %s$snapshots\"""".formatted(name, name.replace(".", ".\"")))
                .collect(Collectors.joining(" union all "));
        List<String> twice = new ArrayList<>();
        for (List<String> row : stack.query("""
                with commits as (%s),
                following as (
                    select *, lag(checkpoint_id) over (partition by table_name, writer order by committed_at) as previous
                    from commits where writer is not null
                )
                select table_name, writer, previous, checkpoint_id from following where checkpoint_id <= previous""".formatted(histories))) {
            twice.add(row.toString());
        }
        assertThat(twice)
                .as("commits of a checkpoint that was committed before: table, writer, before, now")
                .isEmpty();
    }
}

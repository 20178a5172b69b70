package io.clientele.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What tests of the running line say again and again. */
public final class LineAssertions {

    private LineAssertions() {}

    /** The command ended well; else what it printed. */
    public static void succeeds(RunningStack.Result result) {
        assertThat(result.status()).as(result.out() + result.err()).isZero();
    }

    /**
     * Checks of {@code sql/checks}, as they stand there, return no row.
     *
     * @param names those that what the test did can break; none for all of them, which takes a minute
     */
    public static void assertChecksFindNothing(RunningStack stack, String... names) throws IOException, SQLException {
        Path folder = StackExtension.project().resolve("sql/checks");
        if (names.length > 0) {
            for (String name : names) {
                assertFindsNothing(stack, folder.resolve(name + ".sql"));
            }
            return;
        }
        try (Stream<Path> checks = Files.list(folder)) {
            for (Path check : checks.sorted().toList()) {
                assertFindsNothing(stack, check);
            }
        }
    }

    private static void assertFindsNothing(RunningStack stack, Path check) throws IOException, SQLException {
        assertThat(stack.query(Files.readString(check).strip().replaceFirst(";$", "")))
                .as(check.getFileName().toString())
                .isEmpty();
    }

    /** Each record of the event topics is in raw.* or among the dead letters, or repeats an event that is in raw.*. */
    public static void assertEveryRecordIsSomewhereOnce(RunningStack stack) throws SQLException {
        KafkaLog log = new KafkaLog(stack);
        List<String> places =
                new ArrayList<>(List.of("select topic, partition, \"offset\", 'dead' as id from raw.dead_letters"));
        for (String topic : KafkaLog.TOPICS) {
            places.add("select '%s', kafka_partition, kafka_offset, event_id from raw.%s".formatted(topic, topic));
        }
        Set<KafkaLog.Position> kept = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (List<String> row : stack.query(String.join(" union all ", places))) {
            if (!kept.add(
                    new KafkaLog.Position(row.get(0), Integer.parseInt(row.get(1)), Long.parseLong(row.get(2))))) {
                fail(row + " is there twice");
            }
            ids.add(row.get(3));
        }
        Map<KafkaLog.Position, byte[]> records = log.records();
        assertThat(records.keySet().containsAll(kept))
                .as("what is kept is in Kafka")
                .isTrue();
        // not by an assertion on the set, which would look at each of its elements
        List<KafkaLog.Position> missing = new ArrayList<>();
        records.forEach((position, value) -> {
            if (!kept.contains(position) && !ids.contains(log.eventId(position.topic(), value))) {
                missing.add(position);
            }
        });
        assertThat(missing).as("records whose events are nowhere").isEmpty();
    }
}

package io.clientele.stack.rebuild;

import io.clientele.connectors.kafka.WireFormat;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.InvalidEvent;
import io.clientele.schemas.JsonEvents;
import io.clientele.stack.StackFailure;
import io.clientele.stack.imports.EventProducer;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.Progress;
import io.clientele.stack.imports.SchemaIds;
import io.clientele.stack.imports.TrinoAnswers;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * Copies events from {@code raw.<topic>} into a topic, each into the partition that it once came from and in the order of event time: so
 * nothing is late, and no partition's event time gets further than it was in the original.
 */
final class ArchiveCopy {
    /** A hundred bytes each or a thousand: Trino sorts that many in the memory of an embedded stack. */
    private static final long MOST_ROWS = 50_000;

    private final TrinoAnswers trino;
    private final Line line;
    private final EventProducer kafka;
    private final Progress progress;
    private final JsonEvents json = new JsonEvents(ZoneOffset.UTC);

    /** @param kafka may have no partitions: no heartbeats are sent */
    ArchiveCopy(TrinoAnswers trino, Line line, EventProducer kafka, Progress progress) {
        this.trino = trino;
        this.line = line;
        this.kafka = kafka;
        this.progress = progress;
    }

    /** Events of a topic by day in UTC, of those for which the condition holds. */
    static SortedMap<LocalDate, Long> days(TrinoAnswers trino, String topic, String condition) {
        SortedMap<LocalDate, Long> days = new TreeMap<>();
        trino.query(
                """
                select cast(cast(at_timezone(event_time, 'UTC') as date) as varchar), count(*)
                from lake.raw.%s where %s group by 1\
                """.formatted(topic, condition), row -> days.put(LocalDate.parse(row.getString(1)), row.getLong(2)));
        return days;
    }

    /**
     * Copies, and returns the number of events when Kafka has them all.
     *
     * @param condition holds for the rows that are copied
     */
    long copy(String topic, String condition, String copy) {
        EventContract contract = EventContract.of(topic);
        int schema = SchemaIds.of(line, contract);
        SortedMap<LocalDate, Long> days = days(trino, topic, condition);
        long total = days.values().stream().mapToLong(Long::longValue).sum();
        long[] copied = {0};
        for (Portions.Portion portion : Portions.of(days, MOST_ROWS)) {
            String sql = """
                select kafka_partition, kafka_offset, %s from lake.raw.%s where %s and %s
                order by event_time, kafka_partition, kafka_offset\
                """.formatted(asJson(contract), topic, portion.condition(), condition);
            trino.query(sql, row -> {
                try {
                    kafka.send(
                            copy,
                            row.getInt(1),
                            WireFormat.encode(
                                    schema, json.read(row.getString(3)).record()));
                } catch (InvalidEvent e) {
                    throw new StackFailure(
                            "raw.%s has a row that its contract does not allow (partition %d, offset %d): %s"
                                    .formatted(topic, row.getInt(1), row.getLong(2), e.getMessage()),
                            e);
                }
                copied[0]++;
                progress.show(copied[0], total, copied[0], "events of " + topic);
            });
        }
        kafka.flush();
        return copied[0];
    }

    /** An event of a row as {@link JsonEvents} reads it. */
    private static String asJson(EventContract contract) {
        List<String> names = new ArrayList<>(List.of("'topic'"));
        List<String> values = new ArrayList<>(List.of("cast('" + contract.topic() + "' as json)"));
        for (Schema.Field field : contract.schema().getFields()) {
            boolean isInstant = field.schema().toString().contains("timestamp-micros");
            names.add("'" + field.name() + "'");
            values.add("cast(%s as json)".formatted(isInstant ? "to_iso8601(" + field.name() + ")" : field.name()));
        }
        return "json_format(cast(map(array[%s], array[%s]) as json))"
                .formatted(String.join(", ", names), String.join(", ", values));
    }
}

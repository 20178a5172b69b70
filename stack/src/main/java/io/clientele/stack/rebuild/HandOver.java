package io.clientele.stack.rebuild;

import io.clientele.stack.StackFailure;
import io.clientele.stack.imports.TrinoAnswers;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Where {@code raw.*} ends and Kafka goes on. A snapshot of a raw table has, of each partition, everything up to some offset and nothing
 * behind it: what a checkpoint of the archive covers is one commit. So the highest offset in it is an exact place to go on from. What lies
 * between that and the true end of the archive has left no row (repetitions, dead letters, heartbeats), and is judged once more.
 */
final class HandOver {
    private HandOver() {}

    /** Of each partition of a topic with rows in {@code raw.<topic>} the offset behind the last of them. */
    static Map<TopicPartition, Long> of(TrinoAnswers trino, String topic) {
        Map<TopicPartition, Long> offsets = new TreeMap<>(RebuildTopics.ORDER);
        trino.query(
                "select kafka_partition, max(kafka_offset) + 1 from lake.raw.%s group by kafka_partition"
                        .formatted(topic),
                row -> offsets.put(new TopicPartition(topic, row.getInt(1)), row.getLong(2)));
        return offsets;
    }

    /**
     * Checks that Kafka is the log that {@code raw.*} was made from.
     *
     * @throws StackFailure if a partition ends before what is archived of it
     */
    static void requireSameLog(Map<TopicPartition, Long> handOver, Map<TopicPartition, Long> ends) {
        String missing = handOver.entrySet().stream()
                .filter(offset -> ends.getOrDefault(offset.getKey(), -1L) < offset.getValue())
                .map(offset -> "%s ends at %d, raw.%s has it up to %d"
                        .formatted(
                                offset.getKey(),
                                ends.getOrDefault(offset.getKey(), 0L),
                                offset.getKey().topic(),
                                offset.getValue() - 1))
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new StackFailure("Kafka's topics were made anew after events were archived (" + missing
                    + "): there is no place from which a rebuild could go on live. With --as-of DATE it ends"
                    + " there and can be looked at");
        }
    }

    /** The condition that holds for the rows of a topic before the hand-over. */
    static String condition(String topic, Map<TopicPartition, Long> handOver) {
        String condition = handOver.entrySet().stream()
                .filter(offset -> offset.getKey().topic().equals(topic))
                .map(offset -> "kafka_partition = %d and kafka_offset < %d"
                        .formatted(offset.getKey().partition(), offset.getValue()))
                .collect(Collectors.joining(" or "));
        return condition.isEmpty() ? "false" : "(" + condition + ")";
    }
}

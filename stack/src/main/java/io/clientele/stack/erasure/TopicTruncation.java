package io.clientele.stack.erasure;

import io.clientele.connectors.kafka.Heartbeat;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import io.clientele.stack.StackFailure;
import io.clientele.stack.imports.Polling;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Removes the beginning of topics, up to where every consumer group has read. A broker deletes whole segment files, and never the one
 * that it writes to, so each partition is made to begin a new one behind the records that go.
 */
final class TopicTruncation implements AutoCloseable {
    /** How soon a broker must have deleted what it may: its retention check, and then some. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final long SETTING_MILLIS = 1_000;

    private final String brokers;
    private final Admin admin;

    TopicTruncation(String brokers) {
        this.brokers = brokers;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000));
    }

    /** The topics in which a person may be named, but for {@code erasures}. */
    static List<String> topics() {
        return Stream.concat(
                        EventContract.events().stream(), Stream.of(Contracts.DEAD_LETTER, Contracts.SEGMENT_CHANGE))
                .map(EventContract::topic)
                .toList();
    }

    /** Where the partitions of these topics end now. */
    Map<TopicPartition, Long> ends(Collection<String> topics) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        get(admin.describeTopics(topics).allTopicNames())
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition ->
                                asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        return offsets(asked);
    }

    private Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetSpec> asked) throws InterruptedException {
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> found =
                get(admin.listOffsets(asked).all());
        Map<TopicPartition, Long> offsets =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /** The consumer groups that have not read up to these positions of the topics they read, with what they lack. */
    Map<String, Long> behind(Map<TopicPartition, Long> positions) throws InterruptedException {
        Map<String, Long> behind = new TreeMap<>();
        for (GroupListing group : get(admin.listGroups().all())) {
            Map<TopicPartition, OffsetAndMetadata> read =
                    get(admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata());
            long missing = 0;
            for (Map.Entry<TopicPartition, Long> position : positions.entrySet()) {
                OffsetAndMetadata committed = read.get(position.getKey());
                missing += committed == null ? 0 : Math.max(0, position.getValue() - committed.offset());
            }
            if (missing > 0) {
                behind.put(group.groupId(), missing);
            }
        }
        return behind;
    }

    /**
     * Makes every partition of these topics begin a new segment file.
     *
     * @return the first offset of each new segment: all records so far are before it
     */
    Map<TopicPartition, Long> beginSegments(Collection<String> topics) throws InterruptedException {
        Collection<TopicPartition> partitions = ends(topics).keySet();
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        alter(resources, "1", AlterConfigOp.OpType.SET);
        try {
            heartbeat(partitions);
            // a broker that had not heard of the setting yet has by now
            TimeUnit.MILLISECONDS.sleep(SETTING_MILLIS);
            return heartbeat(partitions);
        } finally {
            alter(resources, "", AlterConfigOp.OpType.DELETE);
        }
    }

    private void alter(List<ConfigResource> topics, String value, AlterConfigOp.OpType operation)
            throws InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        topics.forEach(topic -> changes.put(
                topic, List.of(new AlterConfigOp(new ConfigEntry(TopicConfig.SEGMENT_MS_CONFIG, value), operation))));
        get(admin.incrementalAlterConfigs(changes).all());
    }

    /** A record for each partition that says nothing: all events before 1970 have been sent. */
    private Map<TopicPartition, Long> heartbeat(Collection<TopicPartition> partitions) throws InterruptedException {
        Map<TopicPartition, Future<RecordMetadata>> sent = new LinkedHashMap<>();
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (TopicPartition partition : partitions) {
                sent.put(
                        partition,
                        producer.send(Heartbeat.record(partition.topic(), partition.partition(), Instant.EPOCH)));
            }
            for (Map.Entry<TopicPartition, Future<RecordMetadata>> record : sent.entrySet()) {
                offsets.put(record.getKey(), record.getValue().get().offset());
            }
            return offsets;
        } catch (ExecutionException | KafkaException e) {
            throw failure(e);
        }
    }

    /**
     * Removes all records before these positions, where segments begin, and waits until their files are gone.
     *
     * @return the number of records removed, by topic
     * @throws StackFailure if Kafka refuses, or still has the files after a while
     */
    Map<String, Long> removeBefore(Map<TopicPartition, Long> positions) throws InterruptedException {
        Map<TopicPartition, Long> earliest = offsets(positions.keySet().stream()
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.earliest())));
        Map<String, Long> removed = new TreeMap<>();
        Map<TopicPartition, RecordsToDelete> due = new HashMap<>();
        positions.forEach((partition, position) -> {
            removed.merge(partition.topic(), position - earliest.getOrDefault(partition, 0L), Long::sum);
            due.put(partition, RecordsToDelete.beforeOffset(position));
        });
        Map<TopicPartition, Long> sizes = sizes(positions.keySet());
        get(admin.deleteRecords(due).all());
        awaitSmaller(sizes);
        return removed;
    }

    /** A file that is deleted makes its partition smaller, and nothing else does. */
    private void awaitSmaller(Map<TopicPartition, Long> before) throws InterruptedException {
        Map<TopicPartition, Long> waiting = new HashMap<>(before);
        boolean isGone = Polling.until(PATIENCE, () -> {
            Map<TopicPartition, Long> now = sizes(waiting.keySet());
            waiting.entrySet().removeIf(size -> now.getOrDefault(size.getKey(), 0L) < size.getValue());
            waiting.putAll(now.entrySet().stream()
                    .filter(size -> waiting.containsKey(size.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
            return waiting.isEmpty();
        });
        if (!isGone) {
            throw new StackFailure(
                    "Kafka still has the files of removed records of %s; see log.retention.check.interval.ms"
                            .formatted(waiting.keySet()));
        }
    }

    private Map<TopicPartition, Long> sizes(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> sizes = new HashMap<>();
        try {
            List<Integer> nodes =
                    get(admin.describeCluster().nodes()).stream().map(Node::id).toList();
            get(admin.describeLogDirs(nodes).allDescriptions()).values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .forEach(folder -> folder.replicaInfos().forEach((partition, replica) -> {
                        if (partitions.contains(partition)) {
                            sizes.merge(partition, replica.size(), Long::sum);
                        }
                    }));
            return sizes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
    }

    private <T> T get(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private StackFailure failure(Exception e) {
        Throwable cause = e.getCause();
        return new StackFailure(
                "Kafka at %s refuses: %s".formatted(brokers, (cause == null ? e : cause).getMessage()), e);
    }

    @Override
    public void close() {
        admin.close();
    }
}

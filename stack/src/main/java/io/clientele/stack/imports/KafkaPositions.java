package io.clientele.stack.imports;

import io.clientele.schemas.EventContract;
import io.clientele.stack.StackFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The event topics as they are in Kafka, and how far the jobs have read them. */
public final class KafkaPositions implements AutoCloseable {
    private final String brokers;
    private final Admin admin;

    public KafkaPositions(String brokers) {
        this.brokers = brokers;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000));
    }

    /**
     * Every partition of the event topics.
     *
     * @throws StackFailure if Kafka does not answer or a topic is not there
     */
    public List<TopicPartition> eventPartitions() {
        List<String> topics =
                EventContract.events().stream().map(EventContract::topic).toList();
        List<TopicPartition> partitions = new ArrayList<>();
        get(admin.describeTopics(topics).allTopicNames()).forEach((topic, description) -> {
            for (TopicPartitionInfo partition : description.partitions()) {
                partitions.add(new TopicPartition(topic, partition.partition()));
            }
        });
        return partitions;
    }

    /** Where each partition ends now: the offset of the next record. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        get(admin.listOffsets(latest).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Up to where a consumer group has finished: the offset of the next record. */
    public Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, done) -> committed.put(partition, done.offset()));
        return committed;
    }

    /** How many records before these positions a consumer group has not finished with. */
    public long behind(String group, Map<TopicPartition, Long> positions) {
        Map<TopicPartition, Long> committed = committed(group);
        long behind = 0;
        for (Map.Entry<TopicPartition, Long> position : positions.entrySet()) {
            behind += Math.max(0, position.getValue() - committed.getOrDefault(position.getKey(), 0L));
        }
        return behind;
    }

    private <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new StackFailure(
                        "Kafka at %s has no event topics yet: run ./clientele up first".formatted(brokers), e);
            }
            throw new StackFailure(
                    "Kafka at %s does not answer: is the stack up? See ./clientele status".formatted(brokers), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted while asking Kafka", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}

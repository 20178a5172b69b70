package io.clientele.stack.rebuild;

import io.clientele.stack.StackFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The topics and the consumer group of a rebuild, and the offsets of the live topics. */
final class RebuildTopics implements AutoCloseable {
    static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private static final Map<String, String> KEPT_FOR_GOOD =
            Map.of("retention.ms", "-1", "cleanup.policy", "delete", "max.message.bytes", String.valueOf(8 << 20));

    private final String brokers;
    private final Admin admin;

    RebuildTopics(String brokers) {
        this.brokers = brokers;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000));
    }

    /** Makes the topics of a rebuild, each with as many partitions as the one it is a copy of or stands for. */
    void create(RebuiltJob job) throws InterruptedException {
        List<String> originals = new ArrayList<>(job.topics());
        originals.addAll(job.published());
        Map<String, TopicDescription> described =
                get(admin.describeTopics(originals).allTopicNames());
        List<NewTopic> topics = new ArrayList<>();
        described.forEach((topic, description) -> topics.add(new NewTopic(
                        job.copy(topic), Optional.of(description.partitions().size()), Optional.empty())
                .configs(KEPT_FOR_GOOD)));
        get(admin.createTopics(topics).all());
    }

    /** Deletes every topic of a rebuild and its consumer group, as far as they are there. */
    void delete(RebuiltJob job) throws InterruptedException {
        Set<String> wanted = new HashSet<>();
        job.topics().forEach(topic -> wanted.add(job.copy(topic)));
        job.published().forEach(topic -> wanted.add(job.copy(topic)));
        wanted.retainAll(get(admin.listTopics().names()));
        get(admin.deleteTopics(wanted).all());
        try {
            admin.deleteConsumerGroups(List.of(job.group())).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw failure(e);
            }
        }
    }

    /** Every partition of these topics with the offset of its first record. */
    Map<TopicPartition, Long> begins(Collection<String> topics) throws InterruptedException {
        return offsets(topics, OffsetSpec.earliest());
    }

    /** Every partition of these topics with the offset of its next record. */
    Map<TopicPartition, Long> ends(Collection<String> topics) throws InterruptedException {
        return offsets(topics, OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> offsets(Collection<String> topics, OffsetSpec which) throws InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        get(admin.describeTopics(topics).allTopicNames())
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        Map<TopicPartition, Long> offsets = new TreeMap<>(ORDER);
        get(admin.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), one -> which)))
                        .all())
                .forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /** Has the group begin at these offsets. Nobody of it may be reading. */
    void begin(String group, Map<TopicPartition, Long> offsets) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
        get(admin.alterConsumerGroupOffsets(group, committed).all());
    }

    private <T> T get(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private StackFailure failure(ExecutionException e) {
        Throwable cause = e.getCause();
        return new StackFailure(
                "Kafka at %s refuses: %s".formatted(brokers, (cause == null ? e : cause).getMessage()), e);
    }

    @Override
    public void close() {
        admin.close();
    }
}

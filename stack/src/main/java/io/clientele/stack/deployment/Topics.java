package io.clientele.stack.deployment;

import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import io.clientele.stack.StackFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The Kafka topics of the line. The log is kept for good: everything can be computed from it again. */
public final class Topics {

    private static final int EVENT_PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;

    public Topics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Creates the topics that are missing and returns their names. */
    public List<String> create() throws InterruptedException {
        try (Admin admin = admin()) {
            Set<String> existing = get(admin.listTopics().names());
            List<NewTopic> missing = definitions().stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            for (Map.Entry<String, KafkaFuture<Void>> created :
                    admin.createTopics(missing).values().entrySet()) {
                ignoring(TopicExistsException.class, created.getValue());
            }
            return missing.stream().map(NewTopic::name).toList();
        }
    }

    /** Deletes every topic of the line with all its records, and waits until they are gone. */
    public void delete() throws InterruptedException {
        try (Admin admin = admin()) {
            List<String> names = definitions().stream().map(NewTopic::name).toList();
            for (KafkaFuture<Void> deleted :
                    admin.deleteTopics(names).topicNameValues().values()) {
                ignoring(UnknownTopicOrPartitionException.class, deleted);
            }
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (get(admin.listTopics().names()).stream().anyMatch(names::contains)) {
                if (System.nanoTime() > deadline) {
                    throw new StackFailure("Kafka does not delete the topics; see ./clientele logs kafka");
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    static List<NewTopic> definitions() {
        List<NewTopic> topics = new ArrayList<>();
        for (EventContract contract : EventContract.events()) {
            topics.add(topic(contract, EVENT_PARTITIONS, 8 << 20));
        }
        // a dead letter holds a whole record and says more about it
        topics.add(topic(Contracts.DEAD_LETTER, 1, 16 << 20));
        topics.add(topic(Contracts.SEGMENT_CHANGE, 1, 1 << 20));
        topics.add(topic(Contracts.THRESHOLDS, 1, 1 << 20));
        return topics;
    }

    private static NewTopic topic(EventContract contract, int partitions, int maxMessageBytes) {
        Map<String, String> config = new HashMap<>();
        config.put("retention.ms", "-1");
        config.put("cleanup.policy", "delete");
        config.put("max.message.bytes", String.valueOf(maxMessageBytes));
        return new NewTopic(contract.topic(), partitions, (short) 1).configs(config);
    }

    private Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers, "request.timeout.ms", 10_000, "default.api.timeout.ms", 20_000));
    }

    private <T> T get(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private void ignoring(Class<? extends Exception> harmless, KafkaFuture<Void> answer) throws InterruptedException {
        try {
            answer.get();
        } catch (ExecutionException e) {
            if (!harmless.isInstance(e.getCause())) {
                throw failure(e);
            }
        }
    }

    private StackFailure failure(ExecutionException e) {
        return new StackFailure("Kafka at " + bootstrapServers + " refuses: " + e.getCause(), e);
    }
}

package io.clientele.stack.deployment;

import io.clientele.connectors.kafka.KafkaSettings;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import io.clientele.stack.StackFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The Kafka topics of the line. The log is kept for good: everything can be computed from it again. */
public final class Topics {

    private static final String CLEANUP = "cleanup.policy";
    private static final String RETENTION = "retention.ms";
    private static final String MOST_BYTES = "max.message.bytes";
    private static final String OF_REBUILDS = "rebuild-";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaSettings kafka;
    private final List<NewTopic> definitions;

    public Topics(KafkaSettings kafka, TopicLayout layout) {
        this.kafka = kafka;
        this.definitions = definitions(layout);
    }

    /** How many topics the line has. */
    public int total() {
        return definitions.size();
    }

    /** Creates the topics that are missing, unless this is a dry run, and returns their names. */
    public List<String> create(boolean isDryRun) throws InterruptedException {
        try (Admin admin = admin()) {
            Set<String> existing = get(admin.listTopics().names());
            List<NewTopic> missing = definitions.stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            if (!isDryRun) {
                for (KafkaFuture<Void> created :
                        admin.createTopics(missing).values().values()) {
                    ignoring(TopicExistsException.class, created);
                }
            }
            return missing.stream().map(NewTopic::name).toList();
        }
    }

    /**
     * Topics that are there but keep less than the line wants, in words. They are somebody's, so they are left as they are: other
     * partitions would break the order of events, and how long records are kept is for the owner to say.
     */
    public List<String> differing() throws InterruptedException {
        try (Admin admin = admin()) {
            Set<String> existing = get(admin.listTopics().names());
            Map<ConfigResource, NewTopic> present = new LinkedHashMap<>();
            definitions.stream()
                    .filter(topic -> existing.contains(topic.name()))
                    .forEach(topic -> present.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), topic));
            Map<ConfigResource, Config> configs =
                    get(admin.describeConfigs(present.keySet()).all());
            List<String> lines = new ArrayList<>();
            present.forEach((resource, topic) -> topic.configs().forEach((key, wanted) -> {
                String value = value(configs.get(resource), key);
                if (isLess(key, value, wanted)) {
                    lines.add("topic %s has %s = %s, wanted is %s: left as it is"
                            .formatted(topic.name(), key, value, wanted));
                }
            }));
            return lines;
        }
    }

    private static String value(@Nullable Config config, String key) {
        ConfigEntry entry = config == null ? null : config.get(key);
        return entry == null ? "" : entry.value();
    }

    private static boolean isLess(String key, String value, String wanted) {
        return key.equals(MOST_BYTES) ? Long.parseLong(value) < Long.parseLong(wanted) : !value.equals(wanted);
    }

    /** Deletes every topic of the line, those of rebuilds too, with all its records, and waits until they are gone. */
    public void delete() throws InterruptedException {
        try (Admin admin = admin()) {
            List<String> names =
                    new ArrayList<>(definitions.stream().map(NewTopic::name).toList());
            get(admin.listTopics().names()).stream()
                    .filter(name -> name.startsWith(OF_REBUILDS))
                    .forEach(names::add);
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

    private static List<NewTopic> definitions(TopicLayout layout) {
        List<NewTopic> topics = new ArrayList<>();
        for (EventContract contract : EventContract.events()) {
            topics.add(topic(contract, layout.partitions(), layout, 8 << 20));
        }
        // a dead letter holds a whole record and says more about it
        topics.add(topic(Contracts.DEAD_LETTER, 1, layout, 16 << 20));
        topics.add(topic(Contracts.SEGMENT_CHANGE, 1, layout, 1 << 20));
        topics.add(topic(Contracts.THRESHOLDS, 1, layout, 1 << 20));
        topics.add(topic(Contracts.ERASURE, 1, layout, 1 << 20));
        return topics;
    }

    private static NewTopic topic(EventContract contract, int partitions, TopicLayout layout, int maxMessageBytes) {
        Map<String, String> config = new TreeMap<>();
        config.put(RETENTION, "-1");
        config.put(CLEANUP, "delete");
        config.put(MOST_BYTES, String.valueOf(maxMessageBytes));
        return new NewTopic(contract.topic(), Optional.of(partitions), Optional.ofNullable(layout.replicas()))
                .configs(config);
    }

    private Admin admin() {
        Properties config = kafka.clientProperties();
        config.put("request.timeout.ms", 10_000);
        config.put("default.api.timeout.ms", 20_000);
        return Admin.create(config);
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
        Throwable cause = e.getCause();
        return new StackFailure(
                "Kafka at " + kafka.bootstrapServers() + " refuses: " + (cause == null ? e : cause).getMessage(), e);
    }
}

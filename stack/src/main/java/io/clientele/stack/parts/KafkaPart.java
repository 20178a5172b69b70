package io.clientele.stack.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Uuid;

/** One broker that is its own controller (KRaft). */
final class KafkaPart implements Part {

    private final PartContext context;

    KafkaPart(PartContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public String title() {
        return "Kafka";
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.KAFKA, Port.KAFKA_CONTROLLER);
    }

    @Override
    public Launch prepare() throws IOException, InterruptedException {
        Path data = context.home().data().resolve("kafka");
        Path conf = ConfigFiles.write(context.home().conf().resolve("kafka.properties"), properties(data), "=");
        String classPath = context.distributions().server("kafka").resolve("lib") + "/*";
        if (!Files.exists(data.resolve("meta.properties"))) {
            format(classPath, conf);
        }
        List<String> command = context.java(context.jdks().java17(), name(), context.rollingLog(name()));
        command.addAll(List.of("-cp", classPath, "kafka.Kafka", conf.toString()));
        return new Launch(command, Map.of());
    }

    private Map<String, String> properties(Path data) {
        Settings settings = context.settings();
        Map<String, String> properties = new TreeMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@" + settings.address(Port.KAFKA_CONTROLLER));
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put(
                "listeners",
                "PLAINTEXT://" + settings.address(Port.KAFKA) + ",CONTROLLER://"
                        + settings.address(Port.KAFKA_CONTROLLER));
        properties.put("advertised.listeners", "PLAINTEXT://" + settings.address(Port.KAFKA));
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", data.toString());
        properties.put("auto.create.topics.enable", "false");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("transaction.max.timeout.ms", "900000");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("log.retention.ms", "-1"); // the log is the truth: nothing in it expires
        // records that are removed because a person is erased: their files go at once
        properties.put("log.retention.check.interval.ms", "2000");
        properties.put("log.initial.task.delay.ms", "2000");
        // not 0: the broker looks for topics to delete once in this time
        properties.put("log.segment.delete.delay.ms", "100");
        properties.put("log.cleaner.dedupe.buffer.size", "16777216");
        return properties;
    }

    private void format(String classPath, Path conf) throws IOException, InterruptedException {
        List<String> command = context.java(context.jdks().java17(), name());
        command.addAll(List.of("-cp", classPath, "kafka.tools.StorageTool", "format"));
        command.addAll(List.of(
                "--config", conf.toString(), "--cluster-id", Uuid.randomUuid().toString(), "--ignore-formatted"));
        ChildProcess.runToEnd(
                new Launch(command, Map.of()), context.home().output(name()), "cannot format Kafka's storage");
    }

    @Override
    public Health health() throws InterruptedException {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", context.settings().address(Port.KAFKA),
                "request.timeout.ms", 3000,
                "default.api.timeout.ms", 3000,
                "reconnect.backoff.max.ms", 500);
        try (Admin admin = Admin.create(config)) {
            DescribeClusterResult cluster = admin.describeCluster();
            int brokers = cluster.nodes().get(4, TimeUnit.SECONDS).size();
            int topics = admin.listTopics().names().get(4, TimeUnit.SECONDS).size();
            return brokers == 1 ? Health.usable(topics + " topics") : Health.unusable("no broker registered");
        } catch (ExecutionException | TimeoutException e) {
            return Health.unusable("does not answer");
        }
    }
}

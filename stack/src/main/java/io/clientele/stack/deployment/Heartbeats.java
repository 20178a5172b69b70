package io.clientele.stack.deployment;

import io.clientele.connectors.kafka.Heartbeat;
import io.clientele.schemas.EventContract;
import io.clientele.stack.StackFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the promise that every event before an instant has been sent, to every partition of the event topics. */
public final class Heartbeats {

    private final String bootstrapServers;

    public Heartbeats(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Sends it and returns to how many partitions, once Kafka has them all. */
    public int send(Instant until) throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
            for (EventContract contract : EventContract.events()) {
                for (PartitionInfo partition : producer.partitionsFor(contract.topic())) {
                    sent.add(producer.send(Heartbeat.record(contract.topic(), partition.partition(), until)));
                }
            }
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
            return sent.size();
        } catch (ExecutionException | KafkaException e) {
            throw new StackFailure(
                    "Kafka does not take records at " + bootstrapServers + " (" + e.getMessage()
                            + "): is the stack up?",
                    e);
        }
    }

    static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        config.put("max.request.size", 16 << 20);
        config.put("max.block.ms", 10_000);
        config.put("delivery.timeout.ms", 60_000);
        config.put("request.timeout.ms", 20_000);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}

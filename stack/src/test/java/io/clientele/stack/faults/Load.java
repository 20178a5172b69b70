package io.clientele.stack.faults;

import io.clientele.connectors.kafka.Heartbeat;
import io.clientele.connectors.kafka.SchemaRegistry;
import io.clientele.connectors.kafka.WireFormat;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.InvalidEvent;
import io.clientele.schemas.JsonEvent;
import io.clientele.schemas.JsonEvents;
import io.clientele.stack.KafkaLog;
import io.clientele.stack.RunningStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends what a {@link ShopScript} says, a few visits at a time, with bursts, poison and heartbeats, while it is not paused. */
final class Load implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final int VISITS_PER_TICK = 2;
    private static final int TICKS_BETWEEN_BURSTS = 40;
    private static final int VISITS_OF_A_BURST = 60;

    private final ShopScript script;
    private final Random random;
    private final KafkaLog log;
    private final JsonEvents json = new JsonEvents(ZoneOffset.UTC);
    private final Map<String, Integer> schemas = new HashMap<>();
    private final KafkaProducer<byte[], byte[]> kafka;
    private final Set<KafkaLog.Position> poison = new TreeSet<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private @Nullable Future<?> running;
    private volatile @Nullable TopicPartition silent;
    private long ticks;

    Load(RunningStack stack, long seed) {
        this.script = new ShopScript(seed);
        this.random = new Random(seed);
        this.log = new KafkaLog(stack);
        SchemaRegistry registry = new SchemaRegistry(stack.registry());
        for (EventContract contract : EventContract.events()) {
            schemas.put(contract.topic(), registry.register(contract.subject(), contract.schema()));
        }
        this.kafka = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.bootstrapServers(),
                        "acks",
                        "all",
                        "linger.ms",
                        20,
                        "metadata.max.age.ms",
                        5_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Goes on, after some poison. */
    synchronized void run() throws InterruptedException {
        if (running == null) {
            poison.addAll(log.poison(random, 5));
            running = clock.scheduleAtFixedRate(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Returns when everything sent is in Kafka and nothing more is sent, with the clock at the end of it. */
    synchronized void pause() throws InterruptedException {
        if (running != null) {
            running.cancel(false);
            running = null;
            // the tick that ran just now
            try {
                clock.submit(() -> {}).get(2, TimeUnit.MINUTES);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("the load does not stop", e);
            }
            kafka.flush();
            heartbeat();
            kafka.flush();
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the load could not be sent", failed);
        }
    }

    /** Nothing more goes to a partition: its events go to the next one. */
    void silence(String topic, int partition) {
        silent = new TopicPartition(topic, partition);
    }

    void silenceNone() {
        silent = null;
    }

    /** Event time of the next visit. */
    Instant reached() {
        return script.reached();
    }

    /** Where the records are that are no events. */
    Set<KafkaLog.Position> poison() {
        return poison;
    }

    private void tick() {
        ticks++;
        int visits = ticks % TICKS_BETWEEN_BURSTS == 0 ? VISITS_OF_A_BURST : VISITS_PER_TICK;
        for (int visit = 0; visit < visits; visit++) {
            script.next().forEach(this::send);
        }
        if (ticks % 8 == 0) {
            heartbeat();
        }
    }

    private void heartbeat() {
        for (EventContract contract : EventContract.events()) {
            List<PartitionInfo> partitions = kafka.partitionsFor(contract.topic());
            for (PartitionInfo partition : partitions) {
                if (new TopicPartition(contract.topic(), partition.partition()).equals(silent)) {
                    continue;
                }
                send(Heartbeat.record(contract.topic(), partition.partition(), script.reached()));
            }
        }
    }

    private void send(ShopScript.Line line) {
        try {
            JsonEvent event = json.read(line.json());
            String topic = event.contract().topic();
            int schema = schemas.getOrDefault(topic, 0);
            byte[] key = line.key().getBytes(StandardCharsets.UTF_8);
            send(new ProducerRecord<>(topic, partition(topic, key), key, WireFormat.encode(schema, event.record())));
        } catch (InvalidEvent | KafkaException e) {
            // a scheduler would end the load without a word
            failure.compareAndSet(null, e);
        }
    }

    /** Where the key says, but never the silent one. */
    private int partition(String topic, byte[] key) {
        int partitions = kafka.partitionsFor(topic).size();
        int partition = Math.floorMod(Arrays.hashCode(key), partitions);
        return new TopicPartition(topic, partition).equals(silent) ? (partition + 1) % partitions : partition;
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        var unused = kafka.send(message, (metadata, error) -> {
            if (error != null) {
                failure.compareAndSet(null, error);
            }
        });
    }

    @Override
    public void close() {
        clock.shutdownNow();
        kafka.close(Duration.ofSeconds(5));
    }
}

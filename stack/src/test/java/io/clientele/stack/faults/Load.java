package io.clientele.stack.faults;

import io.clientele.connectors.kafka.Heartbeat;
import io.clientele.connectors.kafka.SchemaRegistry;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a {@link ShopScript} says, by {@link ProducerVersions}, a few visits at a time, with bursts, poison and heartbeats, while it is
 * not paused.
 */
final class Load implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final int VISITS_PER_TICK = 2;
    private static final int TICKS_BETWEEN_BURSTS = 40;
    private static final int VISITS_OF_A_BURST = 60;
    /** Every third visit is one customer's. */
    private static final ShopScript.Pace USUAL = new ShopScript.Pace(60, 3, Duration.ofMinutes(5));

    /** So many that all are those of a few minutes; every fifth is one customer's. */
    private static final ShopScript.Pace HURRIED = new ShopScript.Pace(10_000, 5, Duration.ofMillis(1));

    private final ShopScript script;
    private final Random random;
    private final KafkaLog log;
    private final JsonEvents json = new JsonEvents(ZoneOffset.UTC);
    private final ProducerVersions producers;
    private final KafkaProducer<byte[], byte[]> kafka;
    private final Set<KafkaLog.Position> poison = new TreeSet<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private @Nullable Future<?> running;
    private volatile @Nullable TopicPartition silent;
    private long ticks;
    private final AtomicLong sent = new AtomicLong();

    Load(RunningStack stack, long seed) {
        this.script = new ShopScript(seed);
        this.random = new Random(seed);
        this.log = new KafkaLog(stack);
        this.producers = new ProducerVersions(new SchemaRegistry(stack.registry()), new Random(seed));
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
            running = everyTick(this::tick);
        }
    }

    /** Sends so many visits at once, of a load that is paused. */
    synchronized void hurry(int visits) {
        visit(visits, HURRIED);
        heartbeat();
        kafka.flush();
    }

    /** Sends so many visits a second until it is paused. */
    synchronized void hurryOn(double visitsASecond) {
        int visits = (int) Math.ceil(visitsASecond * TICK.toMillis() / 1000);
        running = everyTick(() -> visit(visits, HURRIED));
    }

    /** Events sent so far. */
    long sent() {
        return sent.get();
    }

    private Future<?> everyTick(Runnable tick) {
        return clock.scheduleAtFixedRate(tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns when everything sent is in Kafka and nothing more is sent, with the clock at the day after it. */
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
            script.endDay();
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
        visit(visits, USUAL);
        if (ticks % 8 == 0) {
            heartbeat();
        }
    }

    private void visit(int visits, ShopScript.Pace pace) {
        for (int visit = 0; visit < visits; visit++) {
            script.next(pace).forEach(this::send);
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
            byte[] key = line.key().getBytes(StandardCharsets.UTF_8);
            send(new ProducerRecord<>(topic, partition(topic, key), key, producers.encode(event)));
            sent.incrementAndGet();
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

package io.clientele.bench.streams;

import io.clientele.bench.throughput.CommittedOffsets;
import io.clientele.bench.throughput.CustomerRow;
import io.clientele.bench.throughput.LatestRows;
import io.clientele.bench.throughput.Meter;
import io.clientele.bench.throughput.Store;
import io.clientele.bench.throughput.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Streams: one sub-topology without a repartition, since the topics are keyed by customer already; record caches in front of the
 * stores, commits as seldom as the others' checkpoints.
 */
public final class StreamsEngine {

    private static final String CUSTOMERS = "customers";
    private static final long CACHE_BYTES = 256L << 20;

    private StreamsEngine() {}

    /** Runs the workload of a file. */
    public static void main(String[] arguments) throws Exception {
        Workload workload = Workload.read(Path.of(arguments[0]));
        String application = "streams-" + UUID.randomUUID();
        LatestRows latest = new LatestRows();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Path state = workload.work().resolve("state");
        Meter meter = new Meter(workload, state);
        try (KafkaStreams streams =
                new KafkaStreams(topology(workload, latest), settings(workload, application, state))) {
            streams.setUncaughtExceptionHandler(failed -> {
                failure.set(failed);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();
            CommittedOffsets.await(workload, application, meter, () -> {
                Throwable failed = failure.get();
                if (failed != null) {
                    throw new IllegalStateException("Kafka Streams has failed", failed);
                }
                return failed;
            });
            synchronized (latest) {
                meter.write(latest.digest());
            }
        }
    }

    private static Topology topology(Workload workload, LatestRows latest) {
        boolean isPersistent = workload.store() == Store.ROCKSDB;
        Serde<ShopEvent> events = Serdes.serdeFrom(
                (topic, event) -> {
                    throw new UnsupportedOperationException("events are only read");
                },
                new ShopEventDeserializer());
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(List.of(Workload.CLICKSTREAM, Workload.ORDERS), Consumed.with(Serdes.String(), events))
                .processValues(new DropRepetitions(Duration.ofHours(workload.deduplicationHours()), isPersistent))
                .groupByKey(Grouped.with(Serdes.String(), events))
                .aggregate(
                        () -> CustomerRow.of(""),
                        (customer, event, row) -> event.isOrder()
                                ? row.withOrder(event.at(), event.netSales())
                                : row.withClick(event.name(), event.at()),
                        Materialized.<String, CustomerRow>as(
                                        isPersistent
                                                ? Stores.persistentKeyValueStore(CUSTOMERS)
                                                : Stores.inMemoryKeyValueStore(CUSTOMERS))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(CustomerRowSerde.of())
                                .withCachingEnabled())
                .toStream()
                .foreach((customer, row) -> {
                    synchronized (latest) {
                        latest.put(row.named(customer));
                    }
                });
        return builder.build();
    }

    private static Properties settings(Workload workload, String application, Path state) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, workload.bootstrapServers());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, workload.checkpointSeconds() * 1000);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, workload.partitions());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        settings.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5000);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 600_000);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 << 10);
        return settings;
    }
}

package io.clientele.bench.throughput;

import io.clientele.bench.ShopEvents;
import io.clientele.bench.ShopPlan;
import io.clientele.connectors.kafka.EventDecoder;
import io.clientele.connectors.kafka.Heartbeat;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.UndecodableEvent;
import io.clientele.jobs.domain.Money;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a shop into their topics, some of them a second time a little later, and folds them in memory: the rows that every
 * engine must arrive at.
 */
final class TopicLoader {

    /** Repetitions that wait until they are sent together. */
    private static final int MOST_WAITING = 20;

    private final Map<String, CustomerRow> rows = new HashMap<>();
    private final EventDecoder clicks = new EventDecoder(ShopEvents.schemas(), ResultFields.of(Workload.CLICKSTREAM));
    private final EventDecoder orders = new EventDecoder(ShopEvents.schemas(), ResultFields.of(Workload.ORDERS));
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long sent;
    private long lastMillis;

    /**
     * What is in the topics.
     *
     * @param records in all partitions
     * @param digest of the rows that they make
     */
    record Loaded(long records, Digest digest) {}

    private TopicLoader() {}

    static Loaded load(ShopPlan plan, double repeatedShare, String bootstrapServers) throws Exception {
        return new TopicLoader().loadAll(plan, repeatedShare, bootstrapServers);
    }

    private Loaded loadAll(ShopPlan plan, double repeatedShare, String bootstrapServers) throws Exception {
        ShopEvents events = new ShopEvents(plan);
        long perPartition = plan.events() / plan.partitions();
        long one = repeatedShare == 0 ? Long.MAX_VALUE : Math.round(1 / repeatedShare);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        "20",
                        "batch.size",
                        "262144",
                        "compression.type",
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<ReceivedEvent> again = new ArrayList<>();
            // the partitions take turns, so that all of them have the same time at the same place
            for (long step = 0; step < perPartition; step++) {
                for (int partition = 0; partition < plan.partitions(); partition++) {
                    ReceivedEvent event = events.map(partition * perPartition + step);
                    count(event);
                    send(producer, event);
                    if (Math.floorMod(event.eventId().hashCode(), one) == 0) {
                        again.add(event);
                    }
                }
                if (again.size() >= MOST_WAITING) {
                    again.forEach(event -> send(producer, event));
                    again.clear();
                }
            }
            again.forEach(event -> send(producer, event));
            // the profile job reads a topic in which nothing happens, and takes its time from this
            Instant end = Instant.ofEpochMilli(lastMillis).plus(Duration.ofDays(1));
            for (int partition = 0; partition < plan.partitions(); partition++) {
                send(producer, Heartbeat.record("customers", partition, end));
            }
            producer.flush();
        }
        @Nullable Exception failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        Digest digest = rows.values().stream()
                .map(row -> new Digest(1, row.fingerprint()))
                .reduce(Digest.NONE, Digest::plus);
        return new Loaded(sent, digest);
    }

    private void send(KafkaProducer<byte[], byte[]> producer, ReceivedEvent event) {
        sent++;
        lastMillis = Math.max(lastMillis, event.eventTimeMillis());
        byte[] key = Objects.requireNonNull(event.identifiers().customerId()).getBytes(StandardCharsets.UTF_8);
        send(
                producer,
                new ProducerRecord<>(event.topic(), event.partition(), event.eventTimeMillis(), key, event.value()));
    }

    private void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> unused = producer.send(record, (metadata, failed) -> {
            if (failed != null) {
                failure.set(failed);
            }
        });
    }

    private void count(ReceivedEvent event) throws UndecodableEvent {
        String customer = Objects.requireNonNull(event.identifiers().customerId());
        CustomerRow row = rows.computeIfAbsent(customer, CustomerRow::of);
        boolean isOrder = event.topic().equals(Workload.ORDERS);
        GenericRecord record = (isOrder ? orders : clicks).decode(event);
        rows.put(
                customer,
                isOrder
                        ? row.withOrder(
                                event.eventTimeMicros(),
                                units(record, "gross_amount") - units(record, "discount_amount"))
                        : row.withClick((String) record.get("event_name"), event.eventTimeMicros()));
    }

    private static long units(GenericRecord order, String field) {
        BigDecimal amount = (BigDecimal) order.get(field);
        return amount == null ? 0 : Money.units(amount, null);
    }
}

package io.clientele.stack.erasure;

import io.clientele.connectors.kafka.WireFormat;
import io.clientele.schemas.Contracts;
import io.clientele.stack.StackFailure;
import io.clientele.stack.imports.EventProducer;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.SchemaIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The topic {@code erasures}: what the jobs are told, and the list of what is to be done. An order to erase stays in it until all
 * else is done, so a runner that was broken off finds in it whom it was about.
 */
final class ErasureTopic {
    private static final int HEAD = WireFormat.PAYLOAD_OFFSET;

    /** Digests in one record: far below the largest record that the topic takes. */
    private static final int MOST_DIGESTS = 5_000;

    /**
     * What the topic holds.
     *
     * @param orders orders to erase, by the ids of their requests
     * @param digests of all identifiers whose events are refused
     */
    record Content(Map<String, ErasureRequest> orders, Set<String> digests) {}

    private final Line line;

    ErasureTopic(Line line) {
        this.line = line;
    }

    static TopicPartition partition() {
        return new TopicPartition(Contracts.ERASURE.topic(), 0);
    }

    /** Writes a record and returns when Kafka has it. */
    void send(ErasureRequest request, String action) {
        send(request.record(action));
    }

    /** Writes who is refused, by digests alone. */
    void sendDigests(Set<String> digests, Instant at) {
        List<String> all = List.copyOf(digests);
        for (int first = 0; first < all.size(); first += MOST_DIGESTS) {
            send(ErasureRequest.remember(all.subList(first, Math.min(all.size(), first + MOST_DIGESTS)), at));
        }
    }

    private void send(GenericRecord record) {
        byte[] value = WireFormat.encode(SchemaIds.of(line, Contracts.ERASURE), record);
        byte[] key = String.valueOf(record.get("request_id")).getBytes(StandardCharsets.UTF_8);
        try (EventProducer producer = new EventProducer(line.kafka(), List.of())) {
            producer.send(Contracts.ERASURE.topic(), key, value);
            producer.flush();
        }
    }

    /** Reads all of it. */
    Content read() {
        Content content = new Content(new LinkedHashMap<>(), new LinkedHashSet<>());
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = List.of(partition());
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = consumer.endOffsets(all).getOrDefault(partition(), 0L);
            while (consumer.position(partition()) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value() != null) {
                        take(decode(record.value()), content);
                    }
                }
            }
            return content;
        } catch (IOException | KafkaException e) {
            throw new StackFailure(
                    "cannot read the topic erasures at %s: %s".formatted(line.kafka(), e.getMessage()), e);
        }
    }

    private static void take(GenericRecord record, Content content) {
        Set<String> digests = new LinkedHashSet<>();
        for (Object item : (List<?>) record.get("identifiers")) {
            digests.add(String.valueOf(((GenericRecord) item).get("digest")));
        }
        if (ErasureRequest.LIFT.equals(record.get("action"))) {
            content.digests().removeAll(digests);
            return;
        }
        content.digests().addAll(digests);
        if (ErasureRequest.ERASE.equals(record.get("action"))) {
            ErasureRequest order = ErasureRequest.of(record);
            content.orders().putIfAbsent(order.id(), order);
        }
    }

    private static GenericRecord decode(byte[] value) throws IOException {
        return new GenericDatumReader<GenericRecord>(Contracts.ERASURE.schema(), Contracts.ERASURE.readerSchema())
                .read(null, DecoderFactory.get().binaryDecoder(value, HEAD, value.length - HEAD, null));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", line.kafka());
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        config.put("request.timeout.ms", 10_000);
        config.put("default.api.timeout.ms", 15_000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}

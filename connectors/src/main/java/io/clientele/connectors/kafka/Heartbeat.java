package io.clientele.connectors.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that moves event time in quiet hours: no value, and the header {@value #HEADER} with an instant T in epoch
 * milliseconds as decimal text. It promises that every event before T has been sent to this partition; it is no event.
 */
public final class Heartbeat {
    /** Name of the Kafka header. */
    public static final String HEADER = "clientele-heartbeat";

    private Heartbeat() {}

    /** The heartbeat for one partition: everything before {@code time} has been sent there. */
    public static ProducerRecord<byte[], byte[]> record(String topic, int partition, Instant time) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, null, null);
        record.headers().add(HEADER, Long.toString(time.toEpochMilli()).getBytes(StandardCharsets.US_ASCII));
        return record;
    }

    /** The promised instant in epoch milliseconds, or null if the headers are no heartbeat's. */
    static @Nullable Long timeOf(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return null;
        }
        try {
            return Long.valueOf(new String(header.value(), StandardCharsets.US_ASCII));
        } catch (NumberFormatException notAnInstant) {
            return null;
        }
    }
}

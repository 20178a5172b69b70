package io.clientele.connectors.kafka;

import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Writes Avro records in wire format to Kafka, each exactly once for consumers that read only what is committed. The record
 * schema is registered when the sink opens.
 */
public final class AvroKafkaSink {
    /** The largest record this product sends: a dead letter around the largest record that a topic takes, in bytes. */
    public static final int MAX_RECORD_BYTES = 16 * 1024 * 1024;

    private AvroKafkaSink() {}

    /**
     * A sink for one topic.
     *
     * @param transactionTimeout how long a transaction may stay open: above checkpoint interval plus the longest restart, at most
     *     the broker's {@code transaction.max.timeout.ms}
     * @param lostTransactions what happens when it ran out before the commit
     * @param transactionalIdPrefix unique per job and sink, the same after every restart
     * @param schema the records' schema, registered under {@code <topic>-value}
     * @param key the Kafka key of an element, or a function returning null for none
     * @param record the record of an element, of {@code schema}
     */
    public static <T> Sink<T> of(
            KafkaSettings settings,
            Duration transactionTimeout,
            LostTransactions lostTransactions,
            String transactionalIdPrefix,
            String topic,
            Schema schema,
            RecordKey<T> key,
            SerializableFunction<T, GenericRecord> record) {
        KafkaSink<T> sink = KafkaSink.<T>builder()
                .setKafkaProducerConfig(settings.clientProperties())
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(transactionalIdPrefix)
                .setProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(transactionTimeout.toMillis()))
                .setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(MAX_RECORD_BYTES))
                .setRecordSerializer(new RecordWriter<>(settings.registry(), topic, schema, key, record))
                .build();
        return new GuardedKafkaSink<>(sink, settings.clientProperties(), lostTransactions);
    }
}

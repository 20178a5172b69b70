package io.clientele.connectors.kafka;

import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * Events from Kafka, with event time from the events themselves and from heartbeats.
 *
 * <pre>
 *   topics ── source &lt;uid&gt; ── split &lt;uid&gt;-split ──▶ events
 *             (watermark per         │
 *              partition)            └──────────▶ rejected
 * </pre>
 */
public final class EventSource {
    /**
     * How often new partitions are looked for, in milliseconds. Until they are found, event time does not wait for their records: if a day ends
     * meanwhile, they come too late for its cut points.
     */
    private static final String DISCOVERY_INTERVAL = "5000";

    /**
     * What one partition may have waiting in the reader, which takes a partition's waiting records all at once. Small, so that no
     * partition with a backlog is silent for as long as it takes to count as idle.
     */
    private static final String PARTITION_FETCH_BYTES = String.valueOf(128 << 10);

    private EventSource() {}

    /**
     * Adds a source to a job. It reads only what is committed, and starts where the restored state says, else at the group's
     * committed offsets, else at the earliest record.
     *
     * @param topics Kafka topics, read by one source
     * @param prefix what the names of the topics have before those of the contracts; empty for the topics themselves
     * @param groupId consumer group for the committed offsets; they are for people to see the lag, the state decides
     * @param uid the source's uid, kebab-case, never to change; the split has {@code <uid>-split}
     * @param jobName named in the dead letters
     */
    public static EventStreams of(
            StreamExecutionEnvironment env,
            KafkaSettings settings,
            List<String> topics,
            String prefix,
            String groupId,
            String uid,
            String jobName) {
        SingleOutputStreamOperator<ReceivedEvent> events = env.fromSource(
                        new PromptKafkaSource<>(kafka(settings, topics, prefix, groupId, jobName)),
                        watermarks(settings),
                        uid)
                .uid(uid)
                .process(new SplitRecords())
                .returns(TypeInformation.of(ReceivedEvent.class))
                .uid(uid + "-split")
                .name("Split events and rejected records of " + uid);
        return new EventStreams(events, events.getSideOutput(SplitRecords.REJECTED));
    }

    static WatermarkStrategy<PolledRecord> watermarks(KafkaSettings settings) {
        return WatermarkStrategy.forGenerator(
                        new ReaderWatermarks(settings.maxOutOfOrderness(), settings.idleTimeout()))
                .withTimestampAssigner((record, kafkaTimestamp) -> record.timestampMillis());
    }

    @SuppressWarnings("deprecation") // the connector's own signature still asks for this type
    static KafkaSource<PolledRecord> kafka(
            KafkaSettings settings, List<String> topics, String prefix, String groupId, String jobName) {
        return KafkaSource.<PolledRecord>builder()
                .setProperties(settings.clientProperties())
                .setTopics(topics.stream().map(prefix::concat).toList())
                .setGroupId(groupId)
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setDeserializer(new RecordReader(settings.registry(), settings.maxEventBytes(), prefix, jobName))
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES)
                .setProperty("partition.discovery.interval.ms", DISCOVERY_INTERVAL)
                .build();
    }
}

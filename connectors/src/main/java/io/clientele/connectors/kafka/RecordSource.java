package io.clientele.connectors.kafka;

import io.clientele.schemas.EventContract;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * A small topic of the product's own, all of it from the earliest record on, decoded. It carries no event time and holds back nobody
 * else's. A record that cannot be decoded fails the job: nobody but the product writes here.
 */
public final class RecordSource {

    private RecordSource() {}

    /**
     * Adds a source to a job.
     *
     * @param groupId consumer group for the committed offsets: others see by them what the job has taken in
     * @param uid the source's uid, kebab-case, never to change
     * @param element what a record of the contract is to the job
     */
    public static <T> DataStream<T> of(
            StreamExecutionEnvironment env,
            KafkaSettings settings,
            EventContract contract,
            String groupId,
            String uid,
            Class<T> type,
            SerializableFunction<GenericRecord, T> element) {
        KafkaSource<T> source = KafkaSource.<T>builder()
                .setProperties(settings.clientProperties())
                .setTopics(contract.topic())
                .setGroupId(groupId)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new DecodedRecords<>(
                        settings.registry(), contract.readerSchema(), TypeInformation.of(type), element))
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .build();
        return env.fromSource(new PromptKafkaSource<>(source), withoutEventTime(), uid)
                .returns(TypeInformation.of(type))
                .uid(uid)
                .name("Read topic " + contract.topic())
                .setParallelism(1);
    }

    /**
     * Idle from the start: whoever waits for the slower of two inputs waits for the other one. It is not at the end of event time,
     * since that would be everybody's time as soon as the other input has nothing to say for a while.
     */
    public static <T> WatermarkStrategy<T> withoutEventTime() {
        return WatermarkStrategy.<T>forGenerator(context -> new Idle<>())
                .withTimestampAssigner((element, kafka) -> Long.MIN_VALUE);
    }

    private static final class Idle<T> implements WatermarkGenerator<T> {
        @Override
        public void onEvent(T element, long timestamp, WatermarkOutput output) {
            // an element says nothing of time
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.markIdle();
        }
    }
}

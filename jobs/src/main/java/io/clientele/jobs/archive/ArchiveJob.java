package io.clientele.jobs.archive;

import io.clientele.connectors.iceberg.IcebergAppendSink;
import io.clientele.connectors.kafka.AvroKafkaSink;
import io.clientele.connectors.kafka.DeadLetter;
import io.clientele.connectors.kafka.EventSource;
import io.clientele.connectors.kafka.EventStreams;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.settings.JobEnvironment;
import io.clientele.jobs.settings.JobSettings;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.tables.LakeTables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Archives every event topic in {@code raw.*}, and what cannot be archived in the dead letters, exactly once. */
public final class ArchiveJob {
    /** The job's name, its consumer group and the prefix of its transactions. */
    public static final String NAME = "clientele-archive";

    private ArchiveJob() {}

    /**
     * Submits the job.
     *
     * @param arguments {@code [--config FILE] [--key value]…}, see {@link JobSettings}
     * @throws io.clientele.jobs.settings.InvalidOption if an option is unknown, missing or not allowed
     */
    public static void main(String... arguments) throws Exception {
        JobSettings settings = JobSettings.of(arguments);
        settings.edition().requireLive();
        StreamExecutionEnvironment env = JobEnvironment.get();

        List<String> topics =
                EventContract.events().stream().map(EventContract::topic).toList();
        EventStreams events = EventSource.of(env, settings.kafka(), topics, "", NAME, "archive-events", NAME);

        ArchiveTopology.Outputs outputs = ArchiveTopology.of(
                events,
                Erasures.of(env, settings.kafka(), NAME, "archive-erasures"),
                settings.kafka().registry(),
                ArchiveSettings.of(settings));

        outputs.rows()
                .forEach((topic, rows) ->
                        IcebergAppendSink.append(rows, LakeTables.raw(topic), settings.lake(), "archive-raw-" + topic));
        IcebergAppendSink.append(
                outputs.deadLetterRows(), LakeTables.DEAD_LETTERS, settings.lake(), "archive-dead-letters");
        outputs.deadLetters()
                .sinkTo(deadLetterTopic(settings))
                .uid("archive-dead-letters-topic")
                .name("Write topic dead-letters");

        env.execute(NAME);
    }

    private static Sink<DeadLetter> deadLetterTopic(JobSettings settings) {
        return AvroKafkaSink.of(
                settings.kafka(),
                settings.kafkaTransactionTimeout(),
                settings.lostTransactions(),
                NAME + "-dead-letters",
                Contracts.DEAD_LETTER.topic(),
                Contracts.DEAD_LETTER.schema(),
                // By origin, so that a record's dead letters are in order however many partitions the topic has.
                letter -> (letter.topic() + "/" + letter.partition()).getBytes(StandardCharsets.UTF_8),
                DeadLetter::toAvro);
    }
}

package io.clientele.jobs.profile;

import io.clientele.connectors.iceberg.BundleLatest;
import io.clientele.connectors.iceberg.IcebergAppendSink;
import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.connectors.kafka.AvroKafkaSink;
import io.clientele.connectors.kafka.EventSource;
import io.clientele.connectors.kafka.EventStreams;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.LateRows;
import io.clientele.jobs.settings.Edition;
import io.clientele.jobs.settings.JobEnvironment;
import io.clientele.jobs.settings.JobSettings;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.function.SerializableFunction;

/**
 * The profile job: reads clickstream, orders and customer records, keeps the persons, their profiles, scores and cut
 * points in the lake, and publishes cut points and moves between segments on topics of their own.
 */
public final class ProfileJob {

    /** The job's name, its consumer group and the prefix of its transactions. */
    public static final String NAME = "clientele-profile";

    /** In one subtask; a profile has some kilobytes on the heap. */
    private static final int MOST_WAITING_ROWS = 20_000;

    private ProfileJob() {}

    /**
     * Runs the job.
     *
     * @param arguments {@code [--config FILE] [--key value]…}, see {@link JobSettings}
     */
    public static void main(String[] arguments) throws Exception {
        JobSettings settings = JobSettings.of(arguments);
        StreamExecutionEnvironment env = JobEnvironment.get();
        Edition edition = settings.edition().requireOf("profile");
        EventStreams events = EventSource.of(
                env,
                settings.kafka(),
                ProfileEventReader.TOPICS,
                edition.eventPrefix(),
                edition.named(NAME),
                edition.source("profile-events"),
                NAME);
        ProfileSettings profile = ProfileSettings.of(settings);
        write(
                ProfileTopology.of(
                        events.events(),
                        Erasures.of(env, settings.kafka(), edition.named(NAME), "profile-erasures"),
                        settings.kafka().registry(),
                        profile),
                profile,
                settings);
        env.execute(edition.named(NAME));
    }

    private static void write(ProfileTopology.Outputs outputs, ProfileSettings profile, JobSettings settings) {
        ProfileRows profiles = new ProfileRows(profile.reportingCurrency());
        ScoreRows scores = new ScoreRows();
        ProfileRecords records = new ProfileRecords(profile);

        Edition edition = settings.edition();
        LiveTable profileTable = edition.table(LakeTables.CUSTOMER_PROFILES);
        IcebergAppendSink.append(
                BundleLatest.perCheckpoint(
                        outputs.profiles(), profileTable, profiles.reading(), MOST_WAITING_ROWS, "bundle-profiles"),
                profileTable.changes(),
                settings.lake(),
                "profiles");

        LiveTable scoreTable = edition.table(LakeTables.CUSTOMER_SCORES);
        IcebergAppendSink.append(
                BundleLatest.perCheckpoint(
                        outputs.scores(), scoreTable, scores.reading(), MOST_WAITING_ROWS, "bundle-scores"),
                scoreTable.changes(),
                settings.lake(),
                "scores");

        publish(outputs.thresholds(), Contracts.THRESHOLDS, records::thresholds, settings);
        TableDefinition thresholdTable = edition.table(LakeTables.RFM_THRESHOLDS);
        RowFactory thresholds = RowFactory.of(thresholdTable);
        IcebergAppendSink.append(
                RowFactory.rows(
                        outputs.thresholds(),
                        thresholdTable,
                        cuts -> thresholds.fromAvro(records.thresholds(cuts)).build(),
                        "rfm-thresholds"),
                thresholdTable,
                settings.lake(),
                "rfm-thresholds");
        publish(outputs.segmentChanges(), Contracts.SEGMENT_CHANGE, records::segmentChange, settings);

        IdentityRows identity = new IdentityRows();
        LiveTable identifiers = edition.table(LakeTables.IDENTIFIERS);
        IcebergAppendSink.append(
                BundleLatest.perCheckpoint(
                        outputs.nodeOwners(), identifiers, identity.owners(), MOST_WAITING_ROWS, "bundle-identifiers"),
                identifiers.changes(),
                settings.lake(),
                "identifiers");
        TableDefinition identityLog = edition.table(LakeTables.IDENTITY_CHANGES);
        IcebergAppendSink.append(
                RowFactory.rows(outputs.identityLog(), identityLog, identity::entry, "identity-change"),
                identityLog,
                settings.lake(),
                "identity-changes");

        LateRows late = new LateRows(NAME);
        TableDefinition lateTable = edition.table(LakeTables.LATE_EVENTS);
        IcebergAppendSink.append(
                RowFactory.rows(outputs.lateEvents(), lateTable, late::row, "late-event"),
                lateTable,
                settings.lake(),
                "late-events");
    }

    private static <T> void publish(
            DataStream<T> stream,
            EventContract contract,
            SerializableFunction<T, GenericRecord> record,
            JobSettings settings) {
        String topic = contract.topic();
        stream.sinkTo(AvroKafkaSink.of(
                        settings.kafka(),
                        settings.kafkaTransactionTimeout(),
                        settings.lostTransactions(),
                        settings.edition().named(NAME) + "-" + topic,
                        settings.edition().topic(topic),
                        contract.schema(),
                        element -> ProfileRecords.key(record.apply(element)),
                        record))
                .uid(topic + "-to-kafka")
                .name("Publish " + topic);
    }
}

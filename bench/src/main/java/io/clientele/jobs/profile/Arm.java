package io.clientele.jobs.profile;

import io.clientele.connectors.iceberg.BundleLatest;
import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.LiveTable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The profile job, up to the rows that it would write, with and without what makes persons of identifiers. */
public enum Arm {
    /** The topology that production runs. */
    WITH_IDENTITY {
        @Override
        public DataStream<PersonProfile> build(
                DataStream<ReceivedEvent> events, WriterSchemas schemas, ProfileSettings settings) {
            ProfileTopology.Outputs outputs = ProfileTopology.of(events, nobodyErased(events), schemas, settings);
            IdentityRows identity = new IdentityRows();
            LiveTable identifiers = LakeTables.IDENTIFIERS;
            discard(
                    BundleLatest.perCheckpoint(
                            outputs.nodeOwners(),
                            identifiers,
                            identity.owners(),
                            MOST_WAITING_ROWS,
                            "bundle-identifiers"),
                    "identifiers");
            discard(
                    RowFactory.rows(
                            outputs.identityLog(), LakeTables.IDENTITY_CHANGES, identity::entry, "identity-change"),
                    "identity-changes");
            discard(outputs.lateEvents(), "late-events");
            discardPersons(
                    new ProfileTopology.Persons(
                            outputs.profiles(), outputs.scores(), outputs.thresholds(), outputs.segmentChanges()),
                    settings);
            return outputs.profiles();
        }
    },

    /** Everybody is the most telling identifier of the event: see {@link WithoutIdentity}. */
    WITHOUT_IDENTITY {
        @Override
        public DataStream<PersonProfile> build(
                DataStream<ReceivedEvent> events, WriterSchemas schemas, ProfileSettings settings) {
            ProfileTopology.Persons persons = WithoutIdentity.of(events, schemas, settings);
            discardPersons(persons, settings);
            return persons.profiles();
        }
    };

    /** As the job has it. */
    private static final int MOST_WAITING_ROWS = 20_000;

    /** Adds the arm to a job, with sinks that discard everything; returns the profiles. */
    public abstract DataStream<PersonProfile> build(
            DataStream<ReceivedEvent> events, WriterSchemas schemas, ProfileSettings settings);

    /** The name in reports. */
    public String label() {
        return this == WITH_IDENTITY ? "with identity" : "without identity";
    }

    /** The topic of erasures as it mostly is: all of it is read, and concerns nobody. */
    static DataStream<Erasure> nobodyErased(DataStream<ReceivedEvent> events) {
        return events.getExecutionEnvironment()
                .fromData(
                        List.of(Erasure.of("nobody", 1, List.of("customer_id:of nobody"))),
                        TypeInformation.of(Erasure.class))
                .uid("erasures")
                .name("Erasures of nobody")
                .setParallelism(1);
    }

    private static void discardPersons(ProfileTopology.Persons persons, ProfileSettings settings) {
        ProfileRows profiles = new ProfileRows(settings.reportingCurrency());
        LiveTable profileTable = LakeTables.CUSTOMER_PROFILES;
        discard(
                BundleLatest.perCheckpoint(
                        persons.profiles(), profileTable, profiles.reading(), MOST_WAITING_ROWS, "bundle-profiles"),
                "profiles");
        ScoreRows scores = new ScoreRows();
        LiveTable scoreTable = LakeTables.CUSTOMER_SCORES;
        discard(
                BundleLatest.perCheckpoint(
                        persons.scores(), scoreTable, scores.reading(), MOST_WAITING_ROWS, "bundle-scores"),
                "scores");
        discard(persons.thresholds(), "thresholds");
        discard(persons.segmentChanges(), "segment-changes");
    }

    private static <T> void discard(DataStream<T> stream, String what) {
        stream.sinkTo(new DiscardingSink<>()).uid("discard-" + what).name("Discard " + what);
    }
}

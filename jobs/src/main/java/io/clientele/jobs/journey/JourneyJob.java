package io.clientele.jobs.journey;

import io.clientele.connectors.iceberg.BundleLatest;
import io.clientele.connectors.iceberg.IcebergAppendSink;
import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.connectors.kafka.EventSource;
import io.clientele.connectors.kafka.EventStreams;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.LateRows;
import io.clientele.jobs.settings.Edition;
import io.clientele.jobs.settings.JobEnvironment;
import io.clientele.jobs.settings.JobSettings;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The journey job: reads clickstream and orders, and keeps the sessions of every visitor and the carts in the lake. */
public final class JourneyJob {

    /** The job's name and its consumer group. */
    public static final String NAME = "clientele-journey";

    private static final int MOST_WAITING_ROWS = 50_000;

    private JourneyJob() {}

    /**
     * Runs the job.
     *
     * @param arguments {@code [--config FILE] [--key value]…}, see {@link JobSettings}
     */
    public static void main(String[] arguments) throws Exception {
        JobSettings settings = JobSettings.of(arguments);
        StreamExecutionEnvironment env = JobEnvironment.get();
        Edition edition = settings.edition().requireOf("journey");
        EventStreams events = EventSource.of(
                env,
                settings.kafka(),
                ReadVisits.TOPICS,
                edition.eventPrefix(),
                edition.named(NAME),
                edition.source("journey-events"),
                NAME);
        JourneySettings journey = JourneySettings.of(settings);
        JourneyTopology.Outputs outputs = JourneyTopology.of(
                events.events(),
                Erasures.of(env, settings.kafka(), edition.named(NAME), "journey-erasures"),
                settings.kafka().registry(),
                journey);

        SessionRows sessions = new SessionRows(journey);
        LiveTable table = edition.table(LakeTables.SESSIONS);
        IcebergAppendSink.append(
                BundleLatest.perCheckpoint(
                        outputs.sessions(), table, sessions.reading(), MOST_WAITING_ROWS, "bundle-sessions"),
                table.changes(),
                settings.lake(),
                "sessions");

        CartRows carts = new CartRows(journey);
        LiveTable cartTable = edition.table(LakeTables.CARTS);
        IcebergAppendSink.append(
                BundleLatest.perCheckpoint(
                        outputs.carts(), cartTable, carts.reading(), MOST_WAITING_ROWS, "bundle-carts"),
                cartTable.changes(),
                settings.lake(),
                "carts");

        LateRows late = new LateRows(NAME);
        TableDefinition lateTable = edition.table(LakeTables.LATE_EVENTS);
        IcebergAppendSink.append(
                RowFactory.rows(outputs.lateEvents(), lateTable, late::row, "late-event"),
                lateTable,
                settings.lake(),
                "journey-late-events");
        env.execute(edition.named(NAME));
    }
}

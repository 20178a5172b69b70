package io.clientele.connectors.iceberg;

import static io.clientele.connectors.iceberg.TestTables.SCORES_CHANGES;
import static io.clientele.connectors.iceberg.TestTables.rows;
import static io.clientele.connectors.iceberg.TestTables.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.schemas.tables.TableDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of commits whose answers are lost, late or contradicted; each attempt has a catalog client of its own. */
class TableAppenderTest {
    private static final String WRITER = "profile-scores";
    private static final WriterStart FRESH = new WriterStart(OptionalLong.empty());

    @TempDir
    Path folder;

    private CatalogServer server;
    private final List<RESTCatalog> catalogs = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = CatalogServer.start(folder);
        TableDeployment.deploy(catalog(), List.of(SCORES_CHANGES));
    }

    @AfterEach
    void stop() throws IOException {
        for (RESTCatalog catalog : catalogs) {
            catalog.close();
        }
        server.close();
    }

    @Test
    void appendsEachCheckpointOnceInASnapshotThatSaysWhoMadeIt() throws IOException {
        TableAppender appender = attempt(0);
        appender.add(files(1, score("ann", 1)));
        appender.commitUpTo(1, FRESH);
        appender.add(files(2, score("ann", 2), score("bob", 1)));
        appender.commitUpTo(2, FRESH);
        appender.commitUpTo(3, FRESH);

        assertThat(rows(table())).containsExactly("ann/1", "ann/2", "bob/1");
        assertThat(table().snapshots()).hasSize(2);
        assertThat(table().currentSnapshot().summary())
                .containsEntry("clientele.writer-uid", WRITER)
                .containsEntry("clientele.checkpoint-id", "2")
                .containsEntry("clientele.flink-job-id", "job");
        assertThat(appender.committed()).isEqualTo(2);
    }

    @Test
    void goesOnWithAnotherTableThatRemembersTheSameOfIt() throws IOException {
        TableDefinition rebuilt = SCORES_CHANGES.in("rebuilt");
        TableDeployment.deploy(catalog(), List.of(rebuilt));
        TableAppender live = attempt(0);
        live.add(files(7, score("ann", 7)));
        live.commitUpTo(7, FRESH);
        TableAppender begun = new TableAppender(catalog().loadTable(rebuilt.identifier()), WRITER, "job", 0);
        begun.add(files(3, score("bob", 1)));
        begun.commitUpTo(3, FRESH);

        WriterHandover.remember(catalog().loadTable(rebuilt.identifier()), table(), WRITER);

        assertThatThrownBy(() -> attempt(7).reconcile(FRESH)).isInstanceOf(CommitRefused.class);
        TableAppender goingOn = attempt(3);
        goingOn.add(files(4, score("bob", 2)));
        goingOn.commitUpTo(4, FRESH);
        assertThat(rows(table())).containsExactly("ann/7", "bob/2");
    }

    @Test
    void putsAnAbortedCheckpointIntoTheSnapshotOfTheNext() throws IOException {
        TableAppender appender = attempt(0);
        appender.add(files(1, score("ann", 1)));
        appender.add(files(2, score("bob", 1)));
        appender.commitUpTo(2, FRESH);

        assertThat(rows(table())).containsExactly("ann/1", "bob/1");
        assertThat(table().snapshots()).hasSize(1);
    }

    @Test
    void doesNotRepeatACommitWhoseAnswerWasLost() throws IOException {
        PendingFiles pending = files(1, score("ann", 1));
        server.nextCommit(CatalogServer.answerLost());
        TableAppender first = attempt(0, pending);
        assertThatThrownBy(() -> first.commitUpTo(1, FRESH)).isInstanceOf(RESTException.class);

        TableAppender second = attempt(0, pending);
        second.commitUpTo(Long.MAX_VALUE, restoredFrom(1));

        assertThat(rows(table())).containsExactly("ann/1");
        assertThat(second.committed()).isEqualTo(1);
        assertThat(second.pendingCheckpoints()).isZero();
    }

    /** The attempt before was cut off, its commit still on the way, and lands between this one's check and its commit. */
    @Test
    void doesNotDoubleACommitThatLandsBetweenTheCheckAndTheCommitOfTheNextAttempt() throws Exception {
        PendingFiles pending = files(1, score("ann", 1));
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        server.nextCommit(CatalogServer.held(arrived, released));
        TableAppender cutOff = attempt(0, pending);
        CompletableFuture<Void> late = CompletableFuture.runAsync(() -> cutOff.commitUpTo(1, FRESH));
        arrived.await();

        server.nextCommit(CatalogServer.after(() -> {
            released.countDown();
            late.join();
        }));
        TableAppender restarted = attempt(0, pending);
        restarted.commitUpTo(Long.MAX_VALUE, restoredFrom(1));

        assertThat(rows(table())).containsExactly("ann/1");
        assertThat(restarted.committed()).isEqualTo(1);
    }

    /** As before, but the late commit finds that the restarted attempt was faster. */
    @Test
    void doesNotDoubleACommitThatArrivesAfterTheOneOfTheNextAttempt() throws Exception {
        PendingFiles pending = files(1, score("ann", 1));
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        server.nextCommit(CatalogServer.held(arrived, released));
        TableAppender zombie = attempt(0, pending);
        CompletableFuture<Void> late = CompletableFuture.runAsync(() -> zombie.commitUpTo(1, FRESH));
        arrived.await();
        TableAppender restarted = attempt(0, pending);
        restarted.commitUpTo(Long.MAX_VALUE, restoredFrom(1));
        restarted.add(files(2, score("ann", 2)));
        restarted.commitUpTo(2, restoredFrom(1));

        released.countDown();

        assertThatThrownBy(late::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(CommitRefused.class);
        assertThat(rows(table())).containsExactly("ann/1", "ann/2");
    }

    /** 409 is what a request gets that something on the way repeated. */
    @ParameterizedTest
    @ValueSource(ints = {409, 500, 502, 503, 504})
    void isExactWhateverTheCatalogAnswersToAnAppliedCommit(int status) throws IOException {
        PendingFiles pending = files(1, score("ann", 1));
        server.nextCommit(CatalogServer.appliedButAnswered(status));
        TableAppender first = attempt(0, pending);
        try {
            first.commitUpTo(1, FRESH);
        } catch (CommitStateUnknownException | ServiceFailureException unknown) {
            assertThat(first.committed()).isZero();
        }

        TableAppender second = attempt(0, pending);
        second.commitUpTo(Long.MAX_VALUE, restoredFrom(1));

        assertThat(rows(table()))
                .as("readable, so no file of the snapshot was deleted")
                .containsExactly("ann/1");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void isExactWhateverTheCatalogAnswersToACommitItDidNotApply(int status) throws IOException {
        PendingFiles pending = files(1, score("ann", 1));
        server.nextCommit(CatalogServer.refused(status));
        TableAppender first = attempt(0, pending);
        try {
            first.commitUpTo(1, FRESH);
        } catch (CommitStateUnknownException | ServiceFailureException unknown) {
            assertThat(first.committed()).isZero();
        }

        TableAppender second = attempt(0, pending);
        second.commitUpTo(Long.MAX_VALUE, restoredFrom(1));

        assertThat(rows(table())).containsExactly("ann/1");
    }

    @Test
    void retriesAConflictWithMaintenance() throws IOException {
        TableAppender appender = attempt(0);
        appender.add(files(1, score("ann", 1)));
        appender.commitUpTo(1, FRESH);
        appender.add(files(2, score("ann", 2)));
        server.nextCommit(CatalogServer.after(() -> {
            Table other = table();
            DataFile file = SnapshotChanges.builderFor(other)
                    .snapshot(other.currentSnapshot())
                    .build()
                    .addedDataFiles()
                    .iterator()
                    .next();
            DataFile compacted = dataFile(files(9, score("ann", 1)));
            other.newRewrite().deleteFile(file).addFile(compacted).commit();
        }));

        appender.commitUpTo(2, FRESH);

        assertThat(rows(table())).containsExactly("ann/1", "ann/2");
    }

    @Test
    void knowsTheWritersCommitsUnderAnotherJobId() throws IOException {
        PendingFiles pending = files(1, score("ann", 1));
        attempt(0, pending).commitUpTo(1, FRESH);

        TableAppender resubmitted = new TableAppender(table(), WRITER, "another-job", 0);
        resubmitted.add(pending);
        resubmitted.commitUpTo(Long.MAX_VALUE, restoredFrom(1));

        assertThat(rows(table())).containsExactly("ann/1");
    }

    @Test
    void keepsApartTheWritersOfOneTable() throws IOException {
        attempt(0, files(1, score("ann", 1))).commitUpTo(1, FRESH);

        TableAppender other = new TableAppender(table(), "archive-scores", "job", 0);
        other.add(files(1, score("bob", 1)));
        other.commitUpTo(1, FRESH);

        assertThat(rows(table())).containsExactly("ann/1", "bob/1");
    }

    @Test
    void refusesARewindAndAcceptsItOnceTheTableIsRolledBack() throws IOException {
        TableAppender appender = attempt(0, files(1, score("ann", 1)));
        appender.commitUpTo(1, FRESH);
        long atFirst = table().currentSnapshot().snapshotId();
        appender.add(files(2, score("ann", 2)));
        appender.commitUpTo(2, FRESH);

        PendingFiles replayed = files(2, score("ann", 2));
        assertThatThrownBy(() -> attempt(1, replayed).commitUpTo(Long.MAX_VALUE, restoredFrom(1)))
                .isInstanceOf(CommitRefused.class)
                .hasMessageContainingAll(
                        "core.scores_changes", WRITER, "checkpoint 2", "checkpoint 1", "roll the table back");
        assertThatThrownBy(() -> attempt(1).commitUpTo(Long.MAX_VALUE, restoredFrom(1)))
                .as("before anything is pending, too")
                .isInstanceOf(CommitRefused.class);

        table().manageSnapshots().rollbackTo(atFirst).commit();
        TableAppender rewound = attempt(1, replayed);
        rewound.commitUpTo(Long.MAX_VALUE, restoredFrom(1));
        assertThat(rows(table())).containsExactly("ann/1", "ann/2");
    }

    @Test
    void refusesAFreshStartOnATableThatHasTheWritersRows() throws IOException {
        attempt(0, files(7, score("ann", 1))).commitUpTo(7, FRESH);

        assertThatThrownBy(() -> attempt(0).commitUpTo(Long.MAX_VALUE, FRESH))
                .isInstanceOf(CommitRefused.class)
                .hasMessageContainingAll(
                        "core.scores_changes", WRITER, "checkpoint 7", "without state", "newest savepoint");
    }

    @Test
    void refusesATableThatLacksWhatTheStateSaysIsCommitted() {
        assertThatThrownBy(() -> attempt(5).commitUpTo(Long.MAX_VALUE, restoredFrom(6)))
                .isInstanceOf(CommitRefused.class)
                .hasMessageContainingAll("no checkpoint", WRITER, "checkpoint 5", "rolled back or made anew");
    }

    @Test
    void knowsItsCommitAfterItsSnapshotHasExpired() throws IOException {
        PendingFiles pending = files(1, score("ann", 1));
        attempt(0, pending).commitUpTo(1, FRESH);
        TableAppender other = new TableAppender(table(), "archive-scores", "job", 0);
        other.add(files(1, score("bob", 1)));
        other.commitUpTo(1, FRESH);
        table().expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
        assertThat(table().snapshots()).as("only the other writer's").hasSize(1);

        attempt(0, pending).commitUpTo(Long.MAX_VALUE, restoredFrom(1));
        assertThatThrownBy(() -> attempt(0).commitUpTo(Long.MAX_VALUE, FRESH)).isInstanceOf(CommitRefused.class);

        assertThat(rows(table())).containsExactly("ann/1", "bob/1");
    }

    @Test
    void refusesASecondRunThatCommitsOtherFilesUnderTheSameNumber() throws IOException {
        TableAppender one = attempt(0, files(1, score("ann", 1)));
        TableAppender two = attempt(0, files(1, score("ann", 1)));
        one.commitUpTo(1, FRESH);

        assertThatThrownBy(() -> two.commitUpTo(1, FRESH)).isInstanceOf(CommitRefused.class);
    }

    private static WriterStart restoredFrom(long checkpoint) {
        return new WriterStart(OptionalLong.of(checkpoint));
    }

    private TableAppender attempt(long committed, PendingFiles... pending) {
        TableAppender appender = new TableAppender(table(), WRITER, "job", committed);
        for (PendingFiles files : pending) {
            appender.add(files);
        }
        return appender;
    }

    /** Data files with these rows, written and in no snapshot. */
    private PendingFiles files(long checkpoint, RowData... rows) {
        Table table = table();
        PartitionedFiles files = new PartitionedFiles(table, SCORES_CHANGES.schema(), 0, 0);
        try {
            for (RowData row : rows) {
                files.write(row);
            }
            return new PendingFiles(
                    checkpoint,
                    files.finish().stream()
                            .map(file -> ContentFileParser.toJson(file, table.spec()))
                            .toArray(String[]::new));
        } catch (IOException e) {
            throw new AssertionError("cannot write the data files of the test", e);
        }
    }

    private DataFile dataFile(PendingFiles files) {
        return org.apache.iceberg.util.JsonUtil.parse(
                files.files()[0], node -> (DataFile) ContentFileParser.fromJson(node, Map.of(0, table().spec())));
    }

    private Table table() {
        return catalog().loadTable(SCORES_CHANGES.identifier());
    }

    private RESTCatalog catalog() {
        RESTCatalog catalog = server.settings().open();
        catalogs.add(catalog);
        return catalog;
    }
}

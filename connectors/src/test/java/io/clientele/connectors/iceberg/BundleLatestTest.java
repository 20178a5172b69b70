package io.clientele.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness says it may be interrupted while it closes
class BundleLatestTest {
    private static final int VERSION = 2;
    private static final int CHECKPOINT_ID = 4;

    private record Score(String person, long version) {}

    @Test
    void letsTheNewestRowOfEachKeyThroughBeforeTheBarrierStampedWithItsCheckpoint() throws Exception {
        try (var harness = bundle(100)) {
            harness.open();
            send(harness, score("ann", 1), score("bob", 5), score("ann", 3), score("ann", 2));
            assertThat(emitted(harness)).isEmpty();

            harness.prepareSnapshotPreBarrier(7);
            assertThat(emitted(harness)).containsExactly("ann/3@7", "bob/5@7");

            harness.prepareSnapshotPreBarrier(8);
            assertThat(emitted(harness)).as("each row leaves once").isEmpty();
        }
    }

    @Test
    void stampsRowsThatLeaveEarlyWithTheCheckpointThatComes() throws Exception {
        try (var harness = bundle(2)) {
            harness.open();
            harness.prepareSnapshotPreBarrier(7);

            send(harness, score("ann", 1), score("bob", 1), score("cat", 1));

            assertThat(emitted(harness)).containsExactly("ann/1@8", "bob/1@8");
        }
    }

    @Test
    void stampsAboveTheRestoredCheckpoint() throws Exception {
        OperatorSubtaskState state;
        try (var harness = bundle(1)) {
            harness.open();
            harness.prepareSnapshotPreBarrier(41);
            state = harness.snapshot(41, 0);
        }
        try (var restored = bundle(1)) {
            restored.initializeState(state);
            restored.open();

            send(restored, score("ann", 1));

            assertThat(emitted(restored)).containsExactly("ann/1@42");
        }
    }

    @Test
    void emitsWhatWaitsAtTheEndOfTheInput() throws Exception {
        try (var harness = bundle(100)) {
            harness.open();
            send(harness, score("ann", 1));

            harness.endInput();

            assertThat(emitted(harness)).containsExactly("ann/1@1");
        }
    }

    private static OneInputStreamOperatorTestHarness<Score, RowData> bundle(int maxRows) throws Exception {
        return new OneInputStreamOperatorTestHarness<>(new BundleLatest<>(
                TestTables.SCORES_CHANGES,
                new BundleLatest.Reading<>(
                        Score::person, Score::version, score -> TestTables.score(score.person, score.version)),
                maxRows));
    }

    private static Score score(String person, long version) {
        return new Score(person, version);
    }

    private static void send(OneInputStreamOperatorTestHarness<Score, RowData> harness, Score... scores)
            throws Exception {
        for (Score score : scores) {
            harness.processElement(new StreamRecord<>(score));
        }
    }

    private static List<String> emitted(OneInputStreamOperatorTestHarness<Score, RowData> harness) {
        List<String> rows = new ArrayList<>();
        for (RowData row : harness.extractOutputValues()) {
            rows.add(row.getString(0) + "/" + row.getLong(VERSION) + "@" + row.getLong(CHECKPOINT_ID));
        }
        harness.getOutput().clear();
        return rows;
    }
}

package io.clientele.connectors.iceberg;

import static io.clientele.connectors.iceberg.TestTables.SCORES_CHANGES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.schemas.tables.LiveTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink in a real job, with a catalog that loses answers and a job that fails. */
class IcebergAppendSinkTest {
    private static final int ROWS = 3_000;
    private static final int ROWS_PER_SECOND = 1_500;

    @TempDir
    Path folder;

    private CatalogServer server;
    private RESTCatalog catalog;

    @BeforeEach
    void start() throws IOException {
        server = CatalogServer.start(folder);
        catalog = server.settings().open();
        TableDeployment.deploy(catalog, List.of(SCORES_CHANGES));
    }

    @AfterEach
    void stop() throws IOException {
        catalog.close();
        server.close();
    }

    @Test
    void hasEachRowOnceThoughAnswersAreLostAndTheJobFails() throws Exception {
        server.nextCommit(CatalogServer.answerLost());
        StreamExecutionEnvironment env = environment();
        IcebergAppendSink.append(scores(env, new FailsOnce()), SCORES_CHANGES, server.settings(), "test-scores");

        env.execute();

        Table table = catalog.loadTable(SCORES_CHANGES.identifier());
        List<String> rows = TestTables.rows(table);
        assertThat(rows)
                .containsExactlyElementsOf(LongStream.range(0, ROWS)
                        .mapToObj(number -> "p" + number + "/1")
                        .sorted()
                        .toList());
        Set<String> checkpoints = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            assertThat(checkpoints.add(snapshot.summary().getOrDefault("clientele.checkpoint-id", "")))
                    .isTrue();
        }
        assertThat(checkpoints).hasSizeGreaterThan(1);
    }

    @Test
    void refusesToStartTheJobAfreshOnItsOwnRows() throws Exception {
        StreamExecutionEnvironment env = environment();
        IcebergAppendSink.append(scores(env, new PassesThrough()), SCORES_CHANGES, server.settings(), "test-scores");
        env.execute();

        StreamExecutionEnvironment again = environment();
        IcebergAppendSink.append(scores(again, new PassesThrough()), SCORES_CHANGES, server.settings(), "test-scores");

        assertThatThrownBy(again::execute).hasStackTraceContaining("the job started without state");
    }

    @Test
    void refusesAUidThatIsNotKebabCase() {
        StreamExecutionEnvironment env = environment();
        DataStream<RowData> rows = scores(env, new PassesThrough());

        assertThatThrownBy(() -> IcebergAppendSink.append(rows, SCORES_CHANGES, server.settings(), "Test Scores"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Test Scores");
    }

    /** A savepoint keeps the maximal parallelism of each operator, and only what has the same can be restored from it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void committersAreOneWhateverTheParallelism(int parallelism) {
        StreamExecutionEnvironment env = environment().setParallelism(parallelism);
        IcebergAppendSink.append(scores(env, new PassesThrough()), SCORES_CHANGES, server.settings(), "test-scores");

        assertThat(env.getStreamGraph().getJobGraph().getVertices())
                .filteredOn(vertex -> vertex.getName().contains("Commit " + SCORES_CHANGES.fullName()))
                .singleElement()
                .satisfies(vertex -> {
                    assertThat(vertex.getName()).isEqualTo("Commit " + SCORES_CHANGES.fullName());
                    assertThat(vertex.getMaxParallelism()).isEqualTo(1);
                });
    }

    private StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.setString("pipeline.generic-types", "false");
        configuration.setString("pipeline.auto-generate-uids", "false");
        configuration.setString("pipeline.object-reuse", "true");
        configuration.setString("execution.checkpointing.interval", "200 ms");
        configuration.setString("restart-strategy.type", "fixed-delay");
        configuration.setString("restart-strategy.fixed-delay.attempts", "5");
        configuration.setString("restart-strategy.fixed-delay.delay", "10 ms");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        return env;
    }

    private static DataStream<RowData> scores(StreamExecutionEnvironment env, RichMapFunction<Long, Long> between) {
        LiveTable live = TestTables.SCORES;
        DataGeneratorSource<Long> numbers = new DataGeneratorSource<>(
                number -> number, ROWS, RateLimiterStrategy.perSecond(ROWS_PER_SECOND), Types.LONG);
        DataStream<Long> changes = env.fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers")
                .uid("numbers")
                .map(between)
                .returns(Types.LONG)
                .uid("between");
        return BundleLatest.perCheckpoint(
                changes,
                live,
                new BundleLatest.Reading<>(number -> number, number -> 1L, number -> TestTables.score("p" + number, 1)),
                500,
                "bundle-scores");
    }

    private static class PassesThrough extends RichMapFunction<Long, Long> {
        @Override
        public Long map(Long number) {
            return number;
        }
    }

    /** Fails in its first attempt, after some checkpoints. */
    private static final class FailsOnce extends PassesThrough {
        private boolean isFirstAttempt;

        @Override
        public void open(OpenContext context) {
            isFirstAttempt = getRuntimeContext().getTaskInfo().getAttemptNumber() == 0;
        }

        @Override
        public Long map(Long number) {
            if (isFirstAttempt && number % (ROWS / 2) == ROWS / 2 - 1) {
                throw new IllegalStateException("fails once, as the test wants");
            }
            return number;
        }
    }
}

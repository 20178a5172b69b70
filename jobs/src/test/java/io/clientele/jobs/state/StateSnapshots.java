package io.clientele.jobs.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The state of operators as earlier versions wrote it, in {@code src/test/resources/snapshots}: {@code <operator>-<version>.state}. An
 * operator of today must go on from each as from a snapshot of its own. With {@code -Dsnapshots.write=<version>} the operators of today
 * write theirs, to be committed; one that is there is never written again.
 */
public final class StateSnapshots {
    private static final Path FOLDER = Path.of("src/test/resources/snapshots");

    private StateSnapshots() {}

    /**
     * A life of an operator, in two halves.
     *
     * @param <H> its harness
     */
    public interface Life<H extends AbstractStreamOperatorTestHarness<?>> {
        /** The operator, opened with a state or with none. */
        H start(@Nullable OperatorSubtaskState state) throws Exception;

        /** Fills every state that it has. */
        void before(H harness) throws Exception;

        /** Reads every state that it has, so that the output shows it. */
        void after(H harness) throws Exception;
    }

    /** Checks an operator against its snapshots. */
    public static <H extends AbstractStreamOperatorTestHarness<?>> void assertRestored(
            String operator, Life<H> life, OutputTag<?>... sides) throws Exception {
        OperatorSubtaskState now = snapshot(life);
        String version = System.getProperty("snapshots.write");
        if (version != null) {
            write(operator + "-" + version + ".state", now);
        }
        List<Object> expected = outputAfter(life, now, sides);
        assertThat(expected)
                .as("the second half shows what is in the state of %s", operator)
                .isNotEmpty();
        List<Path> files = files(operator);
        assertThat(files)
                .as("snapshots of %s; write one with -Dsnapshots.write=v1", operator)
                .isNotEmpty();
        for (Path file : files) {
            OperatorSubtaskState earlier = OperatorSnapshotUtil.readStateHandle(file.toString());
            assertThat(outputAfter(life, earlier, sides))
                    .as("what %s says after it was restored from %s", operator, file.getFileName())
                    .usingRecursiveComparison()
                    .isEqualTo(expected);
        }
    }

    /** The harness, opened with a state or with none. */
    public static <H extends AbstractStreamOperatorTestHarness<?>> H open(
            H harness, @Nullable OperatorSubtaskState state) throws Exception {
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private static <H extends AbstractStreamOperatorTestHarness<?>> OperatorSubtaskState snapshot(Life<H> life)
            throws Exception {
        H harness = life.start(null);
        try {
            life.before(harness);
            return harness.snapshot(1, 1);
        } finally {
            harness.close();
        }
    }

    private static <H extends AbstractStreamOperatorTestHarness<?>> List<Object> outputAfter(
            Life<H> life, OperatorSubtaskState state, OutputTag<?>... sides) throws Exception {
        H harness = life.start(state);
        try {
            life.after(harness);
            List<Object> output = new ArrayList<>(harness.extractOutputValues());
            for (OutputTag<?> side : sides) {
                Collection<? extends StreamRecord<?>> records = harness.getSideOutput(side);
                if (records != null) {
                    records.forEach(record -> output.add(record.getValue()));
                }
            }
            return output;
        } finally {
            harness.close();
        }
    }

    private static void write(String name, OperatorSubtaskState state) throws IOException {
        Files.createDirectories(FOLDER);
        Path file = FOLDER.resolve(name);
        if (!Files.exists(file)) {
            OperatorSnapshotUtil.writeStateHandle(state, file.toString());
        }
    }

    private static List<Path> files(String operator) throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().startsWith(operator + "-"))
                    .sorted()
                    .toList();
        }
    }
}

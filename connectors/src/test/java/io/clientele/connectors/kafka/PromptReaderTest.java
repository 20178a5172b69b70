package io.clientele.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

class PromptReaderTest {
    private final List<String> said = new ArrayList<>();
    private final PromptReader<String, Split> reader = new PromptReader<>(new Recorded(said));

    /** What is to be done is handed to the fetcher first: it does it as soon as it is awake. */
    @Test
    void theFetcherIsWokenAfterTheOffsetsAreHandedToIt() throws Exception {
        reader.addSplits(List.of(new Split("orders-0"), new Split("orders-1")));

        reader.notifyCheckpointComplete(7);

        assertThat(said).containsExactly("add 2", "complete 7", "pause [] resume [orders-0, orders-1]");
    }

    @Test
    void withoutSplitsNobodyIsWoken() throws Exception {
        reader.notifyCheckpointComplete(7);

        assertThat(said).containsExactly("complete 7");
    }

    private record Split(String splitId) implements SourceSplit {}

    /** The wrapped reader, which has no records. */
    private record Recorded(List<String> said) implements SourceReader<String, Split> {
        @Override
        public void addSplits(List<Split> splits) {
            said.add("add " + splits.size());
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            said.add("complete " + checkpointId);
        }

        @Override
        public void pauseOrResumeSplits(Collection<String> paused, Collection<String> resumed) {
            said.add("pause " + paused + " resume " + new TreeSet<>(resumed));
        }

        @Override
        public void start() {
            said.add("start");
        }

        @Override
        public InputStatus pollNext(ReaderOutput<String> output) {
            return InputStatus.NOTHING_AVAILABLE;
        }

        @Override
        public List<Split> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return new CompletableFuture<>();
        }

        @Override
        public void notifyNoMoreSplits() {
            said.add("no more");
        }

        @Override
        public void close() {
            said.add("close");
        }
    }
}

package io.clientele.connectors.kafka;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;

/**
 * A reader whose fetcher is woken when a checkpoint is complete. Flink's Kafka reader leaves the commit of the offsets to the thread that
 * polls, and without records a poll returns after ten seconds: so long those who look at the offsets saw a lag that was not
 * there (FLINK-40367). To resume a split that is not paused does nothing but wake the fetcher.
 *
 * @param <T> what is read
 * @param <S> the splits
 */
@SuppressWarnings("try") // closing is as interruptible as Flink makes it
final class PromptReader<T, S extends SourceSplit> implements SourceReader<T, S> {
    private final SourceReader<T, S> reader;
    private final Set<String> splits = new HashSet<>();

    PromptReader(SourceReader<T, S> reader) {
        this.reader = reader;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        reader.notifyCheckpointComplete(checkpointId);
        if (!splits.isEmpty()) {
            reader.pauseOrResumeSplits(Set.of(), splits);
        }
    }

    @Override
    public void addSplits(List<S> added) {
        added.forEach(split -> splits.add(split.splitId()));
        reader.addSplits(added);
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        return reader.pollNext(output);
    }

    @Override
    public List<S> snapshotState(long checkpointId) {
        return reader.snapshotState(checkpointId);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return reader.isAvailable();
    }

    @Override
    public void notifyNoMoreSplits() {
        reader.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        reader.handleSourceEvents(event);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        reader.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> paused, Collection<String> resumed) {
        reader.pauseOrResumeSplits(paused, resumed);
    }

    @Override
    public void close() throws Exception {
        reader.close();
    }
}

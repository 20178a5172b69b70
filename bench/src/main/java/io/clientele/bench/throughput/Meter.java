package io.clientele.bench.throughput;

import io.clientele.bench.ProcessTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the time of an engine from the first commit after its warm-up to the commit of its last event, as the engine tells how far it has
 * committed. For one thread.
 */
public final class Meter {

    private final Workload workload;
    private final Path state;
    private long events;
    private long nanos;
    private @Nullable ProcessTimes before;
    private @Nullable ProcessTimes used;
    private double seconds;
    private long stateBytes;
    private long heapBytes;

    /**
     * A meter for a run of this workload.
     *
     * @param state folder that holds the state or its checkpoints
     */
    public Meter(Workload workload, Path state) {
        this.workload = workload;
        this.state = state;
    }

    /** Tells of how many events the results are committed; answers whether that is all of them. */
    public boolean hasReached(long committed) {
        if (before == null) {
            if (committed >= workload.warmUpEvents()) {
                events = workload.events() - committed;
                nanos = System.nanoTime();
                before = ProcessTimes.now();
            }
        } else if (used == null && committed >= workload.events()) {
            used = ProcessTimes.now().since(before);
            seconds = (System.nanoTime() - nanos) / 1e9;
            stateBytes = size(state);
            System.gc();
            heapBytes =
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
        return used != null;
    }

    /**
     * Writes the result.
     *
     * @param digest of the final rows; {@link Digest#NONE} when they are in a table
     */
    public void write(Digest digest) throws IOException {
        if (used == null || events <= 0) {
            throw new IllegalStateException(
                    "all %d events were committed at once, or not at all: there is nothing between the warm-up of %d and the end. Ask for more events or for more frequent checkpoints."
                            .formatted(workload.events(), workload.warmUpEvents()));
        }
        new Measured(events, seconds, used.cpu(), used.gc(), stateBytes, heapBytes, digest)
                .write(workload.resultFile());
    }

    private static long size(Path folder) {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(Meter::sizeOrGone).sum();
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    /** Engines tidy up while one looks. */
    private static long sizeOrGone(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }
}

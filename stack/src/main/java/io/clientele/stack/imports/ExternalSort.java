package io.clientele.stack.imports;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts more entries than the memory holds: chunks are sorted in memory, spilled to files, and merged as they are read.
 * Entries are in the order of their keys as unsigned bytes; equal keys stay in the order they were added.
 */
public final class ExternalSort implements AutoCloseable {
    /** What an entry takes in memory beside its bytes: two array headers, the record and the list's slot. */
    private static final long ENTRY_OVERHEAD = 64;

    private static final int FILE_BUFFER = 1 << 16;
    private static final Comparator<Entry> BY_KEY = (a, b) -> Arrays.compareUnsigned(a.key(), b.key());

    private final Path folder;
    private final long memoryBytes;
    private final int maxMerged;
    private List<Entry> chunk = new ArrayList<>();
    private final List<Path> runs = new ArrayList<>();
    private final List<Run> open = new ArrayList<>();
    private long chunkBytes;
    private long largestChunkBytes;
    private int filesMade;

    /** One thing to be sorted. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole; a copy per entry would double the work
    record Entry(byte[] key, byte[] value) {
        private long size() {
            return key.length + value.length + ENTRY_OVERHEAD;
        }
    }

    /** The sorted entries, one at a time. */
    interface Cursor {
        /** The next entry, or null after the last. */
        @Nullable
        Entry next() throws IOException;
    }

    /**
     * @param folder for the spilled files; they are deleted by {@link #close}
     * @param memoryBytes a chunk is spilled before it takes more than this
     * @param maxMerged how many files are read at once, at least 2
     */
    ExternalSort(Path folder, long memoryBytes, int maxMerged) {
        if (maxMerged < 2) {
            throw new IllegalArgumentException("maxMerged is %d, allowed is 2 or more".formatted(maxMerged));
        }
        this.folder = folder;
        this.memoryBytes = memoryBytes;
        this.maxMerged = maxMerged;
    }

    void add(byte[] key, byte[] value) throws IOException {
        Entry entry = new Entry(key, value);
        if (!chunk.isEmpty() && chunkBytes + entry.size() > memoryBytes) {
            spill();
        }
        chunk.add(entry);
        chunkBytes += entry.size();
        largestChunkBytes = Math.max(largestChunkBytes, chunkBytes);
    }

    /** The entries in order; to be called once, after the last {@link #add}. */
    Cursor sorted() throws IOException {
        if (runs.isEmpty()) {
            chunk.sort(BY_KEY);
            Iterator<Entry> entries = chunk.iterator();
            return () -> entries.hasNext() ? entries.next() : null;
        }
        if (!chunk.isEmpty()) {
            spill();
        }
        while (runs.size() > maxMerged) {
            mergeNeighbours();
        }
        return merge(runs);
    }

    /** Neighbours alone are merged, and stay in their place, so that the order of equal keys holds. */
    private void mergeNeighbours() throws IOException {
        List<Path> before = List.copyOf(runs);
        runs.clear();
        for (int start = 0; start < before.size(); start += maxMerged) {
            List<Path> neighbours = before.subList(start, Math.min(start + maxMerged, before.size()));
            runs.add(write(merge(neighbours)));
            for (Path run : neighbours) {
                Files.delete(run);
            }
        }
    }

    /** The most that was ever held in memory for sorting, in bytes. */
    long largestChunkBytes() {
        return largestChunkBytes;
    }

    /** Files that now lie on disk. */
    int runCount() {
        return runs.size();
    }

    private void spill() throws IOException {
        chunk.sort(BY_KEY);
        Iterator<Entry> entries = chunk.iterator();
        runs.add(write(() -> entries.hasNext() ? entries.next() : null));
        chunk = new ArrayList<>();
        chunkBytes = 0;
    }

    private Path write(Cursor entries) throws IOException {
        Path file =
                folder.resolve("run-%s-%d".formatted(Integer.toHexString(System.identityHashCode(this)), filesMade++));
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), FILE_BUFFER))) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                out.writeInt(entry.key().length);
                out.write(entry.key());
                out.writeInt(entry.value().length);
                out.write(entry.value());
            }
            out.writeInt(-1);
        }
        return file;
    }

    private Cursor merge(List<Path> files) throws IOException {
        List<Run> sources = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Run run = new Run(i, files.get(i));
            open.add(run);
            sources.add(run);
        }
        PriorityQueue<Run> heads =
                new PriorityQueue<>(Comparator.comparing(Run::head, BY_KEY).thenComparingInt(run -> run.number));
        for (Run run : sources) {
            if (run.advance()) {
                heads.add(run);
            }
        }
        return () -> {
            Run first = heads.poll();
            if (first == null) {
                return null;
            }
            Entry entry = first.head();
            if (first.advance()) {
                heads.add(first);
            }
            return entry;
        };
    }

    @Override
    public void close() throws IOException {
        for (Run file : open) {
            file.close();
        }
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
        chunk = new ArrayList<>();
    }

    /** A spilled file being read. */
    private static final class Run implements AutoCloseable {
        private final int number;
        private final DataInputStream in;
        private @Nullable Entry head;

        Run(int number, Path file) throws IOException {
            this.number = number;
            this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), FILE_BUFFER));
        }

        Entry head() {
            if (head == null) {
                throw new IllegalStateException("the run is at its end");
            }
            return head;
        }

        boolean advance() throws IOException {
            int keyLength = in.readInt();
            if (keyLength < 0) {
                head = null;
                close();
                return false;
            }
            byte[] key = in.readNBytes(keyLength);
            head = new Entry(key, in.readNBytes(in.readInt()));
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}

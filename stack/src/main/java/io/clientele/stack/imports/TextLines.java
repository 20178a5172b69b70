package io.clientele.stack.imports;

import io.clientele.stack.StackFailure;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The numbered lines of a text file, plain or gzip (told by its first bytes, not by its name), read as they are asked
 * for. UTF-8; a byte that is not is replaced, because one bad letter in a product's name is no reason to lose a sale.
 */
public final class TextLines implements AutoCloseable {
    private static final int GZIP_MAGIC_0 = 0x1f;
    private static final int GZIP_MAGIC_1 = 0x8b;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** A line longer than this is no row of any format, and must not fill the memory. */
    static final int MAX_LINE_LENGTH = 8 * 1024 * 1024;

    private final Path file;
    private final long size;
    private final Counted bytes;
    private final BufferedReader reader;
    private final Deque<Row> pushedBack = new ArrayDeque<>();
    private long number;

    private TextLines(Path file, long size, Counted bytes, BufferedReader reader) {
        this.file = file;
        this.size = size;
        this.bytes = bytes;
        this.reader = reader;
    }

    /**
     * Opens a file.
     *
     * @throws StackFailure if it is missing, a folder or unreadable
     */
    public static TextLines open(Path file) {
        if (Files.isDirectory(file)) {
            throw new StackFailure("%s is a folder, not a file".formatted(file));
        }
        try {
            long size = Files.size(file);
            Counted bytes = new Counted(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
            InputStream text = isGzip(bytes) ? new GZIPInputStream(bytes, 1 << 16) : bytes;
            return new TextLines(
                    file,
                    size,
                    bytes,
                    new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8), 1 << 16));
        } catch (NoSuchFileException e) {
            throw new StackFailure("there is no file %s".formatted(file), e);
        } catch (AccessDeniedException e) {
            throw new StackFailure("%s cannot be read: permission denied".formatted(file), e);
        } catch (IOException e) {
            throw new StackFailure("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static boolean isGzip(InputStream bytes) throws IOException {
        bytes.mark(2);
        boolean isGzip = bytes.read() == GZIP_MAGIC_0 && bytes.read() == GZIP_MAGIC_1;
        bytes.reset();
        return isGzip;
    }

    /**
     * The next line, or null after the last.
     *
     * @throws StackFailure if the file breaks off or is damaged, naming the last good line
     */
    @Nullable
    Row next() {
        Row waiting = pushedBack.poll();
        if (waiting != null) {
            return waiting;
        }
        try {
            String line = readLine();
            if (line == null) {
                return null;
            }
            number++;
            boolean hasMark = number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK;
            return new Row(number, hasMark ? line.substring(1) : line);
        } catch (EOFException | ZipException e) {
            throw new StackFailure(
                    "%s is damaged after line %d: the gzip data breaks off or is corrupt".formatted(file, number), e);
        } catch (IOException e) {
            throw new StackFailure("%s cannot be read after line %d: %s".formatted(file, number, e.getMessage()), e);
        }
    }

    /** As BufferedReader's, but a line without end is an error instead of an OutOfMemoryError. */
    private @Nullable String readLine() throws IOException {
        StringBuilder line = new StringBuilder(128);
        int character = reader.read();
        if (character < 0) {
            return null;
        }
        while (character >= 0 && character != '\n') {
            if (line.length() == MAX_LINE_LENGTH) {
                throw new StackFailure("%s is no text file of this format: line %d is longer than %d characters"
                        .formatted(file, number + 1, MAX_LINE_LENGTH));
            }
            line.append((char) character);
            character = reader.read();
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return line.toString();
    }

    /** Gives back lines that were read too far; they come again, first to last. */
    void pushBack(Iterable<Row> rows) {
        rows.forEach(pushedBack::addLast);
    }

    Path file() {
        return file;
    }

    /** Size of the file in bytes, as it is on disk. */
    long size() {
        return size;
    }

    /** Bytes of the file taken in so far. */
    long bytesRead() {
        return bytes.count;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static final class Counted extends FilterInputStream {
        private long count;
        private long marked;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(read, 0);
            return read;
        }

        @Override
        public synchronized void mark(int limit) {
            super.mark(limit);
            marked = count;
        }

        @Override
        public synchronized void reset() throws IOException {
            super.reset();
            count = marked;
        }
    }
}

package io.clientele.stack.imports;

import io.clientele.stack.StackFailure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the rows of a file: each row is used in an event, refused or skipped, and none is lost. The refused
 * ones are also written to a CSV file with their line number, reason, detail and text.
 */
public final class ImportReport implements AutoCloseable {
    static final String REFUSED_ROWS = ".refused.csv";

    private final Path refusedFile;
    private @Nullable BufferedWriter refusedRows;
    private final Map<String, Long> refused = new TreeMap<>();
    private final Map<String, Long> skipped = new TreeMap<>();
    private final Map<String, Long> notes = new TreeMap<>();
    private long rowsRead;
    private Runnable onRow = () -> {};

    /**
     * Begins with nothing counted.
     *
     * @param refusedFile the file for refused rows; it is made when there is one, and an older one is removed
     */
    public ImportReport(Path refusedFile) {
        this.refusedFile = refusedFile;
        try {
            Files.deleteIfExists(refusedFile);
        } catch (IOException e) {
            throw new StackFailure("%s cannot be replaced: %s".formatted(refusedFile, e.getMessage()), e);
        }
    }

    /**
     * Deletes what all imports have written down of refused rows, and what killed ones were sorting; nobody can tell whose it is.
     *
     * @param folder may not exist
     * @return how many files with refused rows there were
     */
    public static int deleteRefusedRows(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        int deleted = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + REFUSED_ROWS)) {
            for (Path file : files) {
                deleted += Files.deleteIfExists(file) ? 1 : 0;
            }
            SpillFolder.removeLeftovers(folder);
        } catch (IOException e) {
            throw new StackFailure("the refused rows in %s cannot be deleted: %s".formatted(folder, e.getMessage()), e);
        }
        return deleted;
    }

    void rowRead() {
        rowsRead++;
        onRow.run();
    }

    /** Calls this at every row that is read. */
    void watch(Runnable watcher) {
        onRow = watcher;
    }

    /** Counts a refused row and writes it down. */
    void refuse(Row row, RowRefused why) {
        refused.merge(why.reason(), 1L, Long::sum);
        try {
            writer().write(CsvLine.format(List.of(Long.toString(row.number()), why.reason(), why.detail(), row.text()))
                    + "\n");
        } catch (IOException e) {
            throw new StackFailure("%s cannot be written: %s".formatted(refusedFile, e.getMessage()), e);
        }
    }

    /** Counts a row that is rightly no event. */
    void skip(String reason) {
        skipped.merge(reason, 1L, Long::sum);
    }

    /** Counts something worth telling about rows that were taken. */
    void note(String note) {
        notes.merge(note, 1L, Long::sum);
    }

    private BufferedWriter writer() throws IOException {
        if (refusedRows == null) {
            Path folder = refusedFile.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            refusedRows = Files.newBufferedWriter(refusedFile, StandardCharsets.UTF_8);
            refusedRows.write("line,reason,detail,row\n");
        }
        return refusedRows;
    }

    /** Rows read, without the header. */
    public long rowsRead() {
        return rowsRead;
    }

    /** Refused rows by reason. */
    public Map<String, Long> refused() {
        return refused;
    }

    /** Skipped rows by reason. */
    public Map<String, Long> skipped() {
        return skipped;
    }

    /** Rows that were taken, with something to say about them. */
    public Map<String, Long> notes() {
        return notes;
    }

    /** All refused rows. */
    public long refusedCount() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Where the refused rows are written, if there are any. */
    public Path refusedFile() {
        return refusedFile;
    }

    @Override
    public void close() {
        if (refusedRows != null) {
            try {
                refusedRows.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

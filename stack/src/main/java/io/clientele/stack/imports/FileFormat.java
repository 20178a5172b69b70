package io.clientele.stack.imports;

import io.clientele.stack.StackFailure;
import java.io.IOException;

/** A kind of file: knows what its rows look like and which events they are. */
@FunctionalInterface
public interface FileFormat {
    /**
     * Reads a file to its end. Every row is used in an event, refused or skipped, and counted as such.
     *
     * @throws StackFailure if the file is not of this format at all, or cannot be read
     * @throws IOException if temporary files cannot be written
     */
    void read(TextLines lines, EventSink events, ImportReport report) throws IOException;
}

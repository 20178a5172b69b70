package io.clientele.stack.parts;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log. */
public final class LogTail {

    private static final long MOST_BYTES = 64 * 1024;

    private LogTail() {}

    /** The last lines of a file; none where there is no file. */
    public static List<String> of(Path log, int lines) {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - MOST_BYTES);
            byte[] end = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(end);
            List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of("(cannot read " + log + ": " + e.getMessage() + ")");
        }
    }

    /** The last lines of a part's log and, where it wrote any, of its standard output. */
    public static List<String> ofPart(Home home, String part, int lines) {
        List<String> log = of(home.log(part), lines);
        List<String> output = of(home.output(part), lines);
        return log.isEmpty()
                ? output
                : output.isEmpty()
                        ? log
                        : java.util.stream.Stream.concat(log.stream(), output.stream())
                                .toList();
    }
}

package io.clientele.bench.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that a bench works in. */
public final class Folders {
    private Folders() {}

    /** Makes it, or deletes all that is in it. */
    public static void empty(Path folder) throws IOException {
        delete(folder);
        Files.createDirectories(folder);
    }

    /** Deletes it with all that is in it. */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> deepestFirst = new ArrayList<>();
            try (Stream<Path> tree = Files.walk(folder)) {
                tree.sorted(Comparator.reverseOrder()).forEach(deepestFirst::add);
            }
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}

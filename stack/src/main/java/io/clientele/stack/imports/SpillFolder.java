package io.clientele.stack.imports;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for the temporary files of one import, gone when it is closed, on Ctrl-C too. What a killed import left
 * behind is removed by the next one.
 */
public final class SpillFolder implements AutoCloseable {
    private static final String PREFIX = "work-";

    private final Path path;
    private final Thread onExit;

    private SpillFolder(Path path) {
        this.path = path;
        this.onExit = new Thread(() -> delete(path), "remove-import-files");
    }

    /**
     * Makes the folder.
     *
     * @param parent where; made if it is not there
     * @throws StackFailure if it cannot be made
     */
    public static SpillFolder in(Path parent) {
        try {
            Files.createDirectories(parent);
            removeLeftovers(parent);
            Path path = Files.createTempDirectory(
                    parent, PREFIX + ProcessHandle.current().pid() + "-");
            SpillFolder folder = new SpillFolder(path);
            Runtime.getRuntime().addShutdownHook(folder.onExit);
            return folder;
        } catch (IOException e) {
            throw new StackFailure("no temporary folder can be made in %s: %s".formatted(parent, e.getMessage()), e);
        }
    }

    /** Removes what killed imports have left. */
    static void removeLeftovers(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            for (Path child : children.toList()) {
                String name = child.getFileName().toString();
                if (name.matches(PREFIX + "\\d+-.*") && !isRunning(Long.parseLong(name.split("-")[1]))) {
                    delete(child);
                }
            }
        }
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException alreadyExiting) {
            // The hook runs, or has run: the folder is gone either way.
            return;
        }
    }

    private static void delete(Path folder) {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(folder)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Path file : deepestFirst) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

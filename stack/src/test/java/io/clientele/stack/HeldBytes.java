package io.clientele.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Looks for texts in every file of a stack: tables, checkpoints, savepoints, topics, logs. */
final class HeldBytes {
    private HeldBytes() {}

    /** Where the texts are found, as "text in file". Kafka's index files hold numbers only, and the distributions nothing of anybody. */
    static List<String> find(Path home, Collection<String> texts) throws IOException {
        List<String> found = new ArrayList<>();
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(home.resolve("runtime")) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && !file.toString().endsWith("index")) {
                    look(file, texts, found);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                // deleted meanwhile, by a running job for example
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static void look(Path file, Collection<String> texts, List<String> found) throws IOException {
        try {
            String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            texts.stream()
                    .filter(text -> bytes.contains(
                            new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)))
                    .forEach(text -> found.add(text + " in " + file));
        } catch (NoSuchFileException deletedMeanwhile) {
            return;
        }
    }
}

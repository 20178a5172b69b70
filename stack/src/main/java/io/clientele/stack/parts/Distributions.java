package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts what the build collected into the home, once per version, so that a rebuild never touches a jar that a running process uses.
 * Distributions are hard-linked where the file system allows it: nothing ever writes into them. The project's own jars, which a build
 * writes anew, are copied.
 */
final class Distributions {

    private final Path project;
    private final Home home;

    Distributions(Path project, Home home) {
        this.project = project;
        this.home = home;
    }

    /** The folder of the project. */
    Path project() {
        return project;
    }

    /** The folder of a server's distribution in the home. */
    Path server(String module) throws IOException {
        Path built = project.resolve("stack/runtime").resolve(module).resolve("target/dist");
        return place(built, home.runtime().resolve(module + "-" + fingerprint(built)), true);
    }

    /** The folder with the jars of the command line and what it starts from them. */
    Path commandLine() throws IOException {
        Path built = project.resolve("stack/target/dist");
        return place(built, home.runtime().resolve("clientele-" + fingerprint(built)), false);
    }

    /** The module of the catalog is built here, beside the jars that it needs. */
    Path catalog() throws IOException {
        Path built = project.resolve("stack/runtime/catalog/target");
        Path folder = server("catalog");
        Path jar = built.resolve("clientele-runtime-catalog.jar");
        Path copy = folder.resolve("lib")
                .resolve("clientele-catalog-" + Files.getLastModifiedTime(jar).toMillis() + ".jar");
        if (!Files.exists(copy)) {
            Files.copy(jar, copy);
        }
        return folder;
    }

    /** The job jar as last built. */
    Path jobs() {
        return built(project.resolve("jobs/target/clientele-jobs.jar"));
    }

    boolean hasJobs() {
        return Files.exists(project.resolve("jobs/target/clientele-jobs.jar"));
    }

    private static Path built(Path path) {
        if (!Files.exists(path)) {
            throw new StackFailure(path + " is missing: build it with mvn -DskipTests package");
        }
        return path;
    }

    /** A copy of a job jar in the home, under a name of its own: the jar that a job was submitted from can be submitted again. */
    Path keepJobs(Path jar) throws IOException {
        if (jar.startsWith(home.runtime())) {
            return jar;
        }
        Path copy = home.runtime()
                .resolve("clientele-jobs-" + Files.getLastModifiedTime(jar).toMillis() + ".jar");
        if (!Files.exists(copy)) {
            Path partial = home.runtime().resolve(copy.getFileName() + ".partial");
            Files.copy(jar, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, copy, StandardCopyOption.ATOMIC_MOVE);
        }
        return copy;
    }

    /** Changes whenever a file does: names, sizes and times. */
    private static String fingerprint(Path folder) throws IOException {
        built(folder);
        long hash = 17;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                hash = 31 * hash + folder.relativize(file).toString().hashCode();
                hash = 31 * hash + Files.size(file);
                hash = 31 * hash + Files.getLastModifiedTime(file).toMillis();
            }
        }
        return Long.toHexString(hash);
    }

    /** One at a time: parts that start side by side share a distribution, as JobManager and TaskManager do. */
    private static synchronized Path place(Path from, Path target, boolean link) throws IOException {
        if (Files.exists(target)) {
            return target;
        }
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        delete(partial);
        copy(from, partial, link);
        return Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(Path from, Path to, boolean link) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(file));
                if (!link || !linked(target, file)) {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean linked(Path target, Path file) {
        try {
            Files.createLink(target, file);
            return true;
        } catch (FileSystemException | UnsupportedOperationException e) {
            return false; // another file system, or one without links: the caller copies
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes copies of versions that no process uses any more and that are not the present ones. */
    void prune(List<Path> inUse, FileTime before) throws IOException {
        try (Stream<Path> versions = Files.list(home.runtime())) {
            for (Path version : versions.toList()) {
                if (!inUse.contains(version)
                        && Files.getLastModifiedTime(version).compareTo(before) < 0) {
                    delete(version);
                }
            }
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path folder, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

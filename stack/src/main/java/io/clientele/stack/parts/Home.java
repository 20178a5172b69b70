package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The one folder that holds everything of a stack: servers, data, configuration, logs, checkpoints.
 *
 * @param root absolute
 */
public record Home(Path root) {

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * Flink escapes what is escaped already in the addresses of its states: they would be kept in one folder and looked for in another.
     *
     * @throws StackFailure if the path has a character that an address escapes
     */
    void requirePlain() {
        String escaped = root.toUri().getRawPath();
        if (!escaped.equals(root.toUri().getPath())) {
            throw new StackFailure(
                    "the folder %s cannot be used: in an address it is %s, and Flink finds no state there; set CLIENTELE_HOME to a path without spaces and umlauts"
                            .formatted(root, escaped));
        }
    }

    /** Creates the folders that every part expects. */
    public void create() throws IOException {
        for (Path folder :
                List.of(conf(), logs(), data(), run(), runtime(), checkpoints(), savepoints(), temporary())) {
            Files.createDirectories(folder);
        }
    }

    /** The user's settings; may not exist. */
    public Path settings() {
        return root.resolve("clientele.properties");
    }

    /** Configuration files of the parts, written anew at each start. */
    public Path conf() {
        return root.resolve("conf");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path data() {
        return root.resolve("data");
    }

    /** One record per process and per job that should run. */
    public Path run() {
        return root.resolve("run");
    }

    /** The distributions that the running processes use: never touched by a build. */
    public Path runtime() {
        return root.resolve("runtime");
    }

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    public Path savepoints() {
        return root.resolve("savepoints");
    }

    /** What imports write down of the rows that they refuse. */
    public Path imports() {
        return root.resolve("imports");
    }

    /** One record for each rebuild. */
    public Path rebuilds() {
        return data().resolve("rebuilds");
    }

    public Path temporary() {
        return root.resolve("tmp");
    }

    public Path lock() {
        return root.resolve("lock");
    }

    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    /** What a process writes to its standard output where its log is a file of its own. */
    public Path output(String part) {
        return logs().resolve(part + ".out");
    }
}

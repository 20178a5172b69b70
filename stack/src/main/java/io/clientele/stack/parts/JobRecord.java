package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;

/**
 * What is remembered of a job between commands.
 *
 * @param name the job
 * @param isWanted whether it should run: a supervisor submits it again if the JobManager lost it
 * @param isHeld whether nobody may submit it, because its tables are being swapped
 * @param id its present id in Flink; empty if it was never submitted
 * @param jar the jar it was submitted from
 * @param restoredFrom the savepoint or checkpoint that it began with; empty if it began with nothing
 * @param savepoint the last savepoint that it was stopped with; empty if none
 * @param pastIds earlier ids, whose checkpoints can go once nothing was restored from them
 */
record JobRecord(
        String name,
        boolean isWanted,
        boolean isHeld,
        String id,
        String jar,
        String restoredFrom,
        String savepoint,
        List<String> pastIds) {

    static JobRecord read(Home home, String name) {
        Path file = file(home, name);
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new StackFailure("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        String past = properties.getProperty("past-ids", "");
        return new JobRecord(
                name,
                Boolean.parseBoolean(properties.getProperty("wanted", "false")),
                Boolean.parseBoolean(properties.getProperty("held", "false")),
                properties.getProperty("id", ""),
                properties.getProperty("jar", ""),
                properties.getProperty("restored-from", ""),
                properties.getProperty("savepoint", ""),
                past.isEmpty() ? List.of() : List.of(past.split(",", -1)));
    }

    JobRecord write(Home home) {
        Properties properties = new Properties();
        properties.setProperty("wanted", String.valueOf(isWanted));
        properties.setProperty("held", String.valueOf(isHeld));
        properties.setProperty("id", id);
        properties.setProperty("jar", jar);
        properties.setProperty("restored-from", restoredFrom);
        properties.setProperty("savepoint", savepoint);
        properties.setProperty("past-ids", String.join(",", pastIds));
        Path file = file(home, name);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            Files.createDirectories(file.getParent());
            try (Writer writer = Files.newBufferedWriter(partial, StandardCharsets.UTF_8)) {
                properties.store(writer, "the job " + name);
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
        return this;
    }

    JobRecord wanted(boolean wanted) {
        return new JobRecord(name, wanted, isHeld, id, jar, restoredFrom, savepoint, pastIds);
    }

    JobRecord held() {
        return new JobRecord(name, false, true, id, jar, restoredFrom, savepoint, pastIds);
    }

    JobRecord stoppedWith(String newSavepoint) {
        return new JobRecord(name, isWanted, isHeld, id, jar, restoredFrom, newSavepoint, pastIds);
    }

    /** Under {@code data}, since it says where the state is: it must outlive the processes. */
    private static Path file(Home home, String name) {
        return home.data().resolve("jobs").resolve(name + ".properties");
    }
}

package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The savepoints and retained checkpoints of the jobs on disk. */
final class JobStates {

    private static final String METADATA = "_metadata";

    private final Home home;

    JobStates(Home home) {
        this.home = home;
    }

    /** The newest complete state of a job: the savepoint it was stopped with, a later checkpoint, or what it last began with. */
    Optional<Path> newest(JobRecord job) throws IOException {
        List<Path> candidates = new ArrayList<>();
        for (String location : List.of(job.savepoint(), job.restoredFrom())) {
            if (!location.isEmpty()) {
                candidates.add(Path.of(URI.create(location)));
            }
        }
        if (!job.id().isEmpty()) {
            candidates.addAll(children(home.checkpoints().resolve(job.id())));
        }
        return candidates.stream()
                .filter(candidate -> Files.exists(candidate.resolve(METADATA)))
                .max(Comparator.comparing(JobStates::completedAt));
    }

    /**
     * Deletes the checkpoints of earlier runs that nothing needs any more, and all but the newest savepoints.
     *
     * @return the record without the ids whose checkpoints are gone
     */
    JobRecord prune(JobRecord job, int keptSavepoints) throws IOException {
        List<String> kept = new ArrayList<>();
        for (String id : job.pastIds()) {
            Path folder = home.checkpoints().resolve(id);
            if (job.restoredFrom().contains("/" + id + "/")) {
                kept.add(id);
            } else {
                Distributions.delete(folder);
            }
        }
        List<Path> savepoints = new ArrayList<>(children(home.savepoints().resolve(job.name())));
        savepoints.sort(Comparator.comparing(JobStates::completedAt).reversed());
        for (Path old : savepoints.subList(Math.min(keptSavepoints, savepoints.size()), savepoints.size())) {
            if (!job.restoredFrom().contains(old.getFileName().toString())) {
                Distributions.delete(old);
            }
        }
        return new JobRecord(
                job.name(),
                job.isWanted(),
                job.isHeld(),
                job.id(),
                job.jar(),
                job.restoredFrom(),
                job.savepoint(),
                kept);
    }

    /**
     * Deletes every state but the savepoints that these jobs began with, and the checkpoints that they make now.
     *
     * @throws StackFailure if one began with a checkpoint of an earlier run, which it may still need
     */
    void keepOnlyWhatTheyBeganWith(List<JobRecord> jobs) throws IOException {
        for (JobRecord job : jobs) {
            Path savepoints = home.savepoints().resolve(job.name());
            if (!job.restoredFrom().contains("/" + savepoints.getFileName() + "/")) {
                throw new StackFailure(
                        "the job " + job.name() + " did not begin with a savepoint: " + job.restoredFrom());
            }
            for (Path savepoint : children(savepoints)) {
                if (!job.restoredFrom().contains("/" + savepoint.getFileName())) {
                    Distributions.delete(savepoint);
                }
            }
        }
        for (Path checkpoints : children(home.checkpoints())) {
            String id = String.valueOf(checkpoints.getFileName());
            if (jobs.stream().noneMatch(job -> job.id().equals(id))) {
                Distributions.delete(checkpoints);
            }
        }
    }

    void deleteAll(JobRecord job) throws IOException {
        Distributions.delete(home.savepoints().resolve(job.name()));
        for (String id : Stream.concat(job.pastIds().stream(), Stream.of(job.id()))
                .filter(id -> !id.isEmpty())
                .toList()) {
            Distributions.delete(home.checkpoints().resolve(id));
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).toList();
        }
    }

    private static FileTime completedAt(Path state) {
        try {
            return Files.getLastModifiedTime(state.resolve(METADATA));
        } catch (IOException e) {
            return FileTime.fromMillis(0); // not complete: oldest of all
        }
    }
}

package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.ZipFile;

/**
 * Replaces the jar of a running job: stops it with a savepoint, starts the new jar from there and waits for a checkpoint of it. If
 * that does not come about, the old jar goes on from the newest state: the savepoint, unless the new jar got so far as to commit.
 */
final class JobUpgrade {
    private static final Duration CHECKPOINT_PATIENCE = Duration.ofMinutes(2);

    private final FlinkJobs jobs;
    private final FlinkRest flink;
    private final Home home;
    private final Consumer<String> progress;

    JobUpgrade(FlinkJobs jobs, FlinkRest flink, Home home, Consumer<String> progress) {
        this.jobs = jobs;
        this.flink = flink;
        this.home = home;
        this.progress = progress;
    }

    /**
     * Upgrades.
     *
     * @return what was done, in a line
     * @throws StackFailure before anything has changed, if the jar has no such job or no savepoint can be taken; after the old jar
     *     runs again, if the new one does not
     */
    String run(JobDefinition job, Path jar) throws InterruptedException {
        JobRecord before = JobRecord.read(home, job.name());
        requireJob(jar, job);
        Path old = Path.of(before.jar());
        if (!Files.exists(old)) {
            throw new StackFailure("the jar that " + job.name() + " runs from is gone, there would be no way back: "
                    + old + "; nothing was changed");
        }
        progress.accept("stopping " + job.name() + " with a savepoint");
        long begun = System.nanoTime();
        String savepoint = stop(job);
        progress.accept("savepoint " + savepoint);
        try {
            jobs.submit(job, jobs.arguments(), jar, progress);
            long down = seconds(begun);
            awaitCheckpoint(job);
            return "upgraded %s to %s: it stood still for %d s, its first checkpoint was complete after %d s, the way back is %s"
                    .formatted(job.name(), jar.getFileName(), down, seconds(begun), savepoint);
        } catch (StackFailure failure) {
            progress.accept("the new jar failed, going back to " + old.getFileName());
            goBack(job, old, failure);
            throw new StackFailure(
                    "%s was rolled back to %s and runs, from %s: %s"
                            .formatted(
                                    job.name(),
                                    old.getFileName(),
                                    JobRecord.read(home, job.name()).restoredFrom(),
                                    failure.getMessage()),
                    failure);
        }
    }

    private static void requireJob(Path jar, JobDefinition job) {
        String entry = job.mainClass().replace('.', '/') + ".class";
        try (ZipFile file = new ZipFile(jar.toFile())) {
            if (file.getEntry(entry) == null) {
                throw new StackFailure(
                        jar + " has no " + job.mainClass() + ": it is no jar of this job; nothing was changed");
            }
        } catch (IOException e) {
            throw new StackFailure(jar + " cannot be read as a jar: " + e.getMessage() + "; nothing was changed", e);
        }
    }

    private String stop(JobDefinition job) throws InterruptedException {
        try {
            jobs.stop(job, true);
        } catch (StackFailure failure) {
            throw new StackFailure(
                    "%s was not upgraded, it could not be stopped with a savepoint: %s; see ./clientele status, and upgrade again once it runs"
                            .formatted(job.name(), failure.getMessage()),
                    failure);
        }
        jobs.awaitFinished(job.name());
        return JobRecord.read(home, job.name()).savepoint();
    }

    private void awaitCheckpoint(JobDefinition job) throws InterruptedException {
        progress.accept("waiting for a checkpoint");
        long deadline = System.nanoTime() + CHECKPOINT_PATIENCE.toNanos();
        String id = JobRecord.read(home, job.name()).id();
        try {
            while (flink.completedCheckpoints(id) == 0) {
                if (jobs.isOver(job) || System.nanoTime() > deadline) {
                    String why = flink.exception(id);
                    throw new StackFailure("the new jar completed no checkpoint"
                            + (why.isEmpty() ? " within " + CHECKPOINT_PATIENCE.toSeconds() + " s" : ": " + why));
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } catch (IOException e) {
            throw new StackFailure(
                    "Flink does not say how the checkpoints of " + job.name() + " go: " + e.getMessage(), e);
        }
    }

    private void goBack(JobDefinition job, Path old, StackFailure why) throws InterruptedException {
        try {
            jobs.cancel(job);
            jobs.submit(job, jobs.arguments(), old, progress);
        } catch (StackFailure failure) {
            throw new StackFailure(
                    "%s does not run: neither the new jar (%s) nor the old one (%s); ./clientele jobs submit %s goes on from the newest state"
                            .formatted(job.name(), why.getMessage(), failure.getMessage(), job.name()),
                    failure);
        }
    }

    private static long seconds(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    }
}

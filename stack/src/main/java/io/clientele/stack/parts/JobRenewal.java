package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the jobs begin anew from savepoints, by the jars they had. Of the states on disk only those savepoints stay: they hold what a job
 * knows, key by key, and nothing of what it has forgotten. Nothing writes in between: a job that ended in another way than by its
 * savepoint may have files that it commits when it runs again, so with such a one there is no renewal.
 */
final class JobRenewal {
    private final FlinkJobs jobs;
    private final Home home;
    private final Consumer<String> progress;

    JobRenewal(FlinkJobs jobs, Home home, Consumer<String> progress) {
        this.jobs = jobs;
        this.home = home;
        this.progress = progress;
    }

    /** Does it; all that was stopped is started again, whatever fails. */
    void run(Runnable whileStopped) throws InterruptedException {
        try {
            for (JobDefinition job : JobDefinition.ALL) {
                rest(job);
            }
            whileStopped.run();
        } finally {
            resume();
        }
        try {
            new JobStates(home)
                    .keepOnlyWhatTheyBeganWith(JobDefinition.ALL.stream()
                            .map(job -> JobRecord.read(home, job.name()))
                            .toList());
        } catch (IOException e) {
            throw new StackFailure("cannot delete the old states of the jobs: " + e.getMessage(), e);
        }
    }

    private void rest(JobDefinition job) throws InterruptedException {
        JobState state = jobs.state(job);
        if (state.isUsable()) {
            jobs.stop(job, true);
            jobs.awaitFinished(job.name());
        } else if (!state.isOver() || !isStopped(JobRecord.read(home, job.name()))) {
            throw new StackFailure("the job " + job.name() + " is " + state.detail()
                    + " and was not stopped with a savepoint: it may have files that it has not committed");
        }
    }

    /** Whether its newest state is the savepoint that it was stopped with. */
    private boolean isStopped(JobRecord job) {
        try {
            Optional<Path> newest = new JobStates(home).newest(job);
            return newest.isPresent()
                    && !job.savepoint().isEmpty()
                    && newest.get().equals(Path.of(URI.create(job.savepoint())));
        } catch (IOException e) {
            throw new StackFailure("cannot look for the states of " + job.name() + ": " + e.getMessage(), e);
        }
    }

    /** Submits those again that do not run. */
    void resume() throws InterruptedException {
        @Nullable StackFailure failed = null;
        for (JobDefinition job : JobDefinition.ALL) {
            JobRecord record = JobRecord.read(home, job.name());
            try {
                if (!record.id().isEmpty()) {
                    jobs.submit(job, jobs.arguments(), Path.of(record.jar()), progress);
                }
            } catch (StackFailure failure) {
                if (failed == null) {
                    failed = failure;
                } else {
                    failed.addSuppressed(failure);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}

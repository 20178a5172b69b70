package io.clientele.stack.deployment;

import io.clientele.stack.StackFailure;
import io.clientele.stack.parts.EmbeddedStack;
import io.clientele.stack.parts.FlinkJobs;
import io.clientele.stack.parts.JobDefinition;
import io.clientele.stack.parts.JobState;
import io.clientele.stack.parts.Starts;
import java.util.List;
import java.util.function.Consumer;

/** The whole line: servers, what is deployed in them, jobs, maintenance. The caller holds the stack's lock. */
public final class Line {

    private final EmbeddedStack stack;
    private final Consumer<String> progress;

    /**
     * Does nothing yet.
     *
     * @param progress told a line per step
     */
    public Line(EmbeddedStack stack, Consumer<String> progress) {
        this.stack = stack;
        this.progress = progress;
    }

    /**
     * Starts the servers that do not run, deploys what is missing or differs, submits the jobs that do not run and starts the
     * maintenance. If a setting is wrong, nothing is started; if a server cannot be started, or this process is ended meanwhile, what was started is ended again.
     *
     * @return the names of the servers that were started
     */
    public List<String> up() throws InterruptedException {
        Deployment deployment = deployment();
        return stack.up(progress, starts -> fill(deployment, starts));
    }

    private Deployment deployment() {
        return new Deployment(Servers.of(stack), stack.project().resolve("sql"), TopicLayout.EMBEDDED, progress);
    }

    private void fill(Deployment deployment, Starts starts) throws InterruptedException {
        deployment.deploy();
        submitAll();
        stack.maintenance().start(starts);
    }

    private void submitAll() throws InterruptedException {
        FlinkJobs jobs = stack.jobs();
        List<String> arguments = jobs.arguments();
        for (JobDefinition job : JobDefinition.ALL) {
            jobs.submit(job, arguments, progress);
        }
    }

    /** Stops the jobs with savepoints and ends every process. Returns the names of the parts that were ended. */
    public List<String> down() throws InterruptedException {
        if (stack.isFlinkReachable()) {
            for (JobState state : stack.jobs().list()) {
                if (state.isUsable()) {
                    stop(state.name());
                }
            }
        }
        return stack.down();
    }

    /** The servers are ended in any case: a job without a savepoint goes on from its last checkpoint, and loses nothing by it. */
    private void stop(String job) throws InterruptedException {
        try {
            stack.jobs().stop(FlinkJobs.definition(job), true);
            progress.accept("job " + job + " stopped with a savepoint");
        } catch (StackFailure e) {
            progress.accept("job " + job + " goes on from its last checkpoint next time (" + e.getMessage() + ")");
        }
    }

    /** Deletes all data and begins anew. The servers keep running. */
    public void reset() throws InterruptedException {
        stack.maintenance().stop();
        stack.jobs().discard();
        progress.accept("jobs ended");
        Deployment deployment = deployment();
        deployment.empty();
        fill(deployment, new Starts(stack.home()));
    }
}

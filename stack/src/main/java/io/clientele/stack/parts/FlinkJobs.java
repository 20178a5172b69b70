package io.clientele.stack.parts;

import com.fasterxml.jackson.databind.JsonNode;
import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of the line on the stack's Flink: submitted with the newest state there is, stopped with a savepoint. The caller holds the
 * {@link StackLock} where it changes something.
 */
public final class FlinkJobs {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** A job that restarts for this long at its very start will not run: its first exception says why. */
    private static final Duration RESTARTING_PATIENCE = Duration.ofSeconds(30);

    private static final Duration SLOTS_PATIENCE = Duration.ofSeconds(10);

    private static final int KEPT_SAVEPOINTS = 3;

    private final PartContext context;
    private final FlinkRest flink;

    FlinkJobs(PartContext context) {
        this.context = context;
        this.flink = new FlinkRest(context.settings().url(Port.FLINK));
    }

    /** The job of this name; a rebuild of a job is {@code <name>-rebuild}. */
    public static JobDefinition definition(String name) {
        return Stream.concat(JobDefinition.ALL.stream(), rebuilds())
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StackFailure("there is no job " + name + "; there are: "
                        + String.join(
                                ", ",
                                JobDefinition.ALL.stream()
                                        .map(JobDefinition::name)
                                        .toList())));
    }

    /**
     * The job of this name that {@code up} submits; a rebuild is begun and gone on with by its own command.
     *
     * @throws StackFailure if it is a rebuild, or there is none
     */
    public static JobDefinition ofTheLine(String name) {
        JobDefinition job = definition(name);
        if (job.isRebuild()) {
            throw new StackFailure("%1$s is a rebuild: ./clientele rebuild %2$s makes it anew, --swap or --drop ends it"
                    .formatted(name, job.live()));
        }
        return job;
    }

    private static Stream<JobDefinition> rebuilds() {
        return JobDefinition.ALL.stream().map(JobDefinition::rebuild);
    }

    /** How every job is, and each rebuild that runs. */
    public List<JobState> list() throws InterruptedException {
        Map<String, JsonNode> known = known();
        return Stream.concat(
                        JobDefinition.ALL.stream().map(job -> state(job.name(), known)),
                        rebuilds().map(job -> state(job.name(), known)).filter(state -> !state.isOver()))
                .toList();
    }

    private JobState state(String name, Map<String, JsonNode> known) {
        JobRecord job = JobRecord.read(context.home(), name);
        JsonNode found = known.get(job.id());
        if (found == null) {
            return new JobState(name, job.id(), "ABSENT", 0, 0, job.isWanted());
        }
        JsonNode tasks = found.path("tasks");
        return new JobState(
                name,
                job.id(),
                found.path("state").asText(),
                tasks.path("running").asInt() + tasks.path("finished").asInt(),
                tasks.path("total").asInt(),
                job.isWanted());
    }

    private Map<String, JsonNode> known() throws InterruptedException {
        try {
            return flink.jobs();
        } catch (IOException e) {
            throw new StackFailure(
                    "Flink does not answer at " + context.settings().url(Port.FLINK) + ": ./clientele up starts it", e);
        }
    }

    /**
     * Submits a job from the newest savepoint or checkpoint of it, if it does not run already, and waits until all of it runs.
     *
     * @param arguments handed to its main class
     * @return false if it ran already, or is held
     */
    public boolean submit(JobDefinition job, List<String> arguments, Consumer<String> progress)
            throws InterruptedException {
        return submit(job, arguments, context.distributions().jobs(), progress);
    }

    boolean submit(JobDefinition job, List<String> arguments, Path built, Consumer<String> progress)
            throws InterruptedException {
        if (!state(job.name(), known()).isOver()) {
            JobRecord.read(context.home(), job.name()).wanted(true).write(context.home());
            return false;
        }
        JobRecord before = JobRecord.read(context.home(), job.name());
        if (before.isHeld()) {
            progress.accept("job %1$s waits for its tables: ./clientele rebuild %1$s --swap goes on with the swap"
                    .formatted(job.name()));
            return false;
        }
        try {
            Path jar = context.distributions().keepJobs(built);
            String state = new JobStates(context.home())
                    .newest(before)
                    .map(Path::toUri)
                    .map(Object::toString)
                    .orElse("");
            String id = flink.run(
                    jar,
                    job.mainClass(),
                    arguments,
                    context.settings().parallelism(),
                    state.isEmpty() ? null : state,
                    job.isRebuild());
            List<String> past = new ArrayList<>(before.pastIds());
            if (!before.id().isEmpty()) {
                past.add(before.id());
            }
            JobRecord now = new JobRecord(job.name(), true, false, id, jar.toString(), state, before.savepoint(), past);
            new JobStates(context.home()).prune(now, KEPT_SAVEPOINTS).write(context.home());
            awaitRunning(job.name());
            progress.accept("job " + job.name() + " runs, "
                    + (state.isEmpty() ? "from the beginning of the log" : "going on from its last state"));
            return true;
        } catch (IOException e) {
            throw new StackFailure("cannot submit " + job.name() + ": " + e.getMessage(), e);
        }
    }

    private void awaitRunning(String name) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long restarting = System.nanoTime() + RESTARTING_PATIENCE.toNanos();
        JobState state = state(name, known());
        while (System.nanoTime() < deadline) {
            if (state.isUsable()) {
                return;
            }
            if (state.isOver() || (state.state().equals("RESTARTING") && System.nanoTime() > restarting)) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(200);
            state = state(name, known());
        }
        String why = state.state().equals("ABSENT") ? "" : flink.exception(state.id());
        throw new StackFailure("the job " + name + " does not run (" + state.detail() + ")"
                + (why.isEmpty() ? "" : ": " + why) + "; see ./clientele logs jobmanager");
    }

    /** Submits again what should run but is unknown to the JobManager, from the jar it ran from: for the supervisor. */
    void recover(Consumer<String> progress) throws InterruptedException {
        Map<String, JsonNode> known = known();
        for (JobDefinition job : JobDefinition.ALL) {
            JobRecord record = JobRecord.read(context.home(), job.name());
            if (record.isWanted() && !record.isHeld() && !record.id().isEmpty() && !known.containsKey(record.id())) {
                progress.accept("the JobManager does not know " + job.name() + ": submitting it again");
                submit(job, arguments(), Path.of(record.jar()), progress);
            }
        }
    }

    /** What every job is told: where the file with its settings is. */
    public List<String> arguments() {
        try {
            Path file = context.home().conf().resolve("jobs.properties");
            ConfigFiles.write(file, jobSettings(), "=");
            return List.of("--config", file.toString());
        } catch (IOException e) {
            throw new StackFailure("cannot write the settings of the jobs: " + e.getMessage(), e);
        }
    }

    private Map<String, String> jobSettings() {
        Settings settings = context.settings();
        Map<String, String> values = new TreeMap<>();
        values.put("lake.catalog.uri", settings.url(Port.CATALOG));
        values.put("lake.s3.endpoint", settings.url(Port.OBJECT_STORE));
        // these two may be set: to whatever stands before the servers, such as a proxy
        values.putAll(settings.jobs());
        values.put("kafka.bootstrap-servers", settings.address(Port.KAFKA));
        values.put("schema-registry.url", settings.url(Port.REGISTRY) + "/apis/ccompat/v7");
        values.put("lake.warehouse", context.warehouse());
        values.put("lake.s3.region", ObjectStorePart.REGION);
        return values;
    }

    /** Takes a savepoint of a running job and returns where it is. The job goes on. */
    public String savepoint(JobDefinition job) throws InterruptedException {
        JobState state = running(job);
        try {
            return flink.savepoint(state.id(), context.home().savepoints().resolve(job.name()), false);
        } catch (IOException e) {
            throw new StackFailure("cannot take a savepoint of " + job.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Stops a job with a savepoint, from which it is submitted next time.
     *
     * @param staysWanted true if the next {@code up} starts it again
     */
    public void stop(JobDefinition job, boolean staysWanted) throws InterruptedException {
        JobState state = running(job);
        try {
            String savepoint =
                    flink.savepoint(state.id(), context.home().savepoints().resolve(job.name()), true);
            JobRecord.read(context.home(), job.name())
                    .stoppedWith(savepoint)
                    .wanted(staysWanted)
                    .write(context.home());
        } catch (IOException e) {
            throw new StackFailure("cannot stop " + job.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Stops every job with a savepoint, does something while nothing writes, and submits the jobs again from there; see {@link JobRenewal}.
     *
     * @throws StackFailure if a job cannot be stopped now, or not be started again; whatever failed, all that could be started runs
     */
    public void renew(Runnable whileStopped, Consumer<String> progress) throws InterruptedException {
        new JobRenewal(this, context.home(), progress).run(whileStopped);
    }

    /**
     * Submits the jobs again that were submitted once and do not run, by the jars they had.
     *
     * @throws StackFailure if one of them cannot be started; the others are all the same
     */
    public void resume(Consumer<String> progress) throws InterruptedException {
        new JobRenewal(this, context.home(), progress).resume();
    }

    /** How a job is now. */
    JobState state(JobDefinition job) throws InterruptedException {
        return state(job.name(), known());
    }

    /**
     * Replaces the jar of a running job, and goes back to the old one if the new one does not work.
     *
     * @param jar the new jar; null for the one that was built
     * @return what was done, in a line
     * @throws StackFailure if it was not upgraded: it says why, and what runs now
     */
    public String upgrade(JobDefinition job, @Nullable Path jar, Consumer<String> progress)
            throws InterruptedException {
        Path built = jar == null ? context.distributions().jobs() : jar;
        return new JobUpgrade(this, flink, context.home(), progress).run(job, built);
    }

    /**
     * Fails if there is no room for one more job, also not in the seconds that a job which ended needs to give back its own.
     *
     * @throws StackFailure naming what is free, what is needed and the way out
     */
    public void requireFreeSlots() throws InterruptedException {
        try {
            int needed = context.settings().parallelism();
            long deadline = System.nanoTime() + SLOTS_PATIENCE.toNanos();
            int free = flink.freeSlots();
            while (free < needed && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(500);
                free = flink.freeSlots();
            }
            if (free < needed) {
                throw new StackFailure(
                        "the TaskManager has %d free slots, %d are needed: ./clientele down, then ./clientele up --set flink.slots=%d"
                                .formatted(free, needed, context.settings().slots() + needed - free));
            }
        } catch (IOException e) {
            throw new StackFailure("Flink does not say which slots are free: " + e.getMessage(), e);
        }
    }

    /** Whether all of it runs. */
    public boolean isUsable(JobDefinition job) throws InterruptedException {
        return state(job.name(), known()).isUsable();
    }

    /** Whether Flink will not run it again by itself. */
    public boolean isOver(JobDefinition job) throws InterruptedException {
        return state(job.name(), known()).isOver();
    }

    /** Ends a job without a savepoint, if it is not over. */
    public void cancel(JobDefinition job) throws InterruptedException {
        JobState state = state(job.name(), known());
        if (state.isOver()) {
            return;
        }
        try {
            flink.cancel(state.id());
        } catch (IOException e) {
            throw new StackFailure("cannot end " + job.name() + ": " + e.getMessage(), e);
        }
        awaitEnd(job.name());
    }

    /** Its savepoint covers what it has committed only if it ended by itself. */
    public void awaitFinished(String name) throws InterruptedException {
        awaitEnd(name);
        JobState state = state(name, known());
        if (!state.state().equals("FINISHED")) {
            throw new StackFailure("the job " + name + " did not end with its savepoint (" + state.detail() + ")");
        }
    }

    private JobState running(JobDefinition job) throws InterruptedException {
        JobState state = state(job.name(), known());
        if (!state.isUsable()) {
            throw new StackFailure("the job " + job.name() + " does not run (" + state.detail() + ")");
        }
        return state;
    }

    /** Ends every job and rebuild and forgets its state: the next submission begins with nothing. */
    public void discard() throws InterruptedException {
        Map<String, JsonNode> known = known();
        try {
            for (JobDefinition job :
                    Stream.concat(JobDefinition.ALL.stream(), rebuilds()).toList()) {
                discard(job.name(), state(job.name(), known));
            }
            Distributions.delete(context.home().rebuilds());
        } catch (IOException e) {
            throw new StackFailure("cannot end the jobs: " + e.getMessage(), e);
        }
    }

    /** Ends a job without a savepoint and forgets its state. */
    public void discard(JobDefinition job) throws InterruptedException {
        try {
            discard(job.name(), state(job.name(), known()));
        } catch (IOException e) {
            throw new StackFailure("cannot end " + job.name() + ": " + e.getMessage(), e);
        }
    }

    private void discard(String name, JobState state) throws IOException, InterruptedException {
        if (!state.isOver()) {
            flink.cancel(state.id());
            awaitEnd(name);
        }
        new JobStates(context.home()).deleteAll(JobRecord.read(context.home(), name));
        new JobRecord(name, false, false, "", "", "", "", List.of()).write(context.home());
    }

    /** Lets a job go on from the savepoint that its rebuild was stopped with, the next time it is submitted. Neither of the two runs. */
    public void takeOver(JobDefinition job) {
        JobRecord rebuilt = JobRecord.read(context.home(), job.rebuild().name());
        JobRecord live = JobRecord.read(context.home(), job.name());
        List<String> past = new ArrayList<>(live.pastIds());
        if (!live.id().isEmpty()) {
            past.add(live.id());
        }
        new JobRecord(job.name(), false, false, "", rebuilt.jar(), "", rebuilt.savepoint(), past).write(context.home());
    }

    /** Lets nobody submit a job until {@link #takeOver}: its tables are about to be other ones. */
    public void hold(JobDefinition job) {
        JobRecord.read(context.home(), job.name()).held().write(context.home());
    }

    private void awaitEnd(String name) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!state(name, known()).isOver()) {
            if (System.nanoTime() > deadline) {
                throw new StackFailure("the job " + name + " does not end; see ./clientele logs jobmanager");
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}

package io.clientele.stack.rebuild;

import io.clientele.connectors.iceberg.LakeSettings;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.jobs.settings.Edition;
import io.clientele.jobs.settings.Options;
import io.clientele.stack.StackFailure;
import io.clientele.stack.deployment.Servers;
import io.clientele.stack.imports.KafkaPositions;
import io.clientele.stack.imports.Polling;
import io.clientele.stack.parts.EmbeddedStack;
import io.clientele.stack.parts.JobDefinition;
import io.clientele.stack.parts.Starts;
import io.clientele.stack.rebuild.RebuildRecord.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.kafka.common.TopicPartition;

/** The rebuilds of a stack: dropped, or made the live ones. The caller holds the stack's lock. */
public final class Rebuilds {
    private static final Duration LIVE_PATIENCE = Duration.ofMinutes(5);
    private static final Set<Phase> HALF_SWAPPED = Set.of(Phase.SWAPPING, Phase.STARTING);

    private final EmbeddedStack stack;

    public Rebuilds(EmbeddedStack stack) {
        this.stack = stack;
    }

    /**
     * Drops every rebuild, and what rebuilds have replaced: an erasure does not look for a person in them.
     *
     * @return the names of the jobs whose rebuilds were dropped
     * @throws StackFailure if one is being swapped
     */
    public List<String> dropAll() throws InterruptedException {
        List<RebuiltJob> there =
                RebuiltJob.ALL.stream().filter(job -> read(job).isPresent()).toList();
        for (RebuiltJob job : there) {
            drop(job);
        }
        return there.stream().map(job -> job.job().name()).toList();
    }

    /**
     * Drops the rebuild of a job with everything that is of it, as far as there is something.
     *
     * @throws StackFailure if it is being swapped: then its tables are the live ones already, or about to be
     */
    void drop(RebuiltJob job) throws InterruptedException {
        if (read(job).map(RebuildRecord::phase).filter(HALF_SWAPPED::contains).isPresent()) {
            throw new StackFailure(
                    "the rebuild of %1$s was about to become the live one: ./clientele rebuild %1$s --swap goes on with that"
                            .formatted(job.job().name()));
        }
        stack.jobs().discard(job.job().rebuild());
        try (RebuildTopics topics = new RebuildTopics(stack.bootstrapServers());
                RESTCatalog catalog = Servers.of(stack).lake().open();
                TrinoClient trino = TrinoClient.connect(stack.jdbcUrl(), "rebuild")) {
            topics.delete(job);
            new RebuildTables(job, catalog, trino).drop();
        } catch (IOException e) {
            throw new StackFailure("the Iceberg catalog cannot be closed: " + e.getMessage(), e);
        }
        RebuildRecord.delete(stack.home(), job.job().name());
    }

    /**
     * Makes the rebuilt tables the live ones, and has the live job go on from the state of the rebuild. Both have read the same topics, and
     * the live job as far as the rebuild: what one has not read when it stops, the other reads when it starts. A swap that was broken off
     * is gone on with.
     *
     * @throws StackFailure if there is no rebuild that could be swapped
     */
    void swap(RebuiltJob job, Consumer<String> progress) throws InterruptedException {
        RebuildRecord record = requireSwappable(job);
        stack.requireTrino();
        if (record.phase() == Phase.LIVE) {
            // the rebuild first: what it would publish from here on, the live job publishes still
            stop(job.job().rebuild(), progress);
            awaitLive(job, progress);
            record = record.in(Phase.SWAPPING).write(stack.home());
        }
        if (record.phase() == Phase.SWAPPING) {
            stack.jobs().hold(job.job());
            end(job.job(), progress);
            stack.maintenance().stop();
            try (RESTCatalog catalog = lake().open();
                    TrinoClient trino = TrinoClient.connect(stack.jdbcUrl(), "rebuild")) {
                RebuildTables tables = new RebuildTables(job, catalog, trino);
                tables.swap();
                tables.takeOverLateEvents();
                tables.dropViews();
            } catch (IOException e) {
                throw new StackFailure("the Iceberg catalog cannot be closed: " + e.getMessage(), e);
            }
            stack.jobs().takeOver(job.job());
            record = record.in(Phase.STARTING).write(stack.home());
            progress.accept("core.* is what the rebuild has made; the tables before are in " + job.retired());
        }
        stack.maintenance().start(new Starts(stack.home()));
        stack.jobs().submit(job.job(), stack.jobs().arguments(), progress);
        record.in(Phase.SWAPPED).write(stack.home());
        try (RebuildTopics topics = new RebuildTopics(stack.bootstrapServers())) {
            topics.delete(job);
        }
    }

    /** The lake with its keys: a commit writes files. */
    private LakeSettings lake() {
        LakeSettings lake = Servers.of(stack).lake();
        return new LakeSettings(
                lake.catalog(),
                lake.warehouse(),
                lake.s3Endpoint(),
                lake.s3Region(),
                stack.credentials().accessKey(),
                stack.credentials().secretKey(),
                lake.catalogConfig());
    }

    private RebuildRecord requireSwappable(RebuiltJob job) {
        String name = job.job().name();
        RebuildRecord record = read(job)
                .orElseThrow(() -> new StackFailure(
                        "there is no rebuild of %1$s: ./clientele rebuild %1$s makes one".formatted(name)));
        return switch (record.phase()) {
            case LIVE, SWAPPING, STARTING -> record;
            case COPYING, FOLDING ->
                throw new StackFailure(
                        "the rebuild of %1$s is not complete: ./clientele rebuild %1$s makes it anew".formatted(name));
            case SWAPPED -> throw new StackFailure("the rebuild of %s is the live one already".formatted(name));
            case ENDED ->
                throw new StackFailure(
                        "the rebuild of %1$s ends in the past: --drop it, and make one that lives on with ./clientele rebuild %1$s"
                                .formatted(name));
        };
    }

    private void stop(JobDefinition definition, Consumer<String> progress) throws InterruptedException {
        stack.jobs().stop(definition, false);
        stack.jobs().awaitFinished(definition.name());
        progress.accept("job " + definition.name() + " stopped with a savepoint");
    }

    /** Ends the live job, with a savepoint if it can: its state is not needed any more, but what it has written is committed then. */
    private void end(JobDefinition live, Consumer<String> progress) throws InterruptedException {
        if (stack.jobs().isUsable(live)) {
            stop(live, progress);
        } else {
            stack.jobs().cancel(live);
        }
    }

    /** Until the live job has read, and so published, what the rebuild has read; one that does not run never will. */
    private void awaitLive(RebuiltJob job, Consumer<String> progress) throws InterruptedException {
        try (KafkaPositions kafka = new KafkaPositions(stack.bootstrapServers())) {
            Map<TopicPartition, Long> read = kafka.committed(job.group());
            // the copies, which the rebuild has read too, are nothing to the live job
            read.keySet().removeIf(partition -> !job.topics().contains(partition.topic()));
            boolean isLevel = Polling.until(
                    LIVE_PATIENCE, () -> !stack.jobs().isUsable(job.job()) || kafka.behind(job.name(), read) == 0);
            if (!stack.jobs().isUsable(job.job())) {
                progress.accept(
                        "job %s does not run: what it has not published of the events before %s is in the tables, and on no topic"
                                .formatted(job.job().name(), read));
            } else if (!isLevel) {
                throw new StackFailure(
                        "the job %1$s is %2$,d records behind its rebuild: see ./clientele status, and run ./clientele rebuild %1$s --swap when it has caught up"
                                .formatted(job.job().name(), kafka.behind(job.name(), read)));
            }
        }
    }

    /** Submits the rebuild of a job, from its newest state, if it does not run. */
    void submit(RebuiltJob job, Edition.Events events, Consumer<String> progress) throws InterruptedException {
        List<String> arguments = new ArrayList<>(stack.jobs().arguments());
        arguments.addAll(arguments(job, events));
        stack.jobs().submit(job.job().rebuild(), arguments, progress);
    }

    /** What a rebuild is told beside the settings of all jobs. */
    static List<String> arguments(RebuiltJob job, Edition.Events events) {
        return List.of(
                "--" + Options.REBUILD_OF.key(),
                job.job().name(),
                "--" + Options.REBUILD_READS.key(),
                events == Edition.Events.COPIES ? "copies" : "live");
    }

    Optional<RebuildRecord> read(RebuiltJob job) {
        return RebuildRecord.read(stack.home(), job.job().name());
    }
}

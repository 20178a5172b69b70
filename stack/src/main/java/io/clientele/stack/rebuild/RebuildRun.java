package io.clientele.stack.rebuild;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.jobs.settings.Edition;
import io.clientele.stack.StackFailure;
import io.clientele.stack.cli.Session;
import io.clientele.stack.deployment.Servers;
import io.clientele.stack.deployment.Views;
import io.clientele.stack.imports.EventProducer;
import io.clientele.stack.imports.KafkaPositions;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.Polling;
import io.clientele.stack.imports.Progress;
import io.clientele.stack.imports.TrinoAnswers;
import io.clientele.stack.parts.EmbeddedStack;
import io.clientele.stack.rebuild.RebuildRecord.Phase;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Makes a rebuild, from nothing to tables that live on beside the live ones.
 *
 * <pre>
 *   raw.* up to the hand-over ── by event time ──▶ topics rebuild-&lt;job&gt;-* ──▶ the same job ──▶ tables rebuild_&lt;job&gt;.*
 *                                                                                │ savepoint
 *   Kafka from the hand-over on ────────────────────────────────────────────▶ the same job ──▶ the same tables
 * </pre>
 *
 * <p>The stack's lock is held where jobs start and stop, not while they work.
 */
final class RebuildRun {
    private static final Duration AT_MOST = Duration.ofDays(7);

    private final EmbeddedStack stack;
    private final RebuiltJob job;
    private final Line line;
    private final Servers servers;
    private final Progress progress;
    private final Clock clock;

    RebuildRun(EmbeddedStack stack, RebuiltJob job, Progress progress, Clock clock) {
        this.stack = stack;
        this.job = job;
        this.line = Line.of(stack.settings());
        this.servers = Servers.of(stack);
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Does all of it. What an interrupted run has left is dropped first.
     *
     * @param asOf the rebuild ends at the first instant of this business day; null for one that lives on
     * @throws StackFailure if there is a complete one, or something is away
     */
    void run(@Nullable LocalDate asOf) throws Exception {
        RebuildRecord record = locked(() -> begin(asOf));
        copy(record, asOf);
        fold(record);
        await(job.group(), ends(job.topics().stream().map(job::copy).toList()), "folding");
        if (asOf != null) {
            locked(() -> end(asOf));
            return;
        }
        RebuildRecord live = locked(this::goLive);
        catchUp();
        progress.say("the rebuild of %s reads what the live job reads, from %s on"
                .formatted(job.job().name(), live.handOver()));
    }

    /**
     * Has a complete rebuild run and read what came while it did not, with the servers down for example.
     *
     * @return false if there is no complete one
     */
    boolean resume() throws Exception {
        boolean isLive = locked(() -> {
            if (new Rebuilds(stack)
                    .read(job)
                    .filter(record -> record.phase() == Phase.LIVE)
                    .isEmpty()) {
                return false;
            }
            submit(Edition.Events.LIVE);
            return true;
        });
        if (isLive) {
            catchUp();
        }
        return isLive;
    }

    private void catchUp() throws InterruptedException {
        await(job.group(), ends(job.topics()), "catching up");
    }

    /** What would be done, in lines. */
    List<String> plan() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        Map<TopicPartition, Long> handOver = handOver();
        HandOver.requireSameLog(handOver, ends(job.topics()));
        try (TrinoAnswers trino = TrinoAnswers.at(line.trino())) {
            for (String topic : job.topics()) {
                long events = ArchiveCopy.days(trino, topic, condition(topic, handOver, null)).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                lines.add("%,d events of raw.%s to the topic %s".formatted(events, topic, job.copy(topic)));
            }
        }
        lines.add("the job " + job.job().rebuild().name() + " makes the tables " + job.namespace() + ".* of them");
        lines.add("and reads on in Kafka from " + handOver);
        return lines;
    }

    private void requireNone() {
        Phase phase = RebuildRecord.read(stack.home(), job.job().name())
                .map(RebuildRecord::phase)
                .orElse(Phase.COPYING);
        String name = job.job().name();
        switch (phase) {
            case COPYING, FOLDING -> {}
            case LIVE ->
                throw new StackFailure(
                        "there is a rebuild of %1$s: ./clientele rebuild %1$s --compare compares it again, --swap makes it the live one, --drop removes it"
                                .formatted(name));
            case SWAPPING, STARTING ->
                throw new StackFailure(
                        "a rebuild of %1$s was about to become the live one: ./clientele rebuild %1$s --swap goes on with that"
                                .formatted(name));
            case SWAPPED, ENDED ->
                throw new StackFailure(
                        "the tables of the last rebuild of %1$s are kept: ./clientele rebuild %1$s --drop removes them"
                                .formatted(name));
        }
    }

    private RebuildRecord begin(@Nullable LocalDate asOf) throws InterruptedException {
        requireNone();
        stack.requireTrino();
        new Rebuilds(stack).drop(job);
        stack.jobs().requireFreeSlots();
        Map<TopicPartition, Long> handOver = handOver();
        String id = job.job().name() + "-" + clock.millis();
        RebuildRecord record = new RebuildRecord(job.job().name(), id, Phase.COPYING, handOver).write(stack.home());
        try (RebuildTopics topics = new RebuildTopics(line.kafka());
                RESTCatalog catalog = servers.lake().open();
                TrinoClient trino = TrinoClient.connect(stack.jdbcUrl(), "rebuild")) {
            if (asOf == null) {
                HandOver.requireSameLog(handOver, topics.ends(job.topics()));
            }
            topics.create(job);
            new RebuildTables(job, catalog, trino)
                    .create(
                            servers.lake().warehouse() + "/rebuilds/" + id,
                            new Views(servers, stack.project().resolve("sql")).scripts());
        } catch (IOException e) {
            throw new StackFailure("the Iceberg catalog cannot be closed: " + e.getMessage(), e);
        }
        return record;
    }

    private void copy(RebuildRecord record, @Nullable LocalDate asOf) {
        List<TopicPartition> partitions = new ArrayList<>();
        if (asOf != null) {
            partitions.addAll(
                    ends(job.topics().stream().map(job::copy).toList()).keySet());
        }
        try (TrinoAnswers trino = TrinoAnswers.at(line.trino());
                EventProducer kafka = new EventProducer(line.kafka(), partitions)) {
            ArchiveCopy copy = new ArchiveCopy(trino, line, kafka, progress);
            for (String topic : job.topics()) {
                requireStill(record);
                progress.begin("copying");
                long events = copy.copy(topic, condition(topic, record.handOver(), asOf), job.copy(topic));
                progress.say("%,d events of raw.%s copied".formatted(events, topic));
            }
            if (asOf != null) {
                kafka.heartbeat(asOf.atStartOfDay(line.zone()).toInstant());
                kafka.flush();
            }
        }
    }

    private String condition(String topic, Map<TopicPartition, Long> handOver, @Nullable LocalDate asOf) {
        return asOf == null
                ? HandOver.condition(topic, handOver)
                : "event_time < from_unixtime(%d)"
                        .formatted(asOf.atStartOfDay(line.zone()).toEpochSecond());
    }

    private Map<TopicPartition, Long> handOver() {
        Map<TopicPartition, Long> handOver = new TreeMap<>(RebuildTopics.ORDER);
        try (TrinoAnswers trino = TrinoAnswers.at(line.trino())) {
            job.topics().forEach(topic -> handOver.putAll(HandOver.of(trino, topic)));
        }
        return handOver;
    }

    private void fold(RebuildRecord record) throws Exception {
        locked(() -> {
            requireStill(record);
            RebuildRecord folding = record.in(Phase.FOLDING).write(stack.home());
            submit(Edition.Events.COPIES);
            return folding;
        });
    }

    private RebuildRecord goLive() throws InterruptedException {
        RebuildRecord record = RebuildRecord.read(stack.home(), job.job().name())
                .filter(found -> found.phase() == Phase.FOLDING)
                .orElseThrow(this::gone);
        stack.jobs().stop(job.job().rebuild(), false);
        stack.jobs().awaitFinished(job.job().rebuild().name());
        try (RebuildTopics topics = new RebuildTopics(line.kafka())) {
            requireNothingRemoved(record.handOver(), topics.begins(job.topics()));
            topics.begin(job.group(), record.handOver());
        }
        submit(Edition.Events.LIVE);
        return record.in(Phase.LIVE).write(stack.home());
    }

    /** Kafka may have removed what is in {@code raw.*}, but nothing that came since. */
    private void requireNothingRemoved(Map<TopicPartition, Long> handOver, Map<TopicPartition, Long> begins) {
        try (TrinoAnswers trino = TrinoAnswers.at(line.trino())) {
            // also of a partition that had nothing in raw.* when the rebuild began
            begins.forEach((partition, begin) -> {
                long offset = handOver.getOrDefault(partition, 0L);
                List<List<String>> removed = trino.texts(
                        "select cast(count(*) as varchar) from lake.raw.%s where kafka_partition = %d and kafka_offset >= %d and kafka_offset < %d"
                                .formatted(partition.topic(), partition.partition(), offset, begin));
                if (!removed.get(0).get(0).equals("0")) {
                    throw new StackFailure(
                            "Kafka has removed events of %s that came while the rebuild was folding: run ./clientele rebuild %s again"
                                    .formatted(partition, job.job().name()));
                }
            });
        }
    }

    private boolean end(LocalDate asOf) throws InterruptedException {
        RebuildRecord record =
                RebuildRecord.read(stack.home(), job.job().name()).orElseThrow(this::gone);
        stack.jobs().stop(job.job().rebuild(), false);
        stack.jobs().awaitFinished(job.job().rebuild().name());
        record.in(Phase.ENDED).write(stack.home());
        progress.say("%s.* is %s as of %s; ./clientele rebuild %s --drop removes it"
                .formatted(job.namespace(), job.job().name(), asOf, job.job().name()));
        return true;
    }

    private void submit(Edition.Events events) throws InterruptedException {
        new Rebuilds(stack).submit(job, events, progress::say);
    }

    private void requireStill(RebuildRecord record) {
        if (!RebuildRecord.read(stack.home(), job.job().name()).equals(Optional.of(record))) {
            throw gone();
        }
    }

    private StackFailure gone() {
        return new StackFailure(
                "the rebuild of %1$s was dropped meanwhile, by an erasure or another command: run ./clientele rebuild %1$s again"
                        .formatted(job.job().name()));
    }

    private Map<TopicPartition, Long> ends(List<String> topics) {
        try (RebuildTopics kafka = new RebuildTopics(line.kafka())) {
            return kafka.ends(topics);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted while asking Kafka", e);
        }
    }

    private void await(String group, Map<TopicPartition, Long> positions, String what) throws InterruptedException {
        progress.begin(what);
        try (KafkaPositions kafka = new KafkaPositions(line.kafka())) {
            boolean isRead = Polling.until(AT_MOST, () -> {
                long behind = kafka.behind(group, positions);
                if (behind > 0 && stack.jobs().isOver(job.job().rebuild())) {
                    throw new StackFailure(
                            "the job %s has ended; see ./clientele logs jobmanager, and run ./clientele rebuild %s again"
                                    .formatted(
                                            job.job().rebuild().name(),
                                            job.job().name()));
                }
                progress.show("%,d records to read".formatted(behind));
                return behind == 0;
            });
            if (!isRead) {
                throw new StackFailure("the rebuild is not through after " + AT_MOST.toDays() + " days");
            }
        }
        progress.end();
    }

    private static <T> T locked(Callable<T> work) throws Exception {
        return Session.locked("rebuild", work);
    }
}

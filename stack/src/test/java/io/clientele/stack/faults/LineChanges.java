package io.clientele.stack.faults;

import static io.clientele.stack.LineAssertions.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clientele.stack.RunningStack;
import io.clientele.stack.imports.LineWait;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.TopicPartition;

/** Changes of a running line that operators make, or sources. Each method returns when the change was made. */
final class LineChanges {
    private static final List<String> JOBS = List.of("archive", "profile", "journey");

    private LineChanges() {}

    /**
     * Row 13: four more of two topics. Records go to them as soon as the producer knows them; the jobs find them by themselves. No day ends before they
     * have: what is in a partition that nobody reads holds no event time.
     */
    static Instant morePartitions(Rig rig) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", rig.stack().bootstrapServers()))) {
            Map<String, NewPartitions> more = new HashMap<>();
            Set<TopicPartition> added = new HashSet<>();
            admin.describeTopics(List.of("clickstream", "orders"))
                    .allTopicNames()
                    .get()
                    .forEach((topic, description) -> {
                        int partitions = description.partitions().size();
                        more.put(topic, NewPartitions.increaseTo(partitions + 4));
                        IntStream.range(partitions, partitions + 4)
                                .forEach(partition -> added.add(new TopicPartition(topic, partition)));
                    });
            long begin = System.nanoTime();
            admin.createPartitions(more).all().get();
            for (String group : LineWait.TOPICS_BY_JOB.keySet()) {
                await("offsets of " + group + " in " + added)
                        .atMost(Rig.PATIENCE)
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> admin.listConsumerGroupOffsets(group)
                                .partitionsToOffsetAndMetadata()
                                .get()
                                .keySet()
                                .containsAll(added));
            }
            System.out.printf(
                    "every job had committed offsets of the new partitions after %d s%n", secondsSince(begin));
        }
        return Instant.now();
    }

    /** Row 14: a partition falls silent, without heartbeats too, and the days are closed all the same. */
    static Instant idlePartition(Rig rig) throws SQLException {
        rig.load().silence("orders", 0);
        LocalDate reached = rig.load().reached().atZone(ZoneOffset.UTC).toLocalDate();
        long begin = System.nanoTime();
        try {
            await("cut points of two days after the last record of the partition")
                    .atMost(Rig.PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> lastDay(rig.stack()).isAfter(reached.plusDays(1)));
        } finally {
            rig.load().silenceNone();
        }
        System.out.printf("event time went on without the partition after %d s%n", secondsSince(begin));
        return Instant.now();
    }

    private static long secondsSince(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime).toSeconds();
    }

    private static LocalDate lastDay(RunningStack stack) throws SQLException {
        return LocalDate.parse(
                stack.query("select coalesce(max(as_of_date), date '1970-01-01') from core.rfm_cut_points")
                        .get(0)
                        .get(0));
    }

    /** Row 19: from a savepoint with half the parallelism, and back. */
    static Instant rescaled(Rig rig) throws IOException, InterruptedException {
        for (int parallelism : List.of(1, 2)) {
            for (String job : JOBS) {
                succeeds(rig.stack().run("jobs", "stop", job));
            }
            Instant stopped = Instant.now();
            succeeds(rig.stack().run("up", "--set", "flink.parallelism=" + parallelism));
            rig.commits().awaitAfter(stopped);
        }
        return Instant.now();
    }

    /** Row 20: started from a savepoint behind its last commit, a job is refused; from the newest it goes on. */
    static Instant rewound(Rig rig) throws IOException, InterruptedException {
        RunningStack stack = rig.stack();
        RunningStack.Result old = stack.run("jobs", "savepoint", "archive");
        succeeds(old);
        rig.commits().awaitAfter(Instant.now());
        succeeds(stack.run("jobs", "stop", "archive"));
        String newest = record(stack).getProperty("savepoint");
        RunningStack.Result refused;
        try {
            beginWith(stack, old.out().strip());
            refused = stack.run("jobs", "submit", "archive");
        } finally {
            beginWith(stack, newest);
        }
        assertThat(refused.status()).as(refused.out() + refused.err()).isEqualTo(1);
        assertThat(refused.err()).contains("has checkpoint", "what lies between would be written twice");
        succeeds(stack.run("jobs", "submit", "archive"));
        return Instant.now();
    }

    /** Makes a savepoint the newest state of the archive job. */
    private static void beginWith(RunningStack stack, String savepoint) throws IOException {
        Properties record = record(stack);
        record.setProperty("savepoint", savepoint);
        try (Writer writer = Files.newBufferedWriter(recordOf(stack))) {
            record.store(writer, "the job archive");
        }
        Files.setLastModifiedTime(Path.of(URI.create(savepoint)).resolve("_metadata"), FileTime.from(Instant.now()));
    }

    private static Properties record(RunningStack stack) throws IOException {
        Properties record = new Properties();
        try (Reader reader = Files.newBufferedReader(recordOf(stack))) {
            record.load(reader);
        }
        return record;
    }

    private static Path recordOf(RunningStack stack) {
        return stack.home().resolve("data/jobs/archive.properties");
    }

    /** Row 10: nothing can be written where the checkpoints are, nor read. */
    static Instant checkpointsCannotBeWritten(Rig rig) throws IOException {
        Path checkpoints = rig.stack().home().resolve("checkpoints");
        Path away = rig.stack().home().resolve("checkpoints-away");
        Files.move(checkpoints, away);
        Files.createFile(checkpoints);
        try {
            rig.runFor(Duration.ofSeconds(15));
        } finally {
            Files.delete(checkpoints);
            Files.move(away, checkpoints);
        }
        try (Stream<Path> jobs = Files.list(checkpoints)) {
            assertThat(jobs).isNotEmpty();
        }
        return Instant.now();
    }
}

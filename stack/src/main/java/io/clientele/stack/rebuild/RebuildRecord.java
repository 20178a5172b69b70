package io.clientele.stack.rebuild;

import io.clientele.stack.StackFailure;
import io.clientele.stack.parts.Home;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a rebuild has come, kept between commands.
 *
 * @param job the job that is rebuilt
 * @param id tells this rebuild from earlier ones; the name of the folder of its files
 * @param phase what was begun last
 * @param handOver of each partition the offset from which the rebuild reads Kafka: all before is in {@code raw.*}
 */
record RebuildRecord(String job, String id, Phase phase, Map<TopicPartition, Long> handOver) {

    /** What is being done, or was when it was broken off. */
    enum Phase {
        /** {@code raw.*} is copied into topics. */
        COPYING,
        /** The copies are folded. */
        FOLDING,
        /** The rebuild reads what the live job reads. */
        LIVE,
        /** The tables are being swapped: it can only be gone on with. */
        SWAPPING,
        /** The tables are swapped; the job is to be started. */
        STARTING,
        /** The rebuilt tables are the live ones; the earlier ones are kept. */
        SWAPPED,
        /** It ends at a date in the past, to be looked at. */
        ENDED
    }

    private static final String OFFSET = "offset.";

    RebuildRecord in(Phase newPhase) {
        return new RebuildRecord(job, id, newPhase, handOver);
    }

    /** The rebuild of a job, if there is one. */
    static Optional<RebuildRecord> read(Home home, String job) {
        Path file = file(home, job);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new StackFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
        Map<TopicPartition, Long> handOver = new TreeMap<>(RebuildTopics.ORDER);
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(OFFSET)) {
                int dash = key.lastIndexOf('-');
                handOver.put(
                        new TopicPartition(
                                key.substring(OFFSET.length(), dash), Integer.parseInt(key.substring(dash + 1))),
                        Long.valueOf(properties.getProperty(key, "0")));
            }
        }
        return Optional.of(new RebuildRecord(
                job,
                properties.getProperty("id", ""),
                Phase.valueOf(properties.getProperty("phase", Phase.COPYING.name())),
                handOver));
    }

    RebuildRecord write(Home home) {
        Properties properties = new Properties();
        properties.setProperty("id", id);
        properties.setProperty("phase", phase.name());
        handOver.forEach((partition, offset) -> properties.setProperty(OFFSET + partition, offset.toString()));
        Path file = file(home, job);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            Files.createDirectories(file.getParent());
            try (Writer writer = Files.newBufferedWriter(partial, StandardCharsets.UTF_8)) {
                properties.store(writer, "the rebuild of " + job);
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
        return this;
    }

    static void delete(Home home, String job) {
        try {
            Files.deleteIfExists(file(home, job));
        } catch (IOException e) {
            throw new StackFailure("cannot delete " + file(home, job) + ": " + e.getMessage(), e);
        }
    }

    /** Under {@code data}, like the records of the jobs. */
    private static Path file(Home home, String job) {
        return home.rebuilds().resolve(job + ".properties");
    }
}

package io.clientele.stack.erasure;

import io.clientele.connectors.maintenance.Chore;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.stack.StackFailure;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.LineWait;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for persons who are to be erased and erases them: those of the topic {@code erasures} that are not completed, and those who
 * asked for it by an event {@code erasure_requested}. Where a pass was broken off, by whatever, the next one does it again from the
 * start; the order in the topic goes last, so nobody is forgotten halfway.
 */
final class ErasureChore implements Chore {
    /** Whom a statement is about stands in it, many times, and Trino takes a million characters. */
    private static final int MOST_OF_A_PASS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ErasureChore.class);
    private static final Duration BETWEEN_LOOKS_AT_EVENTS = Duration.ofSeconds(30);

    private final String jdbcUrl;
    private final JobControl jobs;
    private final Path imports;
    private final Clock clock;
    private final ErasureTopic topic;
    private final TopicTruncation topics;
    /** Requests by event, by their ids, and where the topics ended when each was seen first; nowhere once the jobs have read so far. */
    private final Map<String, Map<TopicPartition, Long>> waiting = new HashMap<>();

    private Instant nextLook;
    private long endSeen = -1;

    ErasureChore(Line line, String jdbcUrl, JobControl jobs, Path imports, Clock clock) {
        this.jdbcUrl = jdbcUrl;
        this.jobs = jobs;
        this.imports = imports;
        this.clock = clock;
        this.topic = new ErasureTopic(line);
        this.topics = new TopicTruncation(line.kafka());
        this.nextLook = clock.instant();
    }

    @Override
    public void run() throws InterruptedException {
        try (TrinoClient trino = TrinoClient.connect(jdbcUrl, "erasure")) {
            if (!clock.instant().isBefore(nextLook)) {
                nextLook = clock.instant().plus(BETWEEN_LOOKS_AT_EVENTS);
                takeInEvents(trino);
            }
            if (end() != endSeen) {
                erase(trino);
                endSeen = end();
            }
        } catch (StackFailure | TrinoFailure failure) {
            endSeen = -1;
            LOG.warn("the erasure was broken off, the next look tries again: {}", failure.getMessage());
        }
    }

    private long end() throws InterruptedException {
        return topics.ends(List.of(ErasureTopic.partition().topic())).getOrDefault(ErasureTopic.partition(), 0L);
    }

    private void erase(TrinoClient trino) throws InterruptedException {
        ErasureLog log = new ErasureLog(trino, clock);
        Map<String, ErasureRequest> orders = topic.read().orders();
        Set<String> checked = log.having(ErasureLog.CHECKED);
        List<ErasureRequest> open = orders.values().stream()
                .filter(order -> !checked.contains(order.id()))
                .toList();
        for (int from = 0; from < open.size(); from += MOST_OF_A_PASS) {
            List<ErasureRequest> some = open.subList(from, Math.min(open.size(), from + MOST_OF_A_PASS));
            new ErasurePass(trino, log, topics, jobs, imports, some).run();
        }
        if (!orders.isEmpty()) {
            removeOrders(orders.keySet());
        }
        Set<String> done = new TreeSet<>(log.having(ErasureLog.CHECKED));
        done.removeAll(log.having(ErasureLog.COMPLETED));
        log.add(done, List.of(ErasureLog.Row.of(ErasureLog.COMPLETED, "later events are refused as erased")));
        if (!done.isEmpty()) {
            LOG.info("erasure of {} requests is complete", done.size());
        }
    }

    /** Leaves the digests in the topic and nothing else, so that a job without its state still knows whom to refuse. */
    private void removeOrders(Set<String> done) throws InterruptedException {
        Map<TopicPartition, Long> begun =
                topics.beginSegments(List.of(ErasureTopic.partition().topic()));
        ErasureTopic.Content now = topic.read();
        if (!done.containsAll(now.orders().keySet())) {
            throw new StackFailure("another request came meanwhile: it is done first");
        }
        topic.sendDigests(now.digests(), clock.instant());
        topics.removeBefore(begun);
    }

    /**
     * A request by event becomes an order, once: its id is the event's. It is about the person of the event's most telling identifier. The
     * others are that person's if they were joined; the device of a store, or the cookie of whoever sits there otherwise, is not.
     */
    private void takeInEvents(TrinoClient trino) throws InterruptedException {
        List<List<@Nullable Object>> rows = trino.query("""
                select event_id, owner
                from lake.raw.customers
                where event_name = 'erasure_requested'
                    and owner is not null
                    and event_id not in (select request_id from lake.core.erasure_log)
                order by event_time""");
        ErasureLog log = new ErasureLog(trino, clock);
        for (List<@Nullable Object> row : rows) {
            String id = String.valueOf(row.get(0));
            if (hasAllBeforeCome(id)) {
                Identifier owner = Identifier.parse(String.valueOf(row.get(1)));
                ErasureRequest request =
                        new ErasureRequest(id, clock.instant(), new Persons(trino).withThoseJoined(List.of(owner)));
                topic.send(request, ErasureRequest.ERASE);
                log.requested(request, "event erasure_requested");
                waiting.remove(id);
            }
        }
    }

    /** What was sent before the request counts, as with the command: once the jobs have read it, and a look later have committed it. */
    private boolean hasAllBeforeCome(String request) throws InterruptedException {
        Map<TopicPartition, Long> ends = waiting.get(request);
        if (ends == null) {
            ends = topics.ends(TopicTruncation.topics());
        }
        if (ends.isEmpty()) {
            return true;
        }
        Map<String, Long> behind = new TreeMap<>(topics.behind(ends));
        behind.keySet().retainAll(LineWait.TOPICS_BY_JOB.keySet());
        if (!behind.isEmpty()) {
            LOG.info("the request {} waits until the jobs have read what came before it: {}", request, behind);
        }
        waiting.put(request, behind.isEmpty() ? Map.of() : ends);
        return false;
    }
}

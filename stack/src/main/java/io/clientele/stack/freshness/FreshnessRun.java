package io.clientele.stack.freshness;

import io.clientele.connectors.kafka.WireFormat;
import io.clientele.schemas.EventContract;
import io.clientele.stack.StackFailure;
import io.clientele.stack.imports.EventBuilder;
import io.clientele.stack.imports.EventIds;
import io.clientele.stack.imports.EventProducer;
import io.clientele.stack.imports.KafkaPositions;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.LineClock;
import io.clientele.stack.imports.Progress;
import io.clientele.stack.imports.SchemaIds;
import io.clientele.stack.imports.TrinoAnswers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;

/**
 * Sends probe events at a steady rate and asks Trino again and again how many of them each probe customer's live profile
 * shows. The event times go on from where the line's clock stands, as far as the run is long, so that business days do
 * not move for a measurement.
 */
final class FreshnessRun {
    static final String SOURCE = "freshness-probe";

    private static final int CUSTOMERS = 200;
    private static final EventContract CLICKSTREAM = EventContract.of("clickstream");
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);
    private static final Duration LAST_ONES = Duration.ofSeconds(60);

    private static final String QUESTION = "select customer_id, event_count from lake.core.customer_profiles_live"
            + " where customer_id like '" + SOURCE + "-%'";

    private final Line line;
    private final Clock clock;
    private final Progress progress;

    FreshnessRun(Line line, Clock clock, Progress progress) {
        this.line = line;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @param what what the progress says this is for
     * @return the probes; some may be missing if the line did not show them within a minute
     * @throws StackFailure if a part of the line does not answer
     */
    Probes measure(String what, int perSecond, Duration duration) throws InterruptedException {
        try (TrinoAnswers trino = TrinoAnswers.at(line.trino());
                KafkaPositions kafka = new KafkaPositions(line.kafka())) {
            List<TopicPartition> partitions = kafka.eventPartitions();
            long[] countsBefore = new long[CUSTOMERS];
            ask(trino, (customer, count) -> countsBefore[customer] = count);
            int total = Math.toIntExact(perSecond * duration.toMillis() / 1000);
            Probes probes = new Probes(total, perSecond, countsBefore);
            Instant firstEventTime = LineClock.standing(trino, line.zone()).orElseGet(clock::instant);
            int schemaId = SchemaIds.of(line, CLICKSTREAM);
            progress.begin(what);
            try (EventProducer producer = new EventProducer(line.kafka(), partitions)) {
                long start = System.nanoTime();
                CompletableFuture<Void> sending =
                        CompletableFuture.runAsync(() -> send(probes, producer, schemaId, firstEventTime, start));
                watch(probes, trino, sending, start);
                sending.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof StackFailure failure
                        ? failure
                        : new StackFailure("the probes could not be sent: " + e.getCause(), e);
            }
            progress.end();
            return probes;
        }
    }

    private void send(Probes probes, EventProducer producer, int schemaId, Instant firstEventTime, long start) {
        String run = clock.instant().toString();
        for (int probe = 0; probe < probes.total(); probe++) {
            long due = probes.dueNanos(probe);
            long wait = start + due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
            String customer = name(probes.customerOf(probe));
            byte[] event = WireFormat.encode(
                    schemaId,
                    EventBuilder.event(
                                    CLICKSTREAM,
                                    "page_viewed",
                                    EventIds.of(SOURCE, run, Integer.toString(probe)),
                                    firstEventTime.plusNanos(due),
                                    SOURCE,
                                    "web")
                            .set("customer_id", customer)
                            .set("page_url", "https://shop.example/")
                            .build());
            producer.send(CLICKSTREAM.topic(), customer.getBytes(StandardCharsets.UTF_8), event);
        }
        producer.flush();
    }

    private void watch(Probes probes, TrinoAnswers trino, CompletableFuture<Void> sending, long start)
            throws InterruptedException {
        long giveUp = probes.dueNanos(probes.total()) + LAST_ONES.toNanos();
        while (probes.missing() > 0 && !sending.isCompletedExceptionally()) {
            // The answer counts from when it is there, query time included: that is when a reader sees it.
            ask(trino, (customer, count) -> probes.seen(customer, count, System.nanoTime() - start));
            if (System.nanoTime() - start > giveUp) {
                return;
            }
            int visible = probes.total() - probes.missing();
            progress.show(visible, probes.total(), visible, "probes visible");
            TimeUnit.MILLISECONDS.sleep(BETWEEN_QUESTIONS.toMillis());
        }
    }

    /** Takes the number of events of a probe customer. */
    @FunctionalInterface
    private interface CountVisitor {
        void visit(int customer, long eventCount);
    }

    private static void ask(TrinoAnswers trino, CountVisitor visitor) {
        trino.query(QUESTION, row -> {
            int customer = Integer.parseInt(row.getString(1).substring(SOURCE.length() + 1));
            if (customer < CUSTOMERS) {
                visitor.visit(customer, row.getLong(2));
            }
        });
    }

    private static String name(int customer) {
        return SOURCE + "-" + customer;
    }
}

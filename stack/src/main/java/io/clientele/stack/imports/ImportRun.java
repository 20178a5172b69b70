package io.clientele.stack.imports;

import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One import from the file to Kafka. Events go out in the order of their times, between an opening heartbeat at the first
 * of them and a closing one at the as-of date, with heartbeats on the way: so no partition's clock runs ahead of the
 * others, and the clock of the line ends exactly at the as-of date.
 */
public final class ImportRun {
    private static final long SORT_MEMORY_BYTES = 32 << 20;
    private static final int FILES_MERGED = 32;
    private static final long EVENTS_PER_HEARTBEAT = 20_000;
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(2);

    /** The sources read and commit their positions at checkpoints, some seconds apart. */
    private static final Duration SETTLE_AT_MOST = Duration.ofSeconds(20);

    /** Clocks differ a little, and a business day somewhere has begun already. */
    private static final Duration FUTURE_TOLERANCE = Duration.ofDays(1);

    private final Line line;
    private final Path folder;
    private final Clock clock;
    private final Progress progress;

    /**
     * @param folder for temporary files and refused rows
     * @param clock only to refuse dates in the future
     */
    public ImportRun(Line line, Path folder, Clock clock, Progress progress) {
        this.line = line;
        this.folder = folder;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * What to import.
     *
     * @param asOf what is at or after its first instant is not sent; null for the day after the last event
     * @param zone of dates and times without one
     * @param currency of amounts without one
     */
    public record Request(
            ImportFormat format, Path file, @Nullable LocalDate asOf, ZoneId zone, String currency) {}

    /**
     * What was done.
     *
     * @param sent events that Kafka acknowledged
     * @param afterAsOf valid events that are not before the as-of date
     * @param hasOrders whether an order or a refund was sent
     * @param asOf the business date that the line's clock stands at; null if nothing was sent and none was asked for
     */
    public record Outcome(
            ImportReport report,
            long sent,
            long afterAsOf,
            boolean hasOrders,
            @Nullable LocalDate asOf,
            Duration took) {}

    /**
     * Reads, sorts and sends.
     *
     * @param around what is put between the file and the sorter, to add events of its own
     * @throws StackFailure if it cannot be done, in words for the person who asked
     */
    public Outcome run(Request request, UnaryOperator<EventSink> around) throws InterruptedException {
        long start = System.nanoTime();
        checkAsOf(request.asOf());
        try (SpillFolder work = SpillFolder.in(folder);
                TextLines lines = TextLines.open(TarFile.mainFile(request.format(), request.file(), work.path()));
                KafkaPositions kafka = new KafkaPositions(line.kafka())) {
            List<TopicPartition> partitions = kafka.eventPartitions();
            Supplier<ExternalSort> sorts = () -> new ExternalSort(work.path(), SORT_MEMORY_BYTES, FILES_MERGED);
            try (ImportReport report = new ImportReport(refusedFile(request.file()));
                    SortedEvents events = new SortedEvents(
                            sorts.get(),
                            SchemaIds.of(line, EventContract.events()),
                            new EventRules(line.currency()),
                            limits(request.asOf()))) {
                progress.begin("reading");
                report.watch(() -> progress.show(lines.bytesRead(), lines.size(), report.rowsRead(), "rows"));
                request.format()
                        .reader(request.zone(), request.currency(), sorts)
                        .read(lines, around.apply(events), report);
                LocalDate asOf = asOf(request.asOf(), events);
                if (asOf != null) {
                    try (EventProducer producer = new EventProducer(line.kafka(), partitions)) {
                        send(events, asOf, producer, new LineWait(line, kafka, progress));
                    }
                }
                progress.end();
                return new Outcome(
                        report,
                        events.count(),
                        events.afterAsOf(),
                        events.hasOrders(),
                        asOf,
                        Duration.ofNanos(System.nanoTime() - start));
            }
        } catch (UncheckedIOException e) {
            throw noRoom(e.getCause());
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    private StackFailure noRoom(@Nullable IOException e) {
        return new StackFailure(
                "temporary files in %s cannot be written or read: %s"
                        .formatted(folder, e == null ? "" : e.getMessage()),
                e == null ? new IOException() : e);
    }

    private Path refusedFile(Path file) {
        return folder.resolve(file.getFileName() + ImportReport.REFUSED_ROWS);
    }

    private void checkAsOf(@Nullable LocalDate asOf) {
        if (asOf != null && startOf(asOf).isAfter(latest())) {
            throw new StackFailure(
                    "--as-of %s is in the future: the line's clock would stand there, and all that comes be late"
                            .formatted(asOf));
        }
    }

    private Instant latest() {
        return clock.instant().plus(FUTURE_TOLERANCE);
    }

    private SortedEvents.Limits limits(@Nullable LocalDate asOf) {
        return new SortedEvents.Limits(asOf == null ? null : startOf(asOf), latest(), line.maxEventBytes());
    }

    private Instant startOf(LocalDate date) {
        return date.atStartOfDay(line.zone()).toInstant();
    }

    private @Nullable LocalDate asOf(@Nullable LocalDate asked, SortedEvents events) {
        if (asked != null || events.count() == 0) {
            return asked;
        }
        return events.last().atZone(line.zone()).toLocalDate().plusDays(1);
    }

    private void send(SortedEvents events, LocalDate asOf, EventProducer producer, LineWait wait)
            throws IOException, InterruptedException {
        if (events.count() > 0) {
            progress.begin("opening");
            producer.heartbeat(events.first());
            producer.flush();
            if (wait.isRunning() && !wait.untilRead(SETTLE_AT_MOST)) {
                progress.say("the jobs are still busy with what came before; sending all the same");
            }
            progress.begin("sending");
            SortedEvents.Cursor sorted = events.sorted();
            long sent = 0;
            long lastHeartbeat = System.nanoTime();
            for (SortedEvents.Encoded event = sorted.next(); event != null; event = sorted.next()) {
                if (sent % EVENTS_PER_HEARTBEAT == 0
                        || System.nanoTime() - lastHeartbeat > HEARTBEAT_INTERVAL.toNanos()) {
                    producer.heartbeat(SortedEvents.instant(event.eventTimeMicros()));
                    lastHeartbeat = System.nanoTime();
                }
                producer.send(event.topic(), event.key(), event.value());
                sent++;
                progress.show(sent, events.count(), sent, "events");
            }
            producer.flush();
        }
        producer.heartbeat(startOf(asOf));
        producer.flush();
    }
}

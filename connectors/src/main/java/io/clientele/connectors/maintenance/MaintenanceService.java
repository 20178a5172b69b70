package io.clientele.connectors.maintenance;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.schemas.tables.LakeTables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The maintenance as a process: a cycle every interval until it is told to stop (SIGTERM), or a single one with
 * {@code --once} for a cron job. Exit status: 0 stopped or done, 1 when a task of a single cycle failed, 2 for wrong options.
 */
public final class MaintenanceService {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_CHORES = Duration.ofSeconds(3);

    private final MaintenanceOptions options;
    private final Chore chore;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable TrinoClient trino;

    private MaintenanceService(MaintenanceOptions options, Chore chore) {
        this.options = options;
        this.chore = chore;
    }

    /** Runs; {@link MaintenanceOptions#USAGE} says with what. */
    public static void main(String[] args) throws InterruptedException {
        run(args, Chore.NONE);
    }

    /** Runs with something to do between the cycles; not with {@code --once}. */
    public static void run(String[] args, Chore chore) throws InterruptedException {
        MaintenanceOptions options;
        try {
            options = MaintenanceOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + System.lineSeparator() + MaintenanceOptions.USAGE);
            System.exit(2);
            return;
        }
        MaintenanceService service = new MaintenanceService(options, chore);
        if (options.isOnce()) {
            System.exit(service.cycle() ? 0 : 1);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(service::stop, "stop-maintenance"));
        service.loop();
    }

    private void loop() throws InterruptedException {
        try {
            Duration interval = options.settings().interval();
            LOG.info("maintenance every {} s", interval.toSeconds());
            takeTurns(interval, this::cycle, chore, stopping);
        } finally {
            stopped.countDown();
        }
    }

    /**
     * A cycle every interval, and the chore every few seconds in between: at least once after each cycle, however long cycles take.
     *
     * @param stopping ends it when it has reached zero
     */
    static void takeTurns(Duration interval, Runnable cycle, Chore chore, CountDownLatch stopping)
            throws InterruptedException {
        boolean isStopping = false;
        while (!isStopping) {
            long begun = System.nanoTime();
            cycle.run();
            long rest;
            do {
                chore.run();
                rest = interval.toNanos() - (System.nanoTime() - begun);
                isStopping = stopping.await(Math.min(rest, BETWEEN_CHORES.toNanos()), TimeUnit.NANOSECONDS);
            } while (!isStopping && rest > 0);
        }
    }

    private final Instant begun = Instant.now();
    private @Nullable MaintenanceRunner runner;

    /** One cycle; with a new connection when the last one failed, since Trino may have been restarted. */
    private boolean cycle() {
        try {
            TrinoClient client = trino;
            if (client == null) {
                client = TrinoClient.connect(options.jdbcUrl(), "maintenance");
                trino = client;
            }
            MaintenanceRunner current = runner;
            if (current == null) {
                current = new MaintenanceRunner(
                        client,
                        options.settings(),
                        Clock.systemUTC(),
                        options.isOnce() ? Instant.EPOCH : begun,
                        LakeTables.all(),
                        LakeTables.liveTables());
                runner = current;
            }
            return current.runCycle(() -> stopping.getCount() == 0);
        } catch (TrinoFailure failure) {
            LOG.warn("the cycle was broken off, the next one tries again: {}", failure.getMessage());
            disconnect();
            return false;
        }
    }

    private void disconnect() {
        runner = null;
        TrinoClient client = trino;
        trino = null;
        if (client != null) {
            client.close();
        }
    }

    private void stop() {
        stopping.countDown();
        TrinoClient client = trino;
        try {
            if (client != null) {
                client.cancel();
            }
            if (!stopped.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the running statement did not end in {} s", PATIENCE.toSeconds());
            }
        } catch (TrinoFailure failure) {
            LOG.warn("stopping without waiting: {}", failure.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.clientele.stack.faults;

import static io.clientele.stack.LineAssertions.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.stack.RunningStack;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/** Faults of the transactions in which jobs write to Kafka. */
final class TransactionFaults {
    private static final Duration UNTIL_SAID = Duration.ofSeconds(45);
    private static final String PREFIX = "clientele-profile-segment-changes-";
    /** A data file of the scores; its first number is the subtask that writes it, which also writes segment changes. */
    private static final Pattern SCORES = Pattern.compile("/customer_scores_changes/.*/0000([01])-[^/]*\\.parquet");

    private TransactionFaults() {}

    /**
     * Row 12: while one of two writers of the job is kept from its checkpoint, the broker aborts the transaction of the other, which is
     * complete and waits for its commit, as it does when the timeout runs out. The job says so and does not go on; when the loss is accepted it does.
     */
    static Instant timesOut(Rig rig) throws IOException, InterruptedException {
        RunningStack stack = rig.stack();
        int attempt = 0;
        do {
            assertThat(++attempt).as("attempts to meet a complete transaction").isLessThanOrEqualTo(8);
            abortOne(rig);
        } while (!isLossSaid(stack));

        succeeds(stack.run("down"));
        Instant accepted = Instant.now();
        try {
            succeeds(stack.run("up", "--set", "kafka.lost-transactions=accept"));
        } finally {
            // for the next start; the jobs that run keep theirs
            succeeds(stack.run("up", "--set", "kafka.lost-transactions=fail"));
        }
        return accepted;
    }

    private static void abortOne(Rig rig) throws InterruptedException {
        AtomicBoolean isAborted = new AtomicBoolean();
        while (!isAborted.get()) {
            rig.proxies()
                    .store()
                    .on(
                            request -> request.method().equals("PUT")
                                    && SCORES.matcher(request.target()).find(),
                            (request, upstream) -> {
                                Matcher file = SCORES.matcher(request.target());
                                if (file.find()) {
                                    isAborted.set(abort(rig, 1 - Integer.parseInt(file.group(1))));
                                }
                                return upstream.send(request);
                            })
                    .awaitSprung(Rig.PATIENCE);
            rig.runFor(Duration.ofSeconds(4));
        }
    }

    /** Not if its writer had not come to the barrier: then the job writes the transaction again, and nothing is lost. */
    private static boolean isLossSaid(RunningStack stack) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + UNTIL_SAID.toNanos();
        while (System.nanoTime() < deadline) {
            String said = exceptions(stack);
            if (said.contains("Kafka has aborted or forgotten transaction " + PREFIX)) {
                assertThat(said).contains("kafka.lost-transactions=accept");
                return true;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        return false;
    }

    /** Aborts the open transaction of a subtask, once it has come to its barrier; false if it has none. */
    private static boolean abort(Rig rig, int subtask) throws InterruptedException {
        rig.runFor(Duration.ofSeconds(2));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", rig.stack().bootstrapServers()))) {
            List<String> open = admin
                    .listTransactions(new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING)))
                    .all()
                    .get()
                    .stream()
                    .map(TransactionListing::transactionalId)
                    .filter(id -> id.startsWith(PREFIX + subtask + "-"))
                    .toList();
            System.out.println("aborting " + open);
            admin.fenceProducers(open).all().get();
            return !open.isEmpty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot abort the transaction", e);
        }
    }

    /** What Flink shows of the failures of the profile job. */
    private static String exceptions(RunningStack stack) throws IOException, InterruptedException {
        String jobs = get(stack, "/jobs/overview");
        Matcher job = Pattern.compile("\"jid\":\"([0-9a-f]+)\",\"name\":\"clientele-profile\"")
                .matcher(jobs);
        assertThat(job.find()).as(jobs).isTrue();
        return get(stack, "/jobs/" + job.group(1) + "/exceptions");
    }

    private static String get(RunningStack stack, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(stack.flink().resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }
}

package io.clientele.bench.throughput;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** How far a consumer group has committed: an engine commits its offsets with the checkpoint or transaction that covers them. */
public final class CommittedOffsets {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Set<String> TOPICS = Set.of(Workload.CLICKSTREAM, Workload.ORDERS);

    private CommittedOffsets() {}

    /**
     * Waits until the group has committed all events.
     *
     * @param check asked in between; throws if the engine has failed
     */
    public static void await(Workload workload, String group, Meter meter, Callable<?> check) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", workload.bootstrapServers()))) {
            while (!meter.hasReached(committed(admin, group))) {
                check.call();
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        }
    }

    private static long committed(Admin admin, String group) throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(entry -> TOPICS.contains(entry.getKey().topic()) && entry.getValue() != null)
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        } catch (ExecutionException unknownGroupYet) {
            return 0;
        }
    }
}

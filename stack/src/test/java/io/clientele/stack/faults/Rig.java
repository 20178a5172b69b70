package io.clientele.stack.faults;

import static org.awaitility.Awaitility.await;

import io.clientele.stack.RunningStack;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** What a fault is made with: the processes of the stack, the proxies, the load, and a random number of its own. */
record Rig(RunningStack stack, FaultProxies proxies, Load load, Commits commits, Random random) {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    /** The same with other random numbers. */
    Rig with(Random other) {
        return new Rig(stack, proxies, load, commits, other);
    }

    /** Ends a process at once, as the system does when memory is short. */
    void kill(String part) throws IOException {
        ProcessHandle.of(stack.processOf(part)).orElseThrow().destroyForcibly();
    }

    /** The same, and waits until the supervisor has started another. */
    void killAndAwaitAnother(String part) throws IOException {
        long victim = stack.processOf(part);
        kill(part);
        awaitAnother(part, victim);
    }

    void awaitAnother(String part, long than) {
        await("another " + part)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> stack.processOf(part) != than);
    }

    /** Lets the line run for a while; it is what a fault at a random time needs. */
    void runFor(Duration time) {
        Instant end = Instant.now().plus(time);
        await().atMost(time.plusSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Instant.now().isAfter(end));
    }

    /** Up to so many milliseconds. */
    Duration atRandom(int millis) {
        return Duration.ofMillis(random.nextInt(millis));
    }
}

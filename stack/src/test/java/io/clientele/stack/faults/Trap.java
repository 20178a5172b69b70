package io.clientele.stack.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Faults that wait for requests of a kind: the first such request meets the first fault, and so on. */
final class Trap {
    private final Predicate<HttpMessage> which;
    private final Deque<Fault> faults;
    private final CountDownLatch sprung;

    Trap(Predicate<HttpMessage> which, List<Fault> faults) {
        this.which = which;
        this.faults = new ArrayDeque<>(faults);
        this.sprung = new CountDownLatch(faults.size());
    }

    /** Takes the fault that a request meets; null if it meets none. */
    synchronized @Nullable Fault take(HttpMessage request) {
        if (faults.isEmpty() || !which.test(request)) {
            return null;
        }
        sprung.countDown();
        return faults.remove();
    }

    /** Faults that no request has met yet. */
    synchronized int left() {
        return faults.size();
    }

    /** Waits until every fault has met its request. */
    void awaitSprung(Duration patience) throws InterruptedException {
        if (!sprung.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("within %s %d faults met no request".formatted(patience, left()));
        }
    }
}

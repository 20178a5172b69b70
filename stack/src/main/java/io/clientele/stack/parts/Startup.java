package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One start of the stack: every part as soon as those that it needs are usable, until all are, or the first fails. */
final class Startup {

    /** Seconds suffice; a machine that is busy with other things takes minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(300);

    private final EmbeddedStack stack;
    private final List<Part> missing;
    private final Starts starts;
    private final Consumer<String> progress;
    private final AtomicBoolean isGivenUp = new AtomicBoolean();

    Startup(EmbeddedStack stack, List<Part> missing, Starts starts, Consumer<String> progress) {
        this.stack = stack;
        this.missing = missing;
        this.starts = starts;
        this.progress = progress;
    }

    void run() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(stack.parts().size());
        Map<String, CompletableFuture<Void>> usable = new HashMap<>();
        for (Part part : stack.parts()) {
            CompletableFuture<?>[] needed =
                    part.needs().stream().map(usable::get).toArray(CompletableFuture<?>[]::new);
            usable.put(part.name(), CompletableFuture.allOf(needed).thenRunAsync(() -> bring(part), threads));
        }
        try {
            CompletableFuture.allOf(usable.values().toArray(CompletableFuture<?>[]::new))
                    .join();
            if (starts.isOver()) {
                throw new StackFailure("interrupted while starting");
            }
        } catch (CompletionException e) {
            if (e.getCause() instanceof StackFailure failure) {
                throw failure;
            }
            throw e;
        } finally {
            threads.shutdown();
            threads.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private void bring(Part part) {
        try {
            long begin = System.nanoTime();
            boolean isStarting = missing.contains(part);
            if (isStarting && !isGivenUp() && !starts.start(part.name(), part.prepare())) {
                return;
            }
            if (awaitUsable(part) && isStarting) {
                progress.accept(
                        String.format("%-22s usable after %.1f s", part.title(), (System.nanoTime() - begin) / 1e9));
            }
        } catch (IOException e) {
            isGivenUp.set(true);
            throw new StackFailure(part.title() + " cannot be started: " + e.getMessage(), e);
        } catch (StackFailure e) {
            isGivenUp.set(true);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted while starting " + part.title(), e);
        }
    }

    private boolean isGivenUp() {
        return isGivenUp.get() || starts.isOver();
    }

    /** False if another part failed meanwhile, or the start was interrupted. */
    private boolean awaitUsable(Part part) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Health health = Health.unusable("not asked yet");
        while (!isGivenUp()) {
            Optional<ChildProcess> process = ChildProcess.find(stack.home(), part.name());
            if (process.isEmpty() && !isGivenUp()) {
                throw failure(part, "ended while starting");
            }
            health = part.health();
            if (health.isUsable()) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                throw failure(part, "is not usable after " + PATIENCE.toSeconds() + " s (" + health.detail() + ")");
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_QUESTIONS.toMillis());
        }
        return false;
    }

    private StackFailure failure(Part part, String what) {
        return new StackFailure(
                part.title() + " " + what + "; the end of " + stack.home().log(part.name()) + ":",
                LogTail.ofPart(stack.home(), part.name(), 15));
    }
}

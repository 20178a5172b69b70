package io.clientele.stack.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What becomes of a request on its way. */
@FunctionalInterface
interface Fault {

    /** Returns what the client gets; null cuts its connection. */
    @Nullable
    HttpMessage answer(HttpMessage request, Upstream upstream) throws IOException, InterruptedException;

    /** The server never sees it. */
    static Fault requestLost() {
        return (request, upstream) -> null;
    }

    /** The server does what is asked, and the client never learns. */
    static Fault replyLost() {
        return (request, upstream) -> {
            upstream.send(request);
            return null;
        };
    }

    /** It waits at a gate and goes on then, also when the client has long gone. */
    static Fault heldUntil(CountDownLatch gate) {
        return (request, upstream) -> {
            gate.await();
            return upstream.send(request);
        };
    }

    /** The server does what is asked; the answer waits at a gate. */
    static Fault replyHeldUntil(CountDownLatch gate) {
        return (request, upstream) -> {
            HttpMessage answer = upstream.send(request);
            gate.await();
            return answer;
        };
    }

    /** Something is done before it goes on. */
    static Fault after(Runnable before) {
        return (request, upstream) -> {
            before.run();
            return upstream.send(request);
        };
    }

    /** An error instead of the answer, as a catalog says it. */
    static Fault status(int status, boolean isApplied, String... headers) {
        return (request, upstream) -> {
            if (isApplied) {
                upstream.send(request);
            }
            return HttpMessage.answer(
                    status,
                    "application/json",
                    "{\"error\":{\"message\":\"fault\",\"type\":\"ServiceFailureException\",\"code\":" + status + "}}",
                    headers);
        };
    }

    /** An error instead of the answer, as an object store says it; nothing is stored. */
    static Fault storeError(int status, String code) {
        return (request, upstream) -> HttpMessage.answer(
                status, "application/xml", "<Error><Code>" + code + "</Code><Message>fault</Message></Error>");
    }

    /** The server gets half of it, and both sides are cut off. */
    static Fault truncated() {
        return (request, upstream) -> {
            upstream.sendHalf(request);
            return null;
        };
    }

    /** It arrives late. */
    static Fault slow(Duration delay) {
        CountDownLatch never = new CountDownLatch(1);
        return (request, upstream) -> {
            boolean isOpened = never.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            return isOpened ? null : upstream.send(request);
        };
    }
}

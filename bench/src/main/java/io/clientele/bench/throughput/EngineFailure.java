package io.clientele.bench.throughput;

/** An engine that did not come to the end of its workload. */
final class EngineFailure extends RuntimeException {

    EngineFailure(String message) {
        super(message);
    }
}

package io.clientele.connectors.kafka;

import org.jspecify.annotations.Nullable;

/**
 * The schema registry does not answer, or not as a registry does. Nothing can be said about the records that need it, so the job
 * fails and starts again when the registry is back; no record is judged by this.
 */
public final class RegistryFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistryFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

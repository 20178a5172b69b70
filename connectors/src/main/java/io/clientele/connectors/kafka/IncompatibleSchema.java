package io.clientele.connectors.kafka;

/** The registry refuses a new version of a contract: it could not read what was written before. */
public final class IncompatibleSchema extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncompatibleSchema(String message) {
        super(message);
    }
}

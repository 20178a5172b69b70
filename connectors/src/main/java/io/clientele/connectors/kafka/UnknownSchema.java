package io.clientele.connectors.kafka;

/** The registry answered, and has no Avro schema of this id. */
public final class UnknownSchema extends Exception {
    private static final long serialVersionUID = 1L;

    public UnknownSchema(String message) {
        super(message);
    }
}

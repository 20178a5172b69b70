package io.clientele.connectors.iceberg;

/** A deployed table differs from its definition in a way that cannot be brought about without rewriting data. */
public final class IncompatibleTable extends RuntimeException {
    IncompatibleTable(String message) {
        super(message);
    }
}

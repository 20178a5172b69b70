package io.clientele.connectors.trino;

/** A statement that Trino refused or could not finish, with Trino's words. */
public final class TrinoFailure extends RuntimeException {
    TrinoFailure(String message) {
        super(message);
    }

    public TrinoFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

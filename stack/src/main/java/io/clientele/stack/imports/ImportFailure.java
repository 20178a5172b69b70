package io.clientele.stack.imports;

/**
 * The import as a whole cannot go on. The message is one line for the person at the terminal: what happened and the way
 * out.
 */
public final class ImportFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImportFailure(String message) {
        super(message);
    }

    public ImportFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

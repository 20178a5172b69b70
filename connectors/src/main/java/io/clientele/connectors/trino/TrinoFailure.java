package io.clientele.connectors.trino;

import java.sql.SQLException;

/** A statement that Trino refused or could not finish, with Trino's words. */
public final class TrinoFailure extends RuntimeException {
    private static final int SCHEMA_NOT_FOUND = 45;
    private static final int TABLE_NOT_FOUND = 46;

    TrinoFailure(String message) {
        super(message);
    }

    public TrinoFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether it named a table or schema that is not there. */
    public boolean isOfMissingTable() {
        return getCause() instanceof SQLException refused
                && (refused.getErrorCode() == SCHEMA_NOT_FOUND || refused.getErrorCode() == TABLE_NOT_FOUND);
    }
}

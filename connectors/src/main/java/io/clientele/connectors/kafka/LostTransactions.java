package io.clientele.connectors.kafka;

import java.util.Locale;

/** What a sink does about a transaction that Kafka has given up before it was committed. */
public enum LostTransactions {
    /** The job fails, again after each restart, until somebody has decided. */
    FAIL,
    /** The records of the transaction are missing on the topic; the log says which, and the job goes on. */
    ACCEPT;

    /**
     * Of a setting's text.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static LostTransactions parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}

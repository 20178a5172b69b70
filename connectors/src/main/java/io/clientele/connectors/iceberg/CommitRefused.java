package io.clientele.connectors.iceberg;

/** The state of a writer and its table do not belong together; a commit would double or lose rows. */
public final class CommitRefused extends RuntimeException {
    CommitRefused(String message) {
        super(message);
    }
}

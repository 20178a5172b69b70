package io.clientele.connectors.kafka;

/** A record that cannot be read, and why: it becomes a dead letter. */
public final class UndecodableEvent extends Exception {
    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;

    public UndecodableEvent(RejectionReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    UndecodableEvent(RejectionReason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public RejectionReason reason() {
        return reason;
    }

    /** What is wrong, in words. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}

package io.clientele.stack;

import java.util.List;

/** Something that the user can act on: one line that names what is wrong and the way out, and perhaps lines of evidence. */
public final class StackFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> evidence;

    public StackFailure(String message) {
        this(message, List.of());
    }

    /**
     * @param message one line
     * @param evidence lines shown below it, the end of a log for example
     */
    public StackFailure(String message, List<String> evidence) {
        super(message);
        this.evidence = List.copyOf(evidence);
    }

    public StackFailure(String message, Throwable cause) {
        super(message, cause);
        this.evidence = List.of();
    }

    /** Lines to show below the message; may be empty. */
    public List<String> evidence() {
        return evidence;
    }
}

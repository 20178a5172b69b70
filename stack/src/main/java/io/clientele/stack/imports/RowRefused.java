package io.clientele.stack.imports;

/** A row cannot become an event: it is reported with its reason and its line, and the import goes on. */
public final class RowRefused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    /**
     * @param reason the kind of refusal, snake_case; refusals are counted by it
     * @param detail what is wrong with this row, naming the field
     */
    RowRefused(String reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}

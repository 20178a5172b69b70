package io.clientele.stack.identity;

/** What a person may decide about two identifiers. */
enum Decision {
    /** They are one person's, whatever the limits say. */
    MERGE("merge", "merged"),
    /** They are not. */
    UNMERGE("unmerge", "unmerged");

    private final String assertion;
    private final String change;

    Decision(String assertion, String change) {
        this.assertion = assertion;
        this.change = change;
    }

    /** Its name in {@code identity_asserted} events. */
    String assertion() {
        return assertion;
    }

    /** What {@code core.identity_changes} says once it is in force. */
    String change() {
        return change;
    }
}

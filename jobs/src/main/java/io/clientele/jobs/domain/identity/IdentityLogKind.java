package io.clientele.jobs.domain.identity;

import java.util.Locale;

/** What happened to an identifier or a pair of them. */
public enum IdentityLogKind {
    /** An identifier was named for the first time. */
    CREATED,
    /** A link is in force: the first time, or again after a refusal. */
    LINKED,
    /** An explicit merge is in force. */
    MERGED,
    /** An explicit unmerge is in force. */
    UNMERGED,
    /** A link or a merge is refused, from the start or after it had been in force. */
    REFUSED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The name in events and tables. */
    public String text() {
        return text;
    }
}

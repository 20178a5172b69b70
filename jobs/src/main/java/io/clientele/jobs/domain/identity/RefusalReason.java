package io.clientele.jobs.domain.identity;

import java.util.Locale;

/** Why a link or a merge joins nothing. */
public enum RefusalReason {
    /** One of the linked identifiers is shared by too many customers. */
    SHARED,
    /** The link would bring two identifiers together that were explicitly unmerged. */
    UNMERGED,
    /** The link would give one person too many customer numbers. */
    CUSTOMER_LIMIT,
    /** The link would give one person too many identifiers of another type. */
    TYPE_LIMIT,
    /** The merge, together with others, would bring two other identifiers together that were explicitly unmerged. */
    CONTRADICTED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The name in events and tables. */
    public String text() {
        return text;
    }
}

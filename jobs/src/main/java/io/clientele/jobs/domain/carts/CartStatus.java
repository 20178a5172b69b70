package io.clientele.jobs.domain.carts;

import java.util.Locale;

/** What has become of a cart. */
public enum CartStatus {
    /** Somebody may still order it. */
    OPEN,
    /** Nobody touched it for too long. */
    ABANDONED,
    /** It was ordered, and was not abandoned before. */
    ORDERED,
    /** It was ordered after it had been abandoned. */
    RECOVERED;

    /** The status as tables have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

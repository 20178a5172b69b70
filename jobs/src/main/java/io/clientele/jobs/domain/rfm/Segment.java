package io.clientele.jobs.domain.rfm;

import java.util.Locale;

/** The segments over the 25 cells of recency and frequency score; each cell belongs to exactly one. */
public enum Segment {
    CHAMPIONS,
    LOYAL_CUSTOMERS,
    POTENTIAL_LOYALISTS,
    NEW_CUSTOMERS,
    PROMISING,
    NEED_ATTENTION,
    ABOUT_TO_SLEEP,
    CANT_LOSE_THEM,
    AT_RISK,
    HIBERNATING,
    /** A person without an order. */
    PROSPECT;

    /** The segment of a recency and a frequency score, both 1–5. */
    public static Segment of(int recency, int frequency) {
        return switch (recency) {
            case 5 -> frequency >= 4 ? CHAMPIONS : frequency >= 2 ? POTENTIAL_LOYALISTS : NEW_CUSTOMERS;
            case 4 -> frequency >= 4 ? LOYAL_CUSTOMERS : frequency >= 2 ? POTENTIAL_LOYALISTS : PROMISING;
            case 3 -> frequency >= 4 ? LOYAL_CUSTOMERS : frequency == 3 ? NEED_ATTENTION : ABOUT_TO_SLEEP;
            case 1, 2 -> frequency == 5 ? CANT_LOSE_THEM : frequency >= 3 ? AT_RISK : HIBERNATING;
            default -> throw new IllegalArgumentException("recency score " + recency + " is not one of 1 to 5");
        };
    }

    /** The name in tables and events, such as {@code loyal_customers}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

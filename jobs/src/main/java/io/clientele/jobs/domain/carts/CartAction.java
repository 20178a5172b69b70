package io.clientele.jobs.domain.carts;

import org.jspecify.annotations.Nullable;

/** What an event does to a cart. */
public enum CartAction {
    /** Products were put in. */
    ADDED(true),
    /** Products were taken out. */
    REMOVED(false),
    /** All that is in it was shown. */
    SHOWN(true),
    /** Somebody was on the way to the till with it. */
    CHECKED_OUT(true),
    /** Somebody did something else with it. */
    TOUCHED(false);

    private final boolean isBeginning;

    CartAction(boolean isBeginning) {
        this.isBeginning = isBeginning;
    }

    /**
     * What a clickstream event does to its cart; null for what only carries the cart's number along, as a page that is seen.
     *
     * @param hasProducts whether it says what is in the cart
     */
    public static @Nullable CartAction of(String eventName, boolean hasProducts) {
        return switch (eventName) {
            case "product_added" -> ADDED;
            case "product_removed" -> REMOVED;
            case "cart_viewed" -> hasProducts ? SHOWN : TOUCHED;
            case "checkout_started" -> hasProducts ? SHOWN : CHECKED_OUT;
            case "checkout_step_completed", "payment_info_entered", "payment_failed" -> CHECKED_OUT;
            case "coupon_applied", "coupon_denied" -> TOUCHED;
            default -> null;
        };
    }

    /** Whether there is a cart from it on: looking at an empty one makes none. */
    boolean isBeginning() {
        return isBeginning;
    }
}

package io.clientele.jobs.domain.sessions;

/** What an event of a visit counts as. */
public enum Action {
    /** A page or screen was seen. */
    VIEW(0, false),
    PRODUCT_VIEW(1, false),
    SEARCH(2, false),
    CART_ADDITION(3, true),
    CHECKOUT(4, true),
    /** Another event that engagement is told by. */
    KEY_EVENT(5, true),
    OTHER(6, false);

    private static final Action[] BY_CODE = values();

    private final byte code;
    private final boolean isKeyEvent;

    /** @param code the constant in state, which never changes: its place among the constants */
    Action(int code, boolean isKeyEvent) {
        this.code = (byte) code;
        this.isKeyEvent = isKeyEvent;
    }

    /** What an event name of the clickstream counts as. */
    public static Action of(String eventName) {
        return switch (eventName) {
            case "page_viewed", "screen_viewed" -> VIEW;
            case "product_viewed" -> PRODUCT_VIEW;
            case "products_searched" -> SEARCH;
            case "product_added" -> CART_ADDITION;
            case "checkout_started" -> CHECKOUT;
            case "wishlist_added", "payment_info_entered", "store_visited" -> KEY_EVENT;
            default -> OTHER;
        };
    }

    static Action ofCode(byte code) {
        return BY_CODE[code];
    }

    byte code() {
        return code;
    }

    /** Whether a session with such an event is an engaged one. */
    public boolean isKeyEvent() {
        return isKeyEvent;
    }
}

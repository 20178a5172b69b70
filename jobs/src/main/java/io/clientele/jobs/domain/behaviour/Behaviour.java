package io.clientele.jobs.domain.behaviour;

import java.util.Locale;
import java.util.Optional;

/** What clickstream events count as in a profile. */
public enum Behaviour {
    PAGE_VIEW,
    PRODUCT_VIEW,
    SEARCH,
    CART,
    CHECKOUT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The behaviour of an event name; empty for names that are not counted by themselves. */
    public static Optional<Behaviour> of(String eventName) {
        return switch (eventName) {
            case "page_viewed", "screen_viewed" -> Optional.of(PAGE_VIEW);
            case "product_viewed" -> Optional.of(PRODUCT_VIEW);
            case "products_searched" -> Optional.of(SEARCH);
            case "product_added" -> Optional.of(CART);
            case "checkout_started" -> Optional.of(CHECKOUT);
            default -> Optional.empty();
        };
    }

    /** The name in tables, such as {@code page_view}. */
    public String label() {
        return label;
    }
}

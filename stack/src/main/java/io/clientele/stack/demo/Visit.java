package io.clientele.stack.demo;

import io.clientele.schemas.EventContract;
import io.clientele.stack.imports.EventBuilder;
import io.clientele.stack.imports.EventIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** One visit being made up: a clock that only goes forward, and the events so far. */
final class Visit {
    static final EventContract CONTRACT = EventContract.of("clickstream");
    static final String SOURCE = "simulated";

    private static final String SHOP = "https://shop.example";

    private final String id;
    private final Shopper shopper;
    private final Shopper.Origin origin;
    private final SplittableRandom random;
    private final List<GenericRecord> events = new ArrayList<>();
    private Instant now;
    private boolean isLoggedIn;
    private @Nullable String cartId;

    /**
     * A visit that begins.
     *
     * @param id names the visit, the same in every run
     * @param isLoggedIn whether the shop knows a customer from the first page on
     */
    Visit(String id, Shopper shopper, Instant start, boolean isLoggedIn) {
        this.id = id;
        this.shopper = shopper;
        this.random = Shopper.random("visit", id);
        this.origin = shopper.origin(random, start);
        this.now = start;
        this.isLoggedIn = isLoggedIn;
    }

    List<GenericRecord> events() {
        return events;
    }

    /** When it stands where it is. */
    Instant now() {
        return now;
    }

    /** The cart that something was put into; null for none. */
    @Nullable
    String cartId() {
        return cartId;
    }

    /** Goes on with a cart of before; null for none. */
    void takeUp(@Nullable String cart) {
        cartId = cart;
    }

    /** Whether something happens that happens in so many of a hundred cases. */
    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A whole number from {@code least} to {@code most}. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    void login() {
        isLoggedIn = true;
    }

    /** Lets time pass, up to the limit if there is one. */
    void pass(Duration span, @Nullable Instant limit) {
        Instant then = now.plus(span);
        now = limit != null && then.isAfter(limit) ? limit : then;
    }

    void page(String path) {
        add(event(shopper.channel().equals("app") ? "screen_viewed" : "page_viewed", path));
    }

    void search(GenericRecord product) {
        String name = String.valueOf(product.get("name"));
        int blank = name.indexOf(' ', Math.max(0, name.indexOf(' ') + 1));
        String query = (blank > 0 ? name.substring(0, blank) : name).toLowerCase(Locale.ROOT);
        add(event("products_searched", "/search").set("query", query));
    }

    void list(String category) {
        add(event("product_list_viewed", "/category").set("list_id", category));
    }

    void product(String eventName, GenericRecord product, @Nullable String currency) {
        if (eventName.equals("product_added") && cartId == null) {
            cartId = EventIds.of("cart", id);
        }
        add(event(eventName, "/product/" + product.get("product_id"))
                .set("currency", currency)
                .set("products", List.of(product)));
    }

    void cart() {
        add(event("cart_viewed", "/cart"));
    }

    void checkout(String eventName, String orderId, @Nullable String step, @Nullable String paymentMethod) {
        add(event(eventName, "/checkout")
                .set("order_id", orderId)
                .set("checkout_step", step)
                .set("payment_method", paymentMethod));
    }

    private EventBuilder event(String name, String path) {
        boolean isFirst = events.isEmpty();
        return EventBuilder.event(
                        CONTRACT,
                        name,
                        EventIds.of(SOURCE, id, Integer.toString(events.size())),
                        now,
                        SOURCE,
                        shopper.channel())
                .set("anonymous_id", shopper.anonymousId())
                .set("customer_id", isLoggedIn ? shopper.customerId() : null)
                .set("session_id", EventIds.of("session", id))
                .set("device_type", shopper.deviceType())
                .set("country", shopper.country())
                .set("locale", "en-GB")
                .set("timezone", "Europe/London")
                .set("page_url", SHOP + path)
                .set("referrer", isFirst ? origin.referrer() : null)
                .set("utm_source", isFirst ? origin.source() : null)
                .set("utm_medium", isFirst ? origin.medium() : null)
                .set("utm_campaign", isFirst ? origin.campaign() : null)
                .set("cart_id", cartId);
    }

    private void add(EventBuilder event) {
        events.add(event.build());
    }
}

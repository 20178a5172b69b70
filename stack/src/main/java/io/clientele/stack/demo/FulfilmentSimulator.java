package io.clientele.stack.demo;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Makes up when an order left the warehouse; a few are still there. A pure function of the order. The events say {@code source = 'simulated'}. */
final class FulfilmentSimulator {
    private static final long HOUR = 3600;

    /** Makes the fulfilment of an order, if there is one. */
    void of(Purchase purchase, Consumer<Contact.Event> events) {
        SplittableRandom random = Shopper.random("fulfilment", purchase.orderId());
        if (random.nextInt(1000) < 980) {
            Duration packed = Duration.ofSeconds(random.nextLong(4 * HOUR, 72 * HOUR));
            Contact parcel = new Contact(
                    "orders", "parcel", purchase, "web", purchase.placedAt().plus(packed));
            parcel.add("order_fulfilled").set("order_id", purchase.orderId());
            parcel.events().forEach(events);
        }
    }
}

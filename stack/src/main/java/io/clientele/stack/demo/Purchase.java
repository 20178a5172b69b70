package io.clientele.stack.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * An order of somebody the shop knows, as far as it gives rise to contacts.
 *
 * @param country ISO 3166-1 alpha-2, or null
 * @param productIds of its lines, in their order
 */
record Purchase(
        String orderId,
        String customerId,
        Instant placedAt,
        @Nullable String country,
        List<String> productIds) {
    Purchase {
        productIds = List.copyOf(productIds);
    }

    /** The purchase that an event of the topic {@code orders} is; empty for a guest's and for what is no placed order. */
    static Optional<Purchase> of(GenericRecord event) {
        List<String> products = new ArrayList<>();
        if (event.get("lines") instanceof List<?> lines) {
            for (Object line : lines) {
                products.add(String.valueOf(((GenericRecord) line).get("product_id")));
            }
        }
        Object customer = event.get("customer_id");
        if (!"order_placed".equals(String.valueOf(event.get("event_name"))) || customer == null || products.isEmpty()) {
            return Optional.empty();
        }
        Object country = event.get("country");
        return Optional.of(new Purchase(
                String.valueOf(event.get("order_id")),
                customer.toString(),
                Instant.EPOCH.plus((long) event.get("occurred_at"), ChronoUnit.MICROS),
                country == null ? null : country.toString(),
                products));
    }
}

package io.clientele.stack.imports;

import io.clientele.schemas.EventContract;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Makes the order events of one file format. */
final class OrderEvents {
    static final EventContract CONTRACT = EventContract.of("orders");

    private final String source;

    /** @param source the format's name; it becomes the events' source and part of their ids */
    OrderEvents(String source) {
        this.source = source;
    }

    /** One line of an order or refund. */
    record Line(String sku, @Nullable String name, BigDecimal price, int quantity, int position) {
        GenericRecord item() {
            return EventBuilder.item(CONTRACT, "lines")
                    .set("product_id", sku)
                    .set("sku", sku)
                    .set("name", name)
                    .set("price", price)
                    .set("quantity", quantity)
                    .set("position", position)
                    .build();
        }
    }

    /**
     * An order that was placed.
     *
     * @param customerId null for a guest
     * @param identity what makes the event the one it is, beside the format
     */
    GenericRecord placed(
            String orderId,
            @Nullable String customerId,
            Instant placedAt,
            BigDecimal grossAmount,
            Money money,
            @Nullable String country,
            List<Line> lines,
            String... identity) {
        return event("order_placed", customerId, placedAt, money, country, lines, identity)
                .set("order_id", orderId)
                .set("gross_amount", grossAmount)
                .build();
    }

    /** Money given back to a customer, for no order in particular. */
    GenericRecord refunded(
            String customerId,
            Instant refundedAt,
            BigDecimal refundAmount,
            Money money,
            @Nullable String country,
            List<Line> lines,
            String... identity) {
        return event("order_refunded", customerId, refundedAt, money, country, lines, identity)
                .set("refund_amount", refundAmount)
                .build();
    }

    /** Currency, and units of the reporting currency for one of it where it is another one. */
    record Money(String currency, @Nullable BigDecimal exchangeRate) {}

    private EventBuilder event(
            String name,
            @Nullable String customerId,
            Instant at,
            Money money,
            @Nullable String country,
            List<Line> lines,
            String... identity) {
        String[] parts = new String[identity.length + 2];
        parts[0] = source;
        parts[1] = name;
        System.arraycopy(identity, 0, parts, 2, identity.length);
        return EventBuilder.event(CONTRACT, name, EventIds.of(parts), at, source, "web")
                .set("customer_id", customerId)
                .set("country", country)
                .set("currency", money.currency())
                .set("exchange_rate", money.exchangeRate())
                .set("lines", lines.stream().map(Line::item).toList());
    }
}

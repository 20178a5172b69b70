package io.clientele.stack.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.clientele.schemas.EventContract;
import io.clientele.stack.imports.CsvRows.Fields;
import io.clientele.stack.imports.SnowplowEntities.Kind;
import java.math.BigDecimal;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Orders and refunds of Snowplow. The revenue of a transaction is what was paid; gross sales are that without shipping and tax and with
 * the discount. The products become lines if they add up to that, in its currency; else the order has none.
 */
final class SnowplowOrders {
    private final SnowplowEntities entities;
    private final Fields fields;
    private final SnowplowVisit visit;
    private final JsonNode transaction;

    SnowplowOrders(Fields fields, SnowplowEntities entities, SnowplowVisit visit) throws RowRefused {
        this.fields = fields;
        this.entities = entities;
        this.visit = visit;
        this.transaction = entities.first(fields, Kind.TRANSACTION);
    }

    /** The order of a transaction. */
    GenericRecord placed(ImportReport report) throws RowRefused {
        String currency = required(transaction, "currency");
        BigDecimal shipping = amount(transaction, "shipping");
        BigDecimal tax = amount(transaction, "tax");
        BigDecimal discount = amount(transaction, "discount_amount");
        BigDecimal gross = Amounts.money("revenue", required(transaction, "revenue"))
                .subtract(shipping)
                .subtract(tax)
                .add(discount);
        EventBuilder order = order("order_placed", required(transaction, "transaction_id"), currency)
                .set("gross_amount", gross)
                .set("discount_amount", discount)
                .set("shipping_amount", shipping)
                .set("tax_amount", tax)
                .set("coupon", SnowplowEntities.text(transaction, "discount_code"))
                .set("payment_method", SnowplowEntities.text(transaction, "payment_method"));
        SnowplowProducts products =
                new SnowplowProducts(OrderEvents.CONTRACT, "lines", entities.all(fields, Kind.PRODUCT));
        if (products.arePricedIn(currency) && products.value().compareTo(gross) == 0) {
            order.set("lines", products.items());
        } else {
            report.note("order_without_lines");
        }
        return order.build();
    }

    /** The click with which a checkout ended: it says whose the order is and which cart was ordered. A transaction told twice is one. */
    GenericRecord lastStep() throws RowRefused {
        String orderId = required(transaction, "transaction_id");
        return visit.event(
                        EventContract.of("clickstream"),
                        "checkout_step_completed",
                        EventIds.of(SnowplowFormat.NAME, "last_step", orderId))
                .set("cart_id", visit.cartId())
                .set("order_id", orderId)
                .set("payment_method", SnowplowEntities.text(transaction, "payment_method"))
                .build();
    }

    /** Money given back. */
    GenericRecord refunded() throws RowRefused {
        JsonNode refund = entities.first(fields, Kind.REFUND);
        return order("order_refunded", required(refund, "transaction_id"), required(refund, "currency"))
                .set("refund_amount", Amounts.money("refund_amount", required(refund, "refund_amount")))
                .set("reason", SnowplowEntities.text(refund, "refund_reason"))
                .build();
    }

    private EventBuilder order(String name, String orderId, String currency) throws RowRefused {
        return visit.event(OrderEvents.CONTRACT, name, visit.eventId())
                .set("order_id", orderId)
                .set("currency", currency);
    }

    private static BigDecimal amount(JsonNode entity, String name) throws RowRefused {
        @Nullable String text = SnowplowEntities.text(entity, name);
        return text == null ? BigDecimal.ZERO : Amounts.money(name, text);
    }

    private static String required(JsonNode entity, String name) throws RowRefused {
        @Nullable String text = SnowplowEntities.text(entity, name);
        if (text == null) {
            throw new RowRefused("missing_value", "%s of the action is empty".formatted(name));
        }
        return text;
    }
}

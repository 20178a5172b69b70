package io.clientele.jobs.journey;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.Money;
import io.clientele.jobs.domain.carts.CartAction;
import io.clientele.jobs.domain.carts.CartEvent;
import io.clientele.jobs.domain.carts.CartItem;
import io.clientele.jobs.domain.identity.IdentifierFlaw;
import io.clientele.jobs.domain.identity.IdentifierType;
import io.clientele.jobs.domain.sessions.Visitor;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Reads what a click of the contract {@code clickstream} says of a cart. */
final class ReadCart implements Serializable {

    /** The fields that are read, beside those that every event has. */
    static final List<String> FIELDS = List.of(
            "cart_id",
            "currency",
            "device_type",
            "products.product_id",
            "products.sku",
            "products.name",
            "products.quantity",
            "products.price");

    private final String reportingCurrency;

    ReadCart(String reportingCurrency) {
        this.reportingCurrency = reportingCurrency;
    }

    /**
     * The cart or order that a click names; null for none, and for a word that clients send for lack of a number: what all of them share
     * would be one key for the clicks of everybody.
     */
    static @Nullable String number(GenericRecord click, String field) {
        @Nullable String number = (String) click.get(field);
        return number == null || IdentifierFlaw.of(IdentifierType.ANONYMOUS_ID, number) != null ? null : number;
    }

    /**
     * What it does with its cart; null for nothing.
     *
     * @param visitor whose click it is, {@link Visitor#key}
     */
    @Nullable
    CartEvent event(ReceivedEvent event, String visitor, String name, GenericRecord click) {
        List<CartItem> items = items(click);
        @Nullable CartAction action = CartAction.of(name, !items.isEmpty());
        return action == null
                ? null
                : new CartEvent(
                        event.eventId(),
                        event.eventTimeMicros(),
                        action,
                        items,
                        Visitor.identifier(visitor),
                        (String) click.get("channel"),
                        Objects.requireNonNullElse((String) click.get("device_type"), ""));
    }

    private List<CartItem> items(GenericRecord click) {
        @Nullable String currency = (String) click.get("currency");
        boolean isComparable = currency == null || currency.equals(reportingCurrency);
        List<CartItem> items = new ArrayList<>();
        for (Object each : (List<?>) click.get("products")) {
            GenericRecord product = (GenericRecord) each;
            @Nullable String id = (String) product.get("product_id");
            @Nullable String named = id == null || id.isEmpty() ? (String) product.get("sku") : id;
            @Nullable BigDecimal price = isComparable ? (BigDecimal) product.get("price") : null;
            if (named != null && !named.isEmpty()) {
                items.add(new CartItem(
                        named,
                        Objects.requireNonNullElse((String) product.get("name"), ""),
                        (Integer) product.get("quantity"),
                        price == null ? null : Long.valueOf(Money.units(price, null))));
            }
        }
        return items;
    }
}

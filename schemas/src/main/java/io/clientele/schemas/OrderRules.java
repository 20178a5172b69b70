package io.clientele.schemas;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** What makes an order event valid. */
final class OrderRules {
    /** The fields that the rules read. */
    static final List<String> FIELDS = List.of(
            "order_id",
            "currency",
            "exchange_rate",
            "gross_amount",
            "discount_amount",
            "shipping_amount",
            "tax_amount",
            "refund_amount",
            "lines.price",
            "lines.list_price",
            "lines.quantity",
            "lines.discount",
            "lines.position");

    private static final List<String> AMOUNTS =
            List.of("gross_amount", "discount_amount", "shipping_amount", "tax_amount", "refund_amount");

    private OrderRules() {}

    static void check(CheckedEvent event, String eventName, MoneyRules money) {
        if (!eventName.equals("order_refunded")) {
            event.require("order_id", eventName);
        }
        AMOUNTS.forEach(event::requireNotNegative);
        money.check(event, AMOUNTS.stream().anyMatch(event::has));
        List<GenericRecord> lines = event.records("lines");
        lines.forEach(line -> checkLine(event, line));
        switch (eventName) {
            case "order_placed", "order_updated" -> {
                checkOrder(event, eventName, lines);
                checkPositions(event, lines, false);
            }
            case "order_cancelled" -> checkPositions(event, lines, true);
            case "order_refunded" -> checkRefund(event);
            default -> {}
        }
        if (!eventName.equals("order_refunded")) {
            event.refuseIf(
                    event.has("refund_amount"),
                    () -> eventName + " must not have refund_amount: money given back is an event of its own");
        }
    }

    private static void checkOrder(CheckedEvent event, String eventName, List<GenericRecord> lines) {
        BigDecimal gross = event.decimal("gross_amount");
        if (gross == null) {
            event.refuse(eventName + " needs gross_amount");
            return;
        }
        BigDecimal discount = event.decimal("discount_amount");
        if (discount != null && discount.compareTo(gross) > 0) {
            event.refuse("discount_amount " + discount.toPlainString() + " is more than gross_amount "
                    + gross.toPlainString());
        }
        if (!lines.isEmpty()) {
            checkSums(event, lines, gross, discount == null ? BigDecimal.ZERO : discount);
        }
    }

    private static void checkSums(
            CheckedEvent event, List<GenericRecord> lines, BigDecimal gross, BigDecimal discount) {
        BigDecimal goods = BigDecimal.ZERO;
        BigDecimal lineDiscounts = BigDecimal.ZERO;
        for (GenericRecord line : lines) {
            BigDecimal price = CheckedEvent.decimal(line, "price");
            if (price == null) {
                event.refuse("a line has no price");
                return;
            }
            goods = goods.add(price.multiply(BigDecimal.valueOf(quantity(line))));
            BigDecimal lineDiscount = CheckedEvent.decimal(line, "discount");
            lineDiscounts = lineDiscount == null ? lineDiscounts : lineDiscounts.add(lineDiscount);
        }
        if (goods.compareTo(gross) != 0) {
            event.refuse("gross_amount is " + gross.toPlainString() + " but price x quantity of the lines is "
                    + goods.toPlainString());
        }
        if (lineDiscounts.compareTo(discount) > 0) {
            event.refuse("discount_amount is " + discount.toPlainString() + " but the discounts of the lines, which it"
                    + " includes, are " + lineDiscounts.toPlainString());
        }
    }

    private static void checkLine(CheckedEvent event, GenericRecord line) {
        event.refuseIf(quantity(line) < 1, () -> "a line has the quantity " + quantity(line));
        for (String field : List.of("price", "list_price", "discount")) {
            BigDecimal amount = CheckedEvent.decimal(line, field);
            if (amount != null && amount.signum() < 0) {
                event.refuse("a line has a negative " + field + ": " + amount.toPlainString());
            }
        }
    }

    private static void checkPositions(CheckedEvent event, List<GenericRecord> lines, boolean isRequired) {
        Set<Integer> positions = new HashSet<>();
        for (int index = 0; index < lines.size(); index++) {
            Integer stated = CheckedEvent.integer(lines.get(index), "position");
            event.refuseIf(stated == null && isRequired, () -> "a cancelled line has no position");
            int position = stated == null ? index + 1 : stated;
            event.refuseIf(position < 1, () -> "a line has the position " + position + "; they begin with 1");
            event.refuseIf(!positions.add(position), () -> "two lines have the position " + position);
        }
    }

    private static void checkRefund(CheckedEvent event) {
        BigDecimal refund = event.decimal("refund_amount");
        event.refuseIf(
                refund == null || refund.signum() <= 0,
                () -> "order_refunded needs a refund_amount above zero" + (refund == null ? "" : ", not " + refund));
    }

    private static int quantity(GenericRecord line) {
        @Nullable Integer quantity = CheckedEvent.integer(line, "quantity");
        return quantity == null ? 0 : quantity;
    }

    /** For the projection of other topics with lines. */
    static Stream<String> lineFields(String list) {
        return Stream.of("price", "quantity").map(field -> list + "." + field);
    }
}

package io.clientele.stack.imports;

import io.clientele.stack.imports.JoinedRows.Entry;
import io.clientele.stack.imports.OrderEvents.Line;
import io.clientele.stack.imports.OrderEvents.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The orders of the Maven Fuzzy Factory, with their items, and what was given back for items, each refund on its own date. */
final class MavenOrders {
    static final List<String> ORDER_COLUMNS =
            List.of("order_id", "created_at", "website_session_id", "user_id", "price_usd");
    static final List<String> ITEM_COLUMNS = List.of("order_item_id", "order_id", "product_id", "price_usd");
    static final List<String> REFUND_COLUMNS =
            List.of("order_item_refund_id", "created_at", "order_id", "refund_amount_usd");

    private final BusinessTime time;
    private final Money money;
    private final EventSink events;
    private final ImportReport report;
    private final OrderEvents orders = new OrderEvents(MavenFormat.NAME);
    private final Map<String, String> products = new HashMap<>();

    MavenOrders(BusinessTime time, String currency, EventSink events, ImportReport report) {
        this.time = time;
        this.money = new Money(currency, null);
        this.events = events;
        this.report = report;
    }

    /** Reads the names of the few products. */
    void learnProducts(TextLines lines) {
        Map<String, List<String>> required = new LinkedHashMap<>();
        required.put("product_id", List.of());
        required.put("product_name", List.of());
        CsvRows rows = new CsvRows(lines, report, required, List.of());
        for (Row row = rows.next(); row != null; row = rows.next()) {
            CsvRows.Fields fields = rows.fields(row);
            products.put(fields.get("product_id"), fields.get("product_name"));
            report.skip("product");
        }
    }

    /** Takes an order, its items and its refunds. */
    void visit(List<List<Entry>> rows) {
        @Nullable Entry order = rows.get(0).isEmpty() ? null : rows.get(0).get(0);
        rows.get(0).stream().skip(1).forEach(again -> report.skip("repeated_row"));
        if (order != null) {
            send(order, () -> placed(order, rows.get(1)));
        }
        for (Entry refund : rows.get(2)) {
            send(refund, () -> refunded(order, refund));
        }
        if (order == null) {
            rows.get(1).forEach(item -> report.refuse(item.row(), unknownOrder(item)));
        }
    }

    /** An event of a row, or why there is none. */
    @FunctionalInterface
    private interface Maker {
        GenericRecord make() throws RowRefused;
    }

    private void send(Entry row, Maker event) {
        try {
            events.accept(OrderEvents.CONTRACT.topic(), event.make());
        } catch (RowRefused e) {
            report.refuse(row.row(), e);
        }
    }

    private GenericRecord placed(Entry order, List<Entry> items) throws RowRefused {
        String id = MavenFormat.required(order, "order_id");
        List<Line> lines = new ArrayList<>();
        for (Entry item : items) {
            String product = MavenFormat.required(item, "product_id");
            lines.add(new Line(
                    product,
                    products.get(product),
                    Amounts.money("price_usd", item.get("price_usd")),
                    1,
                    lines.size() + 1));
        }
        return ofUser(
                order,
                orders.placed(
                        id,
                        MavenFormat.required(order, "user_id"),
                        time.iso("created_at", order.get("created_at")),
                        Amounts.money("price_usd", order.get("price_usd")),
                        money,
                        null,
                        lines,
                        id));
    }

    private GenericRecord refunded(@Nullable Entry order, Entry refund) throws RowRefused {
        if (order == null) {
            throw unknownOrder(refund);
        }
        BigDecimal amount = Amounts.money("refund_amount_usd", refund.get("refund_amount_usd"));
        GenericRecord event = orders.refunded(
                MavenFormat.required(order, "user_id"),
                time.iso("created_at", refund.get("created_at")),
                amount,
                money,
                null,
                List.of(),
                MavenFormat.required(refund, "order_item_refund_id"));
        event.put("order_id", MavenFormat.required(order, "order_id"));
        return ofUser(order, event);
    }

    private static RowRefused unknownOrder(Entry row) {
        return new RowRefused("unknown_order", "no order %s".formatted(row.get("order_id")));
    }

    /** Who orders is the customer and the visitor alike. */
    private static GenericRecord ofUser(Entry order, GenericRecord event) throws RowRefused {
        event.put("anonymous_id", MavenFormat.required(order, "user_id"));
        event.put("session_id", MavenFormat.required(order, "website_session_id"));
        return event;
    }
}

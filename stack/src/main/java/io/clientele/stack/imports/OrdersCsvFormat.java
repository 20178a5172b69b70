package io.clientele.stack.imports;

import io.clientele.stack.imports.OrderEvents.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * One order per row, with a header: {@code customer_id, order_date, revenue} and, where there are any, {@code order_id,
 * currency, exchange_rate}, in any order. Other columns are not read, so names and addresses never leave the file. An
 * order of 0.00 is an order, a negative revenue is refused, an order without a customer is a guest's.
 *
 * <p>Without an order id each row is an order of its own, equal rows too. With one, customer and order id together are the
 * order: the same row again is skipped, the same order with other values is refused.
 */
final class OrdersCsvFormat implements FileFormat {
    static final String NAME = "orders-csv";

    private static final char KEY_SEPARATOR = '\u0001';

    private final BusinessTime time;
    private final String defaultCurrency;
    private final Supplier<ExternalSort> sorts;
    private final OrderEvents orders = new OrderEvents(NAME);

    /**
     * @param zone of dates and times without one
     * @param currency of rows without one
     * @param sorts makes the sort that brings rows of one order together
     */
    OrdersCsvFormat(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
        this.time = new BusinessTime(zone);
        this.defaultCurrency = currency;
        this.sorts = sorts;
    }

    private record Order(@Nullable String customerId, String orderId, Instant time, BigDecimal revenue, Money money) {
        boolean hasId() {
            return !orderId.isEmpty();
        }

        String key() {
            String customer = customerId == null ? "" : customerId;
            return hasId()
                    ? customer + KEY_SEPARATOR + orderId
                    : String.join(
                            String.valueOf(KEY_SEPARATOR),
                            customer,
                            "",
                            time.toString(),
                            revenue.toPlainString(),
                            money.currency());
        }
    }

    @Override
    public void read(TextLines lines, EventSink events, ImportReport report) throws IOException {
        Map<String, List<String>> required = new LinkedHashMap<>();
        for (String column : List.of("customer_id", "order_date", "revenue")) {
            required.put(column, List.of());
        }
        CsvRows rows = new CsvRows(lines, report, required, List.of("order_id", "currency", "exchange_rate"));
        try (RowSort byOrder = new RowSort(sorts.get())) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                try {
                    byOrder.add(parse(rows.fields(row), rows.has("order_id")).key(), row);
                } catch (RowRefused e) {
                    report.refuse(row, e);
                }
            }
            Sender sender = new Sender(rows, events, report);
            byOrder.forEach(sender::visit);
        }
    }

    private Order parse(CsvRows.Fields fields, boolean hasOrderIds) throws RowRefused {
        String customer = fields.get("customer_id");
        String orderId = fields.get("order_id");
        if (hasOrderIds && orderId.isEmpty()) {
            throw new RowRefused("missing_value", "order_id is empty");
        }
        if (!hasOrderIds && customer.isEmpty()) {
            throw new RowRefused("missing_value", "customer_id is empty, and there is no order_id");
        }
        BigDecimal revenue = Amounts.money("revenue", fields.get("revenue"));
        if (revenue.signum() < 0) {
            throw new RowRefused("negative_revenue", "revenue is %s".formatted(fields.get("revenue")));
        }
        String currency = fields.get("currency").toUpperCase(Locale.ROOT);
        String rate = fields.get("exchange_rate");
        return new Order(
                customer.isEmpty() ? null : customer,
                orderId,
                time.iso("order_date", fields.get("order_date")),
                revenue,
                new Money(
                        currency.isEmpty() ? defaultCurrency : currency,
                        rate.isEmpty() ? null : Amounts.number("exchange_rate", rate)));
    }

    /** Sends the rows of one order after the other. */
    private final class Sender {
        private final CsvRows csv;
        private final EventSink events;
        private final ImportReport report;
        private @Nullable Order first;

        Sender(CsvRows csv, EventSink events, ImportReport report) {
            this.csv = csv;
            this.events = events;
            this.report = report;
        }

        void visit(String key, long index, Row row) {
            try {
                Order order = parse(csv.fields(row), csv.has("order_id"));
                if (index == 0) {
                    first = order;
                } else if (order.hasId()) {
                    if (!order.equals(first)) {
                        throw new RowRefused(
                                "order_id_repeated",
                                "order_id %s of this customer came before with other values"
                                        .formatted(order.orderId()));
                    }
                    report.skip("repeated_row");
                    return;
                }
                events.accept(OrderEvents.CONTRACT.topic(), event(order, index));
            } catch (RowRefused e) {
                report.refuse(row, e);
            }
        }

        private GenericRecord event(Order order, long index) {
            String[] identity =
                    order.hasId() ? new String[] {order.key()} : new String[] {order.key(), Long.toString(index)};
            String orderId = order.hasId() ? order.orderId() : EventIds.of(NAME, order.key(), Long.toString(index));
            return orders.placed(
                    orderId,
                    order.customerId(),
                    order.time(),
                    order.revenue(),
                    order.money(),
                    null,
                    List.of(),
                    identity);
        }
    }
}

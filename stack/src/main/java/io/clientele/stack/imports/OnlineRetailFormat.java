package io.clientele.stack.imports;

import io.clientele.stack.imports.OrderEvents.Line;
import io.clientele.stack.imports.OrderEvents.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * UCI Online Retail (and Online Retail II): one row per invoice line. An invoice is an order, with the time of its first
 * line; one without a customer is a guest's. An invoice whose number begins with C, with a customer and a positive price,
 * gives money back to the customer on its date and names no order. A line that is no C line and has no positive quantity
 * is a stock adjustment and skipped; a price that is not positive refuses the row. Equal lines are lines.
 */
final class OnlineRetailFormat implements FileFormat {
    static final String NAME = "online-retail";

    private static final Map<String, List<String>> COLUMNS = columns();

    /** More lines than any event of the largest size can hold. */
    private static final int MAX_LINES = 50_000;

    private static final char KEY_SEPARATOR = '\u0001';

    private final BusinessTime time;
    private final Money money;
    private final Supplier<ExternalSort> sorts;
    private final OrderEvents orders = new OrderEvents(NAME);

    /**
     * @param zone of the times in the file
     * @param currency of the prices
     * @param sorts makes the sort that brings the lines of an invoice together
     */
    OnlineRetailFormat(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
        this.time = new BusinessTime(zone);
        this.money = new Money(currency, null);
        this.sorts = sorts;
    }

    private static Map<String, List<String>> columns() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        columns.put("InvoiceNo", List.of("Invoice"));
        columns.put("StockCode", List.of());
        columns.put("Description", List.of());
        columns.put("Quantity", List.of());
        columns.put("InvoiceDate", List.of());
        columns.put("UnitPrice", List.of("Price"));
        columns.put("CustomerID", List.of());
        columns.put("Country", List.of());
        return columns;
    }

    /** A row that counts. */
    private record InvoiceLine(
            String invoice,
            @Nullable String customerId,
            Instant time,
            String sku,
            String name,
            int quantity,
            BigDecimal price,
            String country) {
        boolean isRefund() {
            return OnlineRetailFormat.isCredit(invoice);
        }
    }

    private static boolean isCredit(String invoice) {
        return invoice.toUpperCase(Locale.ROOT).startsWith("C");
    }

    @Override
    public void read(TextLines lines, EventSink events, ImportReport report) throws IOException {
        CsvRows rows = new CsvRows(lines, report, COLUMNS, List.of());
        try (RowSort byInvoice = new RowSort(sorts.get())) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                CsvRows.Fields fields = rows.fields(row);
                try {
                    InvoiceLine line = parse(fields);
                    String skipped = skipReason(line);
                    if (skipped != null) {
                        report.skip(skipped);
                    } else {
                        requirePositivePrice(line);
                        byInvoice.add(
                                line.invoice() + KEY_SEPARATOR + (line.customerId() == null ? "" : line.customerId()),
                                row);
                    }
                } catch (RowRefused e) {
                    report.refuse(row, e);
                }
            }
            Invoices invoices = new Invoices(rows, events, report);
            byInvoice.forEach(invoices::visit);
            invoices.finish();
        }
    }

    private InvoiceLine parse(CsvRows.Fields fields) throws RowRefused {
        String invoice = fields.get("InvoiceNo");
        if (invoice.isEmpty()) {
            throw new RowRefused("missing_value", "InvoiceNo is empty");
        }
        return new InvoiceLine(
                invoice,
                customerId(fields.get("CustomerID")),
                time.isoOrMonthFirst("InvoiceDate", fields.get("InvoiceDate")),
                fields.get("StockCode"),
                fields.get("Description"),
                Amounts.whole("Quantity", fields.get("Quantity")),
                Amounts.money("UnitPrice", fields.get("UnitPrice")),
                fields.get("Country"));
    }

    /** Spreadsheets made the numbers floating: 12583.0 is customer 12583. */
    private static @Nullable String customerId(String text) {
        if (text.isEmpty()) {
            return null;
        }
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static @Nullable String skipReason(InvoiceLine line) {
        if (line.isRefund()) {
            // Nobody to give it to and no order to take it from.
            return line.customerId() == null ? "refund_without_customer" : null;
        }
        return line.quantity() <= 0 ? "stock_adjustment" : null;
    }

    private static void requirePositivePrice(InvoiceLine line) throws RowRefused {
        if (line.price().signum() <= 0) {
            throw new RowRefused(
                    "price_not_positive",
                    "UnitPrice is %s"
                            .formatted(line.price().stripTrailingZeros().toPlainString()));
        }
        if (line.quantity() == 0) {
            throw new RowRefused("quantity_zero", "Quantity is 0 on a refund");
        }
    }

    /** Puts invoices together from their lines, which come one after the other. */
    private final class Invoices {
        private final CsvRows csv;
        private final EventSink events;
        private final ImportReport report;
        private final List<Row> rows = new ArrayList<>();
        private final List<InvoiceLine> lines = new ArrayList<>();

        Invoices(CsvRows csv, EventSink events, ImportReport report) {
            this.csv = csv;
            this.events = events;
            this.report = report;
        }

        void visit(String key, long index, Row row) {
            if (index == 0) {
                finish();
            }
            if (index >= MAX_LINES) {
                report.refuse(row, new RowRefused("too_large", "an invoice has at most %d lines".formatted(MAX_LINES)));
                return;
            }
            try {
                lines.add(parse(csv.fields(row)));
                rows.add(row);
            } catch (RowRefused e) {
                throw new IllegalStateException("line %d was accepted before".formatted(row.number()), e);
            }
        }

        void finish() {
            if (lines.isEmpty()) {
                return;
            }
            try {
                events.accept(OrderEvents.CONTRACT.topic(), event());
            } catch (RowRefused e) {
                rows.forEach(row -> report.refuse(row, e));
            }
            rows.clear();
            lines.clear();
        }

        private GenericRecord event() {
            InvoiceLine first = lines.get(0);
            Instant time = lines.stream()
                    .map(InvoiceLine::time)
                    .min(Instant::compareTo)
                    .orElseThrow();
            BigDecimal amount = BigDecimal.ZERO;
            List<Line> items = new ArrayList<>();
            for (InvoiceLine line : lines) {
                int quantity = Math.abs(line.quantity());
                amount = amount.add(line.price().multiply(BigDecimal.valueOf(quantity)));
                items.add(new Line(
                        line.sku(),
                        line.name().isEmpty() ? null : line.name(),
                        line.price(),
                        quantity,
                        items.size() + 1));
            }
            String customer = first.customerId();
            String country = Countries.code(first.country());
            String[] identity =
                    customer == null ? new String[] {first.invoice()} : new String[] {first.invoice(), customer};
            return first.isRefund() && customer != null
                    ? orders.refunded(customer, time, amount, money, country, items, identity)
                    : orders.placed(first.invoice(), customer, time, amount, money, country, items, identity);
        }
    }
}

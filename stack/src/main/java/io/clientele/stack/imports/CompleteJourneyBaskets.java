package io.clientele.stack.imports;

import io.clientele.stack.imports.CsvRows.Fields;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The baskets of the Complete Journey as orders. The price of a line is that on the shelf: what the grocer received
 * ({@code sales_value}) and what card and matched coupons took off. Discounts are these and the manufacturer's coupon, so that net sales
 * are what the household paid. Coupons beyond the goods of a basket (the published rows are a sample, in which the goods may be
 * missing) are cut off there.
 */
final class CompleteJourneyBaskets {
    private static final List<String> COLUMNS = List.of(
            "household_id",
            "store_id",
            "basket_id",
            "product_id",
            "quantity",
            "sales_value",
            "retail_disc",
            "coupon_disc",
            "coupon_match_disc",
            "transaction_timestamp");
    private static final int SCALE = 4;

    /** By more than half a cent a unit price of four digits must not miss a line's value. */
    private static final BigDecimal TOLERANCE = new BigDecimal("0.005");

    private final BusinessTime time;
    private final String currency;
    private final EventSink events;
    private final ImportReport report;
    private final Map<String, Product> products = new HashMap<>();

    CompleteJourneyBaskets(BusinessTime time, String currency, EventSink events, ImportReport report) {
        this.time = time;
        this.currency = currency;
        this.events = events;
        this.report = report;
    }

    private record Product(
            @Nullable String name,
            @Nullable String brand,
            @Nullable String categoryPath) {}

    /** A row that counts. */
    private record Line(
            String household,
            String store,
            Instant at,
            String product,
            int quantity,
            BigDecimal shelfValue,
            BigDecimal discount) {}

    /** Reads the names of the products. */
    void learnProducts(TextLines lines) {
        CsvRows rows = new CsvRows(
                lines,
                report,
                required(List.of("product_id", "department", "brand", "product_category", "product_type")),
                List.of());
        for (Row row = rows.next(); row != null; row = rows.next()) {
            Fields fields = rows.fields(row);
            String type = fields.get("product_type");
            String path = String.join(
                    " > ",
                    Stream.of(fields.get("department"), fields.get("product_category"))
                            .filter(each -> !each.isEmpty())
                            .toList());
            products.put(
                    fields.get("product_id"), new Product(orNull(type), orNull(fields.get("brand")), orNull(path)));
            report.skip("product");
        }
    }

    /** Reads the transactions. */
    void read(TextLines lines, RowSort sort) throws IOException {
        CsvRows rows = new CsvRows(lines, report, required(COLUMNS), List.of());
        for (Row row = rows.next(); row != null; row = rows.next()) {
            try {
                Fields fields = rows.fields(row);
                parse(fields);
                sort.add(CompleteJourneyFormat.required(fields, "basket_id"), row);
            } catch (RowRefused e) {
                report.refuse(row, e);
            }
        }
        Basket basket = new Basket(rows);
        sort.forEach(basket::visit);
        basket.finish();
    }

    private Line parse(Fields fields) throws RowRefused {
        BigDecimal offTheShelf = money(fields, "retail_disc").add(money(fields, "coupon_match_disc"));
        return new Line(
                CompleteJourneyFormat.required(fields, "household_id"),
                fields.get("store_id"),
                time.iso("transaction_timestamp", fields.get("transaction_timestamp")),
                CompleteJourneyFormat.required(fields, "product_id"),
                Amounts.whole("quantity", fields.get("quantity")),
                money(fields, "sales_value").add(offTheShelf),
                offTheShelf.add(money(fields, "coupon_disc")));
    }

    private static BigDecimal money(Fields fields, String column) throws RowRefused {
        BigDecimal amount = Amounts.money(column, fields.get(column));
        if (amount.signum() < 0) {
            throw new RowRefused("negative_amount", "%s is %s".formatted(column, fields.get(column)));
        }
        return amount;
    }

    /** Puts baskets together from their rows, which come one after the other. */
    private final class Basket {
        private final CsvRows csv;
        private final List<Row> rows = new ArrayList<>();
        private final List<Line> lines = new ArrayList<>();
        private String id = "";

        Basket(CsvRows csv) {
            this.csv = csv;
        }

        void visit(String key, long index, Row row) {
            if (index == 0) {
                finish();
                id = key;
            }
            try {
                lines.add(parse(csv.fields(row)));
                rows.add(row);
            } catch (RowRefused e) {
                throw new IllegalStateException("line %d was accepted before".formatted(row.number()), e);
            }
        }

        void finish() {
            if (!lines.isEmpty()) {
                try {
                    @Nullable GenericRecord order = order();
                    if (order == null) {
                        rows.forEach(row -> report.skip("basket_without_goods"));
                    } else {
                        events.accept(OrderEvents.CONTRACT.topic(), order);
                    }
                } catch (RowRefused e) {
                    rows.forEach(row -> report.refuse(row, e));
                }
            }
            rows.clear();
            lines.clear();
        }

        private @Nullable GenericRecord order() {
            List<GenericRecord> items = new ArrayList<>();
            BigDecimal gross = BigDecimal.ZERO;
            BigDecimal discount = BigDecimal.ZERO;
            for (Line line : lines) {
                discount = discount.add(line.discount());
                if (line.quantity() == 0 && line.shelfValue().signum() == 0) {
                    report.note("row_without_goods");
                    continue;
                }
                Priced priced = priced(line);
                gross = gross.add(priced.value());
                discount = discount.add(priced.value()).subtract(line.shelfValue());
                items.add(item(line, priced, items.size() + 1));
            }
            if (items.isEmpty()) {
                return null;
            }
            if (discount.compareTo(gross) > 0) {
                report.note("coupons_beyond_the_goods");
                discount = gross;
            }
            Line first = lines.get(0);
            return EventBuilder.event(
                            OrderEvents.CONTRACT,
                            "order_placed",
                            EventIds.of(CompleteJourneyFormat.NAME, "order_placed", id),
                            first.at(),
                            CompleteJourneyFormat.NAME,
                            CompleteJourneyFormat.CHANNEL)
                    .set("customer_id", first.household())
                    .set("order_id", id)
                    .set("store_id", orNull(first.store()))
                    .set("currency", currency)
                    .set("gross_amount", gross)
                    .set("discount_amount", discount)
                    .set("lines", items)
                    .build();
        }
    }

    /** Units and the price of one. */
    private record Priced(int quantity, BigDecimal price) {
        BigDecimal value() {
            return price.multiply(BigDecimal.valueOf(quantity));
        }
    }

    /**
     * Where a value does not divide by the units, the price is rounded up and the rest a discount. What is sold by volume (petrol, in
     * thousandths of a gallon) is one unit: the rest would be money.
     */
    private Priced priced(Line line) {
        if (line.quantity() > 0) {
            Priced priced = new Priced(
                    line.quantity(),
                    line.shelfValue().divide(BigDecimal.valueOf(line.quantity()), SCALE, RoundingMode.CEILING));
            if (priced.value().subtract(line.shelfValue()).compareTo(TOLERANCE) <= 0) {
                return priced;
            }
        }
        report.note("row_of_one_unit");
        return new Priced(1, line.shelfValue());
    }

    private GenericRecord item(Line line, Priced priced, int position) {
        Product product = products.getOrDefault(line.product(), new Product(null, null, null));
        return EventBuilder.item(OrderEvents.CONTRACT, "lines")
                .set("product_id", line.product())
                .set("sku", line.product())
                .set("name", product.name())
                .set("brand", product.brand())
                .set("category_path", product.categoryPath())
                .set("price", priced.price())
                .set("quantity", priced.quantity())
                .set("discount", line.discount().min(line.shelfValue()))
                .set("position", position)
                .build();
    }

    private static Map<String, List<String>> required(List<String> columns) {
        Map<String, List<String>> required = new LinkedHashMap<>();
        columns.forEach(column -> required.put(column, List.of()));
        return required;
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}

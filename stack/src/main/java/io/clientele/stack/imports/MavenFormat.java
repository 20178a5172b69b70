package io.clientele.stack.imports;

import io.clientele.stack.imports.JoinedRows.Entry;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/**
 * The Maven Fuzzy Factory data set: {@code website_sessions.csv}, and beside it {@code website_pageviews.csv}, {@code orders.csv},
 * {@code order_items.csv}, {@code order_item_refunds.csv} and {@code products.csv}, each plain or as {@code .csv.gz}. Page views
 * become {@code page_viewed} ({@link MavenVisits}), orders and refunds order events ({@link MavenOrders}). A user of the shop is both
 * the visitor and, once something was ordered, the customer.
 */
final class MavenFormat implements FileFormat {
    static final String NAME = "maven";

    private static final DataSetFile SESSIONS = DataSetFile.named("website_sessions");
    private static final DataSetFile PAGES = DataSetFile.named("website_pageviews");
    private static final DataSetFile ORDERS = DataSetFile.named("orders");
    private static final DataSetFile ITEMS = DataSetFile.named("order_items");
    private static final DataSetFile REFUNDS = DataSetFile.named("order_item_refunds");
    private static final DataSetFile PRODUCTS = DataSetFile.named("products");

    static final List<DataSetFile> FILES = List.of(SESSIONS, PAGES, ORDERS, ITEMS, REFUNDS, PRODUCTS);

    /** What the data set writes for a value that is not there. */
    private static final String NULL = "NULL";

    private final BusinessTime time;
    private final String currency;
    private final Supplier<ExternalSort> sorts;

    /**
     * @param zone of the times in the files
     * @param currency of the amounts
     * @param sorts makes the sorts that join the files
     */
    MavenFormat(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
        this.time = new BusinessTime(zone);
        this.currency = currency;
        this.sorts = sorts;
    }

    @Override
    public void read(TextLines lines, EventSink events, ImportReport report) throws IOException {
        MavenVisits visits = new MavenVisits(time, events, report);
        try (JoinedRows rows = new JoinedRows(sorts.get(), report);
                TextLines pages = PAGES.openBeside(lines)) {
            rows.add(lines, MavenVisits.SESSION_COLUMNS, "website_session_id");
            rows.add(pages, MavenVisits.PAGE_COLUMNS, "website_session_id");
            rows.forEach(visits::visit);
        }
        MavenOrders orders = new MavenOrders(time, currency, events, report);
        try (JoinedRows rows = new JoinedRows(sorts.get(), report);
                TextLines placed = ORDERS.openBeside(lines);
                TextLines items = ITEMS.openBeside(lines);
                TextLines refunds = REFUNDS.openBeside(lines);
                TextLines products = PRODUCTS.openBeside(lines)) {
            orders.learnProducts(products);
            rows.add(placed, MavenOrders.ORDER_COLUMNS, "order_id");
            rows.add(items, MavenOrders.ITEM_COLUMNS, "order_id");
            rows.add(refunds, MavenOrders.REFUND_COLUMNS, "order_id");
            rows.forEach(orders::visit);
        }
    }

    /** The value of a column; empty where the data set has none. */
    static String value(Entry row, String column) {
        String value = row.get(column);
        return value.equals(NULL) ? "" : value;
    }

    /**
     * The value of a column.
     *
     * @throws RowRefused with reason {@code missing_value}
     */
    static String required(Entry row, String column) throws RowRefused {
        String value = value(row, column);
        if (value.isEmpty()) {
            throw new RowRefused("missing_value", column + " is empty");
        }
        return value;
    }
}

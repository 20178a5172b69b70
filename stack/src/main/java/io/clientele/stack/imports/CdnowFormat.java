package io.clientele.stack.imports;

import io.clientele.stack.StackFailure;
import io.clientele.stack.imports.OrderEvents.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * CDNOW purchases: columns of digits apart by blanks, without a header. Five columns are the 1/10 sample (number in the
 * whole set, number in the sample, date, CDs, dollars), four the whole set (number, date, CDs, dollars). Each row is an
 * order, one of 0.00 too, and equal rows are as many orders. A date's order is at its first instant. The number of CDs is
 * checked and not taken over: an order's lines need a price, and the file has none per CD.
 */
final class CdnowFormat implements FileFormat {
    static final String NAME = "cdnow";

    private static final int SAMPLE_COLUMNS = 5;
    private static final int WHOLE_COLUMNS = 4;

    private final BusinessTime time;
    private final Money money;
    private final Supplier<ExternalSort> sorts;
    private final OrderEvents orders = new OrderEvents(NAME);

    /**
     * @param zone of the dates in the file
     * @param currency of the amounts
     * @param sorts makes the sort that brings equal rows together
     */
    CdnowFormat(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
        this.time = new BusinessTime(zone);
        this.money = new Money(currency, null);
        this.sorts = sorts;
    }

    private record Purchase(String customerId, String date, Instant time, int discs, BigDecimal amount) {
        /** Equal for equal purchases, however the row is spaced. */
        String key() {
            return String.join(" ", customerId, date, Integer.toString(discs), amount.toPlainString());
        }
    }

    @Override
    public void read(TextLines lines, EventSink events, ImportReport report) throws IOException {
        int width = 0;
        try (RowSort equalRows = new RowSort(sorts.get())) {
            for (Row row = nextRow(lines); row != null; row = nextRow(lines)) {
                if (width == 0) {
                    width = width(lines, row);
                }
                report.rowRead();
                try {
                    equalRows.add(parse(row, width).key(), row);
                } catch (RowRefused e) {
                    report.refuse(row, e);
                }
            }
            int columns = width;
            equalRows.forEach((key, index, row) -> {
                try {
                    events.accept(OrderEvents.CONTRACT.topic(), order(parse(row, columns), index));
                } catch (RowRefused e) {
                    report.refuse(row, e);
                }
            });
        }
        if (width == 0) {
            throw new StackFailure("%s is empty".formatted(lines.file()));
        }
    }

    private GenericRecord order(Purchase purchase, long index) {
        String occurrence = Long.toString(index);
        String id = EventIds.of(NAME, purchase.key(), occurrence);
        return orders.placed(
                "%s-%s-%s".formatted(purchase.customerId(), purchase.date(), id.substring(0, 8)),
                purchase.customerId(),
                purchase.time(),
                purchase.amount(),
                money,
                null,
                List.of(),
                purchase.key(),
                occurrence);
    }

    private static @Nullable Row nextRow(TextLines lines) {
        Row row = lines.next();
        while (row != null && row.text().isBlank()) {
            row = lines.next();
        }
        return row;
    }

    private static int width(TextLines lines, Row first) {
        int columns = columns(first).length;
        if (columns != SAMPLE_COLUMNS && columns != WHOLE_COLUMNS) {
            throw new StackFailure(
                    ("%s has the wrong columns: expected are five apart by blanks (number, sample number, yyyymmdd,"
                                    + " CDs, dollars) or four (number, yyyymmdd, CDs, dollars); found is '%s'")
                            .formatted(
                                    lines.file(),
                                    first.text()
                                            .substring(
                                                    0,
                                                    Math.min(200, first.text().length()))));
        }
        return columns;
    }

    private static String[] columns(Row row) {
        return row.text().strip().split("\\s+");
    }

    private Purchase parse(Row row, int width) throws RowRefused {
        String[] columns = columns(row);
        if (columns.length != width) {
            throw new RowRefused("wrong_columns", "%d columns instead of %d".formatted(columns.length, width));
        }
        int customer = width == SAMPLE_COLUMNS ? 1 : 0;
        String date = columns[customer + 1];
        BigDecimal amount = Amounts.money("dollars", columns[customer + 3]);
        if (amount.signum() < 0) {
            throw new RowRefused("negative_revenue", "dollars is %s".formatted(columns[customer + 3]));
        }
        return new Purchase(
                columns[customer],
                date,
                time.compactDate("date", date),
                Amounts.whole("CDs", columns[customer + 2]),
                amount);
    }
}

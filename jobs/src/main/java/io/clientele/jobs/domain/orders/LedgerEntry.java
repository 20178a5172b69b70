package io.clientele.jobs.domain.orders;

/**
 * What changed for a customer on one business day because of orders placed at one instant.
 *
 * @param day the business day of the change, days since 1970-01-01
 * @param placedAt when the order behind it was placed, epoch microseconds (a refund that names no order: its own time)
 * @param orders orders that began (+) or ceased (−) to count
 * @param items pieces added or taken back
 * @param gross units of the reporting currency, before discounts
 * @param discounts units
 * @param refunds units
 */
public record LedgerEntry(int day, long placedAt, int orders, long items, long gross, long discounts, long refunds) {

    LedgerEntry plus(LedgerEntry other) {
        return new LedgerEntry(
                day,
                placedAt,
                orders + other.orders,
                items + other.items,
                gross + other.gross,
                discounts + other.discounts,
                refunds + other.refunds);
    }

    LedgerEntry negated() {
        return new LedgerEntry(day, placedAt, -orders, -items, -gross, -discounts, -refunds);
    }

    boolean isNothing() {
        return orders == 0 && items == 0 && gross == 0 && discounts == 0 && refunds == 0;
    }

    /** Gross less discounts and refunds, in units. */
    public long net() {
        return gross - discounts - refunds;
    }
}

package io.clientele.jobs.domain.rfm;

import io.clientele.jobs.domain.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * The cut points in force from a business day's first instant on: four per metric, ascending, in tenths of the metric's
 * unit (days, orders, ten-thousandths of the reporting currency), which makes every type-7 quintile exact.
 *
 * @param asOfDay the business day, days since 1970-01-01; what happened before it is in the figures
 * @param recency cuts on the days since the last order
 * @param population customers with at least one order
 * @param isMonetaryExact false once monetary values are grouped (see {@link ValueCounts})
 * @param isMoved whether the cuts of the day before only moved along with the days: then nobody's score can differ from
 *     that day's unless the customer's own values changed
 */
public record CutPoints(
        int asOfDay,
        long[] recency,
        long[] frequency,
        long[] monetary,
        long population,
        boolean isMonetaryExact,
        boolean isMoved) {

    /** Cut points per metric. */
    public static final int CUTS = 4;

    /** Tenths of a day or an order as a decimal number. */
    public static BigDecimal count(long tenths) {
        return BigDecimal.valueOf(tenths, 1);
    }

    /** Tenths of money units as a decimal amount of the reporting currency. */
    public static BigDecimal amount(long tenths) {
        return BigDecimal.valueOf(tenths, 1 + Money.SCALE);
    }

    /** The scores of a customer as of this version's day. */
    public Scores score(RfmValues values) {
        long recencyDays = Math.max(0, asOfDay - values.lastOrderDay());
        return new Scores(
                CUTS + 1 - below(recency, recencyDays),
                1 + below(frequency, values.frequency()),
                1 + below(monetary, values.monetary()));
    }

    /** The same cuts, moved to a later day: what an unchanged population gives. */
    CutPoints movedTo(int day) {
        long[] moved = recency.clone();
        Arrays.setAll(moved, cut -> moved[cut] + 10L * (day - asOfDay));
        return new CutPoints(day, moved, frequency, monetary, population, isMonetaryExact, true);
    }

    /** The version's number: the business day as yyyymmdd. */
    public long version() {
        return Long.parseLong(LocalDate.ofEpochDay(asOfDay).format(DateTimeFormatter.BASIC_ISO_DATE));
    }

    private static int below(long[] cuts, long value) {
        int below = 0;
        while (below < CUTS && cuts[below] < 10 * value) {
            below++;
        }
        return below;
    }
}

package io.clientele.jobs.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Money inside the jobs: whole ten-thousandths of the reporting currency, so that sums are exact and cheap. */
public final class Money {

    /** Decimal places kept, on the wire and in tables (decimal(18,4)). */
    public static final int SCALE = 4;

    private Money() {}

    /**
     * An amount in the reporting currency's units.
     *
     * @param amount in the currency of the event
     * @param rate units of the reporting currency for one unit of the event's, or null when they are the same
     * @return ten-thousandths of the reporting currency, rounded half even
     * @throws ArithmeticException when the amount does not fit decimal(18,4)
     */
    public static long units(BigDecimal amount, @Nullable BigDecimal rate) {
        BigDecimal converted = rate == null ? amount : amount.multiply(rate);
        return converted.setScale(SCALE, RoundingMode.HALF_EVEN).unscaledValue().longValueExact();
    }

    /** The decimal(18,4) of so many units. */
    public static BigDecimal decimal(long units) {
        return BigDecimal.valueOf(units, SCALE);
    }
}

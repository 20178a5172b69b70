package io.clientele.stack.imports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Reads money and quantities exactly. */
final class Amounts {
    /** Digits with a point; an exponent would let a short text ask for gigabytes of digits. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30})");

    private static final int SCALE = 4;
    private static final BigDecimal LIMIT = BigDecimal.TEN.pow(14);

    private Amounts() {}

    /**
     * An amount of money, with four decimals as the contracts have them (rounded half up where the file has more).
     *
     * @throws RowRefused with reason {@code bad_number} if it is no number, or above what decimal(18,4) holds
     */
    static BigDecimal money(String field, String text) throws RowRefused {
        BigDecimal amount = number(field, text).setScale(SCALE, RoundingMode.HALF_UP);
        if (amount.abs().compareTo(LIMIT) >= 0) {
            throw new RowRefused(
                    "bad_number", "%s is '%s', at most 14 digits before the point fit".formatted(field, text));
        }
        return amount;
    }

    /**
     * A whole number; 6.0 is one too.
     *
     * @throws RowRefused with reason {@code bad_number}
     */
    static int whole(String field, String text) throws RowRefused {
        try {
            return number(field, text).intValueExact();
        } catch (ArithmeticException e) {
            throw new RowRefused("bad_number", "%s is '%s', expected is a whole number".formatted(field, text));
        }
    }

    /** A number as it is written. */
    static BigDecimal number(String field, String text) throws RowRefused {
        String number = text.strip();
        if (!NUMBER.matcher(number).matches()) {
            throw new RowRefused("bad_number", "%s is '%s', expected is a number such as 12.75".formatted(field, text));
        }
        return new BigDecimal(number);
    }
}

package io.clientele.schemas;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/** Money has a known currency and, where that is not the reporting one, a rate. */
final class MoneyRules {
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private final String reportingCurrency;

    MoneyRules(String reportingCurrency) {
        if (!CURRENCIES.contains(reportingCurrency)) {
            throw new IllegalArgumentException(
                    "the reporting currency '" + reportingCurrency + "' is not an ISO 4217 code such as GBP");
        }
        this.reportingCurrency = reportingCurrency;
    }

    /** Checks the event's currency and rate; without an amount, neither is needed. */
    void check(CheckedEvent event, boolean hasAmount) {
        checkCurrency(event, hasAmount);
        BigDecimal rate = event.decimal("exchange_rate");
        if (rate != null && rate.signum() <= 0) {
            event.refuse("exchange_rate is " + rate.toPlainString() + ", not above zero");
        }
        String currency = event.text("currency");
        if (!hasAmount || currency == null) {
            return;
        }
        if (!currency.equals(reportingCurrency)) {
            event.refuseIf(
                    rate == null,
                    () -> "currency " + currency + " differs from reporting currency " + reportingCurrency
                            + " and no exchange_rate");
        } else if (rate != null && rate.compareTo(BigDecimal.ONE) != 0) {
            event.refuse("exchange_rate is " + rate.toPlainString() + " but " + currency
                    + " is the reporting currency itself");
        }
    }

    /** Checks that the currency is one, and is there if it must be. */
    static void checkCurrency(CheckedEvent event, boolean isRequired) {
        String currency = event.text("currency");
        if (currency == null) {
            event.refuseIf(isRequired, () -> "an amount without currency");
        } else {
            event.refuseIf(!CURRENCIES.contains(currency), () -> "currency '" + currency + "' is not an ISO 4217 code");
        }
    }
}

package io.clientele.jobs.settings;

import java.io.Serializable;
import java.time.ZoneId;
import java.util.Currency;

/**
 * How the business counts.
 *
 * @param zone zone of business days
 * @param reportingCurrency currency of all reported amounts
 */
public record BusinessSettings(ZoneId zone, Currency reportingCurrency) implements Serializable {}

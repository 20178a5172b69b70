package io.clientele.jobs.archive;

import io.clientele.jobs.settings.JobSettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * What the archive needs to know.
 *
 * @param reportingCurrency ISO 4217 code; events with money in another currency need their rate
 * @param deduplicationRetention how long an event's repetition is recognised, by the wall clock
 */
record ArchiveSettings(String reportingCurrency, Duration deduplicationRetention) implements Serializable {

    static ArchiveSettings of(JobSettings settings) {
        return new ArchiveSettings(
                settings.business().reportingCurrency().getCurrencyCode(), settings.archiveDeduplicationRetention());
    }
}

package io.clientele.stack.imports;

import static io.clientele.stack.imports.ImportFormat.EVENTS_NDJSON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsNdjsonFormatTest {
    private static final String GOOD =
            "{\"topic\":\"clickstream\",\"event_id\":\"e1\",\"event_name\":\"page_viewed\",\"source\":\"shop-web\","
                    + "\"occurred_at\":\"2011-06-30T12:00:00\",\"channel\":\"web\",\"anonymous_id\":\"v1\"}";

    @TempDir
    Path folder;

    @Test
    void aLineIsAnEventAndATimeWithoutAZoneIsInTheBusinessZone() throws IOException {
        Imported imported = Imported.text(EVENTS_NDJSON, folder, ZoneId.of("Europe/Berlin"), GOOD, "");

        assertThat(imported.events()).hasSize(1);
        assertThat(Imported.time(imported.events().get(0))).isEqualTo(Instant.parse("2011-06-30T10:00:00Z"));
    }

    @Test
    void whatDoesNotFitItsContractIsRefusedWithItsLineAndField() throws IOException {
        Imported imported = Imported.text(
                EVENTS_NDJSON,
                folder,
                GOOD,
                GOOD.replace("\"channel\"", "\"chanel\""),
                GOOD.substring(0, 40),
                GOOD.replace("clickstream", "clicks"),
                GOOD);

        assertThat(imported.events()).hasSize(2);
        assertThat(imported.report().refused()).containsEntry("invalid", 3L);
        assertThat(imported.refusedRows().get(1)).startsWith("2,invalid,").contains("chanel");
        assertThat(imported.refusedRows().get(2)).startsWith("3,invalid,");
        assertThat(imported.refusedRows().get(3)).startsWith("4,invalid,").contains("topic");
    }
}

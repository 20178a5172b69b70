package io.clientele.stack.imports;

import static io.clientele.stack.imports.ImportFormat.HILLSTROM;
import static io.clientele.stack.imports.Imported.decimal;
import static io.clientele.stack.imports.Imported.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HillstromFormatTest {
    private static final String HEADER = "recency,zip_code,segment,visit,conversion,spend";

    @TempDir
    Path folder;

    @Test
    void aRowIsAMessageInAnArmAndWhatCameOfIt() throws IOException {
        List<GenericRecord> events = Imported.text(HILLSTROM, folder, HEADER, "10,Rural,Mens E-Mail,1,1,29.99")
                .events();

        assertThat(events)
                .extracting(event -> text(event, "event_name"))
                .containsExactly("message_sent", "page_viewed", "order_placed");
        assertThat(events)
                .extracting(event -> text(event, "customer_id"))
                .containsOnly(text(events.get(0), "customer_id"));
        assertThat(text(events.get(0), "arm")).isEqualTo("mens_e_mail");
        assertThat(decimal(events.get(2), "gross_amount")).isEqualByComparingTo("29.99");
        assertThat(events).extracting(Imported::time).isSorted();
    }

    @Test
    void whoWasSentNothingIsTheHoldout() throws IOException {
        GenericRecord message = Imported.text(HILLSTROM, folder, HEADER, "10,Rural,No E-Mail,0,0,0")
                .events()
                .get(0);

        assertThat(text(message, "event_name")).isEqualTo("message_suppressed");
        assertThat(text(message, "arm")).isEqualTo("holdout");
        assertThat(text(message, "reason")).isEqualTo("holdout");
    }

    @Test
    void equalRowsAreCustomersOfTheirOwnAlsoInTwoFilesAndTheSameInEveryImport() throws IOException {
        String row = "10,Rural,No E-Mail,0,0,0";
        List<String> once = Imported.text(HILLSTROM, folder, HEADER, row, row).eventIds();

        assertThat(once).doesNotHaveDuplicates();
        assertThat(Imported.text(HILLSTROM, folder, HEADER, row, row).eventIds())
                .isEqualTo(once);
        assertThat(Imported.text(HILLSTROM, folder, HEADER, "9,Rural,No E-Mail,0,0,0", row)
                        .eventIds())
                .doesNotContainAnyElementsOf(once);
    }

    @Test
    void whatCannotBeIsRefusedByItsReason() throws IOException {
        Imported imported = Imported.text(
                HILLSTROM,
                folder,
                HEADER,
                "1,Rural,Letter,0,0,0",
                "1,Rural,Mens E-Mail,2,0,0",
                "1,Rural,Mens E-Mail,1,0,5",
                "1,Rural,Mens E-Mail,1,1,-5",
                "1,Rural,Mens E-Mail,1,1,much");

        assertThat(imported.events()).isEmpty();
        assertThat(imported.report().refused())
                .isEqualTo(Map.of("unknown_segment", 1L, "bad_number", 2L, "spend_without_conversion", 2L));
        assertThat(imported.refusedRows()).anyMatch(line -> line.contains("Womens E-Mail"));
    }
}

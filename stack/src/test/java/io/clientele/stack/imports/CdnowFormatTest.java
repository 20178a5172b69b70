package io.clientele.stack.imports;

import static io.clientele.stack.imports.ImportFormat.CDNOW;
import static io.clientele.stack.imports.Imported.decimal;
import static io.clientele.stack.imports.Imported.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CdnowFormatTest {
    @TempDir
    Path folder;

    @Test
    void aRowOfTheSampleIsAnOrderOfItsSampleNumber() throws IOException {
        GenericRecord order = Imported.text(CDNOW, folder, " 00004 0001 19970118  2   29.73\r")
                .events()
                .get(0);

        assertThat(text(order, "customer_id")).isEqualTo("0001");
        assertThat(decimal(order, "gross_amount")).isEqualByComparingTo("29.73");
        assertThat(Imported.time(order)).isEqualTo(Instant.parse("1997-01-18T00:00:00Z"));
    }

    @Test
    void theWholeSetHasNoSampleNumber() throws IOException {
        Imported imported = Imported.text(CDNOW, folder, " 00001 19970101  1   11.77", " 00002 19970112  1   12.00");

        assertThat(imported.events())
                .extracting(event -> text(event, "customer_id"))
                .containsExactly("00001", "00002");
    }

    @Test
    void equalRowsAreOrdersOfTheirOwnWithTheSameIdsInEveryImport() throws IOException {
        String[] rows = {"00004 0001 19970118 2 29.73", "00004 0001 19970118 2 29.73", "00004 0001 19970119 2 29.73"};

        Imported once = Imported.text(CDNOW, folder, rows);
        Imported again = Imported.text(CDNOW, folder, rows[2], rows[1], rows[0]);

        assertThat(once.eventIds()).hasSize(3).doesNotHaveDuplicates();
        assertThat(once.events()).extracting(event -> text(event, "order_id")).doesNotHaveDuplicates();
        assertThat(again.eventIds()).isEqualTo(once.eventIds());
    }

    @Test
    void anOrderOfNothingIsAnOrder() throws IOException {
        assertThat(Imported.text(CDNOW, folder, "00004 0001 19970118 1 0.00").events())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "wrong_columns,    00004 0001 19970118 2",
        "bad_date,         00004 0001 19971318 2 29.73",
        "bad_number,       00004 0001 19970118 two 29.73",
        "bad_number,       00004 0001 19970118 2 $29.73",
        "negative_revenue, 00004 0001 19970118 2 -29.73"
    })
    void aBrokenRowInTheMiddleIsRefused(String reason, String row) throws IOException {
        Imported imported =
                Imported.text(CDNOW, folder, "00004 0001 19970101 2 29.33", row, "00004 0001 19970802 1 14.96");

        assertThat(imported.events()).hasSize(2);
        assertThat(imported.report().refused()).containsEntry(reason, 1L).hasSize(1);
        assertThat(imported.refusedRows().get(1)).startsWith("2," + reason + ",");
    }

    @Test
    void wrongColumnsAreNamed() {
        assertThatThrownBy(() -> Imported.text(CDNOW, folder, "customer_id,revenue"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("expected are five apart by blanks")
                .hasMessageContaining("found is 'customer_id,revenue'");
    }

    @Test
    void anEmptyFileIsNamedAsSuch() {
        assertThatThrownBy(() -> Imported.text(CDNOW, folder, "")).hasMessageEndingWith("is empty");
    }
}

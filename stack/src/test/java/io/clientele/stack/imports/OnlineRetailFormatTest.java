package io.clientele.stack.imports;

import static io.clientele.stack.imports.ImportFormat.ONLINE_RETAIL;
import static io.clientele.stack.imports.Imported.decimal;
import static io.clientele.stack.imports.Imported.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnlineRetailFormatTest {
    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    @TempDir
    Path folder;

    @Test
    void theLinesOfAnInvoiceAreOneOrderAtTheTimeOfItsFirstLine() throws IOException {
        Imported imported = read(
                "536370,22728,ALARM CLOCK,24,2010-12-01 08:46:00,3.75,12583.0,France",
                "536371,22086,CHAIN,80,2010-12-01 09:00:00,2.55,13748.0,United Kingdom",
                "536370,22727,\"CLOCK, RED\",2,2010-12-01 08:45:00,0.85,12583.0,France");

        assertThat(imported.events()).hasSize(2);
        GenericRecord order = imported.events().get(0);
        assertThat(text(order, "event_name")).isEqualTo("order_placed");
        assertThat(text(order, "order_id")).isEqualTo("536370");
        assertThat(text(order, "customer_id")).isEqualTo("12583");
        assertThat(text(order, "source")).isEqualTo("online-retail");
        assertThat(text(order, "currency")).isEqualTo("GBP");
        assertThat(text(order, "country")).isEqualTo("FR");
        assertThat(Imported.time(order)).isEqualTo(Instant.parse("2010-12-01T08:45:00Z"));
        assertThat(decimal(order, "gross_amount")).isEqualByComparingTo("91.70");
        assertThat((List<?>) order.get("lines")).hasSize(2);
        assertThat(order.get("sent_at")).isNull();
        assertThat(order.get("received_at")).isNull();
    }

    @Test
    void equalLinesInsideAnInvoiceAreLines() throws IOException {
        String line = "536370,22728,ALARM CLOCK,1,2010-12-01 08:45:00,3.75,12583,France";

        Imported imported = read(line, line, line);

        assertThat(imported.events()).hasSize(1);
        assertThat(decimal(imported.events().get(0), "gross_amount")).isEqualByComparingTo("11.25");
    }

    @Test
    void aCreditInvoiceIsOneRefundOfTheCustomerThatNamesNoOrder() throws IOException {
        Imported imported = read(
                "C536379,D,Discount,-1,2010-12-01 09:41:00,27.50,14527.0,United Kingdom",
                "C536379,22728,ALARM CLOCK,-2,2010-12-01 09:41:00,3.75,14527.0,United Kingdom");

        assertThat(imported.events()).hasSize(1);
        GenericRecord refund = imported.events().get(0);
        assertThat(text(refund, "event_name")).isEqualTo("order_refunded");
        assertThat(refund.get("order_id")).isNull();
        assertThat(text(refund, "customer_id")).isEqualTo("14527");
        assertThat(decimal(refund, "refund_amount")).isEqualByComparingTo("35.00");
        assertThat(refund.get("gross_amount")).isNull();
    }

    @Test
    void anInvoiceWithoutACustomerIsAGuestsOrder() throws IOException {
        GenericRecord order = read("536414,22139,MUG,5,2010-12-01 11:52:00,1.25,,United Kingdom")
                .events()
                .get(0);

        assertThat(text(order, "order_id")).isEqualTo("536414");
        for (String identifier : List.of("customer_id", "anonymous_id", "device_id", "loyalty_id")) {
            assertThat(order.get(identifier)).as(identifier).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "skipped |stock_adjustment        |536589,21777,,-10,2010-12-01 16:50:00,0,,United Kingdom",
                "skipped |stock_adjustment        |536589,21777,,0,2010-12-01 16:50:00,1.00,17850,United Kingdom",
                "skipped |refund_without_customer |C536589,21777,,-1,2010-12-01 16:50:00,1.00,,United Kingdom",
                "refused |price_not_positive      |536414,22139,MUG,56,2010-12-01 11:52:00,0.0,,United Kingdom",
                "refused |price_not_positive      |A563186,B,Adjust bad debt,1,2011-08-12 14:51:00,-11062.06,,UK",
                "refused |price_not_positive      |C536414,22139,MUG,-5,2010-12-01 11:52:00,0,12583,France",
                "refused |bad_number              |536414,22139,MUG,five,2010-12-01 11:52:00,1,12583,France",
                "refused |bad_number              |536414,22139,MUG,1.5,2010-12-01 11:52:00,1,12583,France",
                "refused |bad_number              |536414,22139,MUG,5,2010-12-01 11:52:00,1e9,12583,France",
                "refused |bad_date                |536414,22139,MUG,5,2010-02-30 11:52:00,1,12583,France",
                "refused |missing_value           |,22139,MUG,5,2010-12-01 11:52:00,1,12583,France",
                "refused |wrong_columns           |536414,22139,MUG,5,2010-12-01 11:52:00,1,12583",
                "refused |broken_row              |536414,\"22139\"x,MUG,5,2010-12-01 11:52:00,1,12583,France",
            })
    void rowsThatAreNoSaleAreCountedByReason(String fate, String reason, String row) throws IOException {
        String good = "536370,22728,ALARM CLOCK,1,2010-12-01 08:45:00,3.75,12583,France";

        Imported imported = read(good, row, good.replace("536370", "536371"));

        assertThat(imported.events()).hasSize(2);
        assertThat(imported.report().rowsRead()).isEqualTo(3);
        if (fate.equals("skipped")) {
            assertThat(imported.report().skipped()).containsEntry(reason, 1L).hasSize(1);
            assertThat(imported.report().refused()).isEmpty();
        } else {
            assertThat(imported.report().refused()).containsEntry(reason, 1L).hasSize(1);
            assertThat(imported.refusedRows()).hasSize(2);
            assertThat(imported.refusedRows().get(1)).startsWith("3," + reason + ",");
        }
    }

    @Test
    void aStrayQuoteCostsItsOwnRowOnly() throws IOException {
        Imported imported = read(
                "536370,22728,\"ALARM CLOCK,1,2010-12-01 08:45:00,3.75,12583,France",
                "536371,22728,ALARM CLOCK,1,2010-12-01 08:45:00,3.75,12583,France",
                "536372,22728,\"CLOCK, \"\"RED\"\"\",1,2010-12-01 08:45:00,3.75,12583,France",
                "536373,22728,ALARM CLOCK,1,2010-12-01 08:45:00,3.75,12583,France");

        assertThat(imported.events()).hasSize(3);
        assertThat(imported.report().refused()).containsExactly(java.util.Map.entry("broken_row", 1L));
        assertThat(imported.refusedRows().get(1)).startsWith("2,broken_row,");
    }

    @Test
    void aQuotedFieldMayGoOnInTheNextLine() throws IOException {
        Imported imported = read(
                "536370,22728,\"ALARM",
                "CLOCK\",1,2010-12-01 08:45:00,3.75,12583,France",
                "536371,22728,ALARM CLOCK,x,2010-12-01 08:45:00,3.75,12583,France");

        assertThat(imported.events()).hasSize(1);
        assertThat(imported.refusedRows().get(1)).startsWith("4,bad_number,");
    }

    @Test
    void timesWithoutAZoneAreInTheBusinessZone() throws IOException {
        Imported imported = Imported.text(
                ONLINE_RETAIL,
                folder,
                ZoneId.of("Europe/Berlin"),
                HEADER,
                "536370,22728,CLOCK,1,12/1/2010 8:26,3.75,12583,France");

        assertThat(Imported.time(imported.events().get(0))).isEqualTo(Instant.parse("2010-12-01T07:26:00Z"));
    }

    @Test
    void theIdsDependOnTheInvoiceAndNotOnTheFile() throws IOException {
        String one = "536370,22728,CLOCK,1,2010-12-01 08:45:00,3.75,12583,France";
        String two = "C536371,22728,CLOCK,-1,2010-12-02 08:45:00,3.75,12583,France";

        assertThat(read(two, one).eventIds())
                .containsExactlyInAnyOrderElementsOf(read(one, two).eventIds())
                .doesNotHaveDuplicates();
    }

    @Test
    void theColumnNamesOfOnlineRetailTwoAreKnownToo() throws IOException {
        Imported imported = Imported.text(
                ONLINE_RETAIL,
                folder,
                "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country",
                "489434,85048,LIGHTS,12,2009-12-01 07:45:00,6.95,13085.0,Channel Islands");

        assertThat(imported.events()).hasSize(1);
        assertThat(imported.events().get(0).get("country")).isNull();
    }

    @Test
    void wrongColumnsAreNamed() {
        assertThatThrownBy(() -> Imported.text(ONLINE_RETAIL, folder, "customer_id,revenue", "1,2"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("expected are InvoiceNo, StockCode, Description")
                .hasMessageContaining("found are customer_id, revenue");
    }

    private Imported read(String... rows) throws IOException {
        String[] lines = new String[rows.length + 1];
        lines[0] = HEADER;
        System.arraycopy(rows, 0, lines, 1, rows.length);
        return Imported.text(ONLINE_RETAIL, folder, lines);
    }
}

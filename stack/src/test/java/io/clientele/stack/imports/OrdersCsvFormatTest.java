package io.clientele.stack.imports;

import static io.clientele.stack.imports.ImportFormat.ORDERS_CSV;
import static io.clientele.stack.imports.Imported.decimal;
import static io.clientele.stack.imports.Imported.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdersCsvFormatTest {
    private static final String HEADER = "customer_id,order_id,order_date,revenue";

    @TempDir
    Path folder;

    @Test
    void aRowIsAnOrder() throws IOException {
        GenericRecord order =
                read(HEADER, "Abbey O'Reilly,17,2006-06-09,472.05").events().get(0);

        assertThat(text(order, "event_name")).isEqualTo("order_placed");
        assertThat(text(order, "customer_id")).isEqualTo("Abbey O'Reilly");
        assertThat(text(order, "order_id")).isEqualTo("17");
        assertThat(text(order, "currency")).isEqualTo("GBP");
        assertThat(decimal(order, "gross_amount")).isEqualByComparingTo("472.05");
        assertThat(Imported.time(order)).isEqualTo(Instant.parse("2006-06-09T00:00:00Z"));
    }

    @Test
    void columnsComeInAnyOrderAndTheRestStaysInTheFile() throws IOException {
        GenericRecord order = read(
                        "\"email\",\"Revenue\",\"order_date\",\"currency\",\"customer_id\",\"exchange_rate\"",
                        "\"a@example.org\",32,\"2004-12-20 10:11:12\",\"eur\",\"Brion Stark\",\"0.85\"")
                .events()
                .get(0);

        assertThat(text(order, "currency")).isEqualTo("EUR");
        assertThat(decimal(order, "exchange_rate")).isEqualByComparingTo("0.85");
        assertThat(Imported.time(order)).isEqualTo(Instant.parse("2004-12-20T10:11:12Z"));
        assertThat(order.toString()).doesNotContain("example.org");
    }

    @Test
    void withoutOrderIdsEqualRowsAreOrdersOfTheirOwn() throws IOException {
        String header = "customer_id,order_date,revenue";

        Imported once = read(header, "A,2006-01-01,10", "A,2006-01-01,10", "B,2006-01-01,10");
        Imported again = read(header, "B,2006-01-01,10.00", "A,2006-01-01,10", "A,2006-01-01,10");

        assertThat(once.eventIds()).hasSize(3).doesNotHaveDuplicates();
        assertThat(again.eventIds()).containsExactlyInAnyOrderElementsOf(once.eventIds());
    }

    @Test
    void theSameOrderAgainIsSkippedOrRefused() throws IOException {
        Imported imported =
                read(HEADER, "A,1,2006-01-01,10", "A,1,2006-01-01,10", "A,1,2006-01-02,10", "B,1,2006-01-01,5");

        assertThat(imported.events()).hasSize(2);
        assertThat(imported.report().skipped()).containsEntry("repeated_row", 1L);
        assertThat(imported.report().refused()).containsEntry("order_id_repeated", 1L);
        assertThat(imported.refusedRows().get(1)).startsWith("4,order_id_repeated,");
    }

    @Test
    void anOrderOfNothingIsAnOrder() throws IOException {
        assertThat(read(HEADER, "A,1,2006-01-01,0.00").events()).hasSize(1);
    }

    @Test
    void anOrderWithoutACustomerIsAGuests() throws IOException {
        assertThat(read(HEADER, ",1,2006-01-01,5").events().get(0).get("customer_id"))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "negative_revenue | A,2,2006-01-01,-0.01",
                "bad_number       | A,2,2006-01-01,",
                "bad_number       | A,2,2006-01-01,1.2.3",
                "bad_number       | A,2,2006-01-01,100000000000000",
                "bad_date         | A,2,01.02.2006,5",
                "bad_date         | A,2,2006-01-01 25:00:00,5",
                "missing_value    | A,,2006-01-01,5",
                "wrong_columns    | A,2,2006-01-01,5,6",
                "broken_row       | \"A\"B,2,2006-01-01,5",
                "broken_row       | \"A,2,2006-01-01,5",
            })
    void aBrokenRowInTheMiddleIsRefused(String reason, String row) throws IOException {
        Imported imported = read(HEADER, "A,1,2006-01-01,10", row, "A,3,2006-01-01,10");

        assertThat(imported.events()).hasSize(2);
        assertThat(imported.report().refused()).containsEntry(reason, 1L).hasSize(1);
        assertThat(imported.refusedRows().get(1)).startsWith("3," + reason + ",");
    }

    @ParameterizedTest
    @CsvSource({
        "2006-03-26,                    2006-03-25T23:00:00Z",
        "2006-03-26 03:00,              2006-03-26T01:00:00Z",
        "2006-03-26T03:00:00.25,        2006-03-26T01:00:00.250Z",
        "2006-03-26T03:00:00Z,          2006-03-26T03:00:00Z",
        "2006-03-26 03:00:00.123+05:30, 2006-03-25T21:30:00.123Z"
    })
    void datesAndTimesAreInTheBusinessZoneUnlessTheySayOtherwise(String text, String instant) throws IOException {
        Imported imported =
                Imported.text(ORDERS_CSV, folder, ZoneId.of("Europe/Berlin"), HEADER, "A,1," + text + ",10");

        assertThat(Imported.time(imported.events().get(0))).isEqualTo(Instant.parse(instant));
    }

    @Test
    void wrongColumnsAreNamed() {
        assertThatThrownBy(() -> read("customer;date;revenue", "A;B;C"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("expected are customer_id, order_date, revenue")
                .hasMessageContaining("found are customer;date;revenue");
    }

    private Imported read(String... lines) throws IOException {
        return Imported.text(ORDERS_CSV, folder, lines);
    }
}

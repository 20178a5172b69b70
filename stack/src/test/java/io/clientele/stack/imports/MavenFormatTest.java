package io.clientele.stack.imports;

import static io.clientele.stack.imports.Imported.decimal;
import static io.clientele.stack.imports.Imported.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenFormatTest {
    @TempDir
    Path folder;

    @BeforeEach
    void aSmallShop() throws IOException {
        write(
                "website_sessions",
                "website_session_id,created_at,user_id,is_repeat_session,utm_source,utm_campaign,utm_content,device_type,"
                        + "http_referer",
                "7,2026-03-02 09:00:00,70,0,gsearch,brand,ad,mobile,https://www.gsearch.com",
                "8,2026-03-02 10:00:00,80,0,NULL,NULL,NULL,desktop,https://www.bsearch.com",
                "9,2026-03-02 11:00:00,90,0,NULL,NULL,NULL,watch,NULL",
                "10,2026-03-02 12:00:00,90,1,socialbook,pilot,ad,desktop,https://www.socialbook.com");
        write(
                "website_pageviews",
                "website_pageview_id,created_at,website_session_id,pageview_url",
                "2,2026-03-02 09:00:30,7,/products",
                "1,2026-03-02 09:00:00,7,/home",
                "3,2026-03-02 10:00:00,8,/home",
                "4,2026-03-02 11:00:00,9,/home",
                "5,2026-03-02 12:00:00,10,/home");
        write(
                "orders",
                "order_id,created_at,website_session_id,user_id,primary_product_id,items_purchased,price_usd,cogs_usd",
                "1,2026-03-02 09:10:00,7,70,1,2,15.50,5");
        write(
                "order_items",
                "order_item_id,created_at,order_id,product_id,is_primary_item,price_usd,cogs_usd",
                "1,2026-03-02 09:10:00,1,1,1,10.00,3",
                "2,2026-03-02 09:10:00,1,2,0,5.50,2");
        write(
                "order_item_refunds",
                "order_item_refund_id,created_at,order_item_id,order_id,refund_amount_usd",
                "1,2026-03-09 09:00:00,2,1,5.50");
        write(
                "products",
                "product_id,created_at,product_name",
                "1,2026-01-01 00:00:00,A Bear",
                "2,2026-01-01 00:00:00,A Mouse");
    }

    @Test
    void aPageViewIsOneOfTheUserAndTheFirstTellsWhereTheUserCameFrom() throws IOException {
        List<GenericRecord> views = named(read(), "page_viewed");

        assertThat(views)
                .extracting(
                        event -> text(event, "anonymous_id"),
                        event -> text(event, "page_url"),
                        event -> text(event, "utm_source"),
                        event -> text(event, "utm_medium"),
                        event -> text(event, "device_type"))
                .containsExactlyInAnyOrder(
                        tuple("70", "/home", "gsearch", "cpc", "mobile"),
                        tuple("70", "/products", "null", "null", "mobile"),
                        tuple("80", "/home", "null", "organic", "desktop"),
                        tuple("90", "/home", "null", "null", "other"),
                        tuple("90", "/home", "socialbook", "paid_social", "desktop"));
        assertThat(views).extracting(event -> text(event, "event_id")).doesNotHaveDuplicates();
        assertThat(views).extracting(event -> event.get("customer_id")).containsOnlyNulls();
    }

    @Test
    void anOrderNamesVisitorAndCustomerAndARefundItsOrder() throws IOException {
        Imported imported = read();

        assertThat(named(imported, "order_placed")).singleElement().satisfies(order -> {
            assertThat(text(order, "anonymous_id")).isEqualTo("70");
            assertThat(text(order, "customer_id")).isEqualTo("70");
            assertThat(decimal(order, "gross_amount")).isEqualByComparingTo("15.50");
            assertThat((List<?>) order.get("lines"))
                    .extracting(line -> text((GenericRecord) line, "name"))
                    .containsExactly("A Bear", "A Mouse");
        });
        assertThat(named(imported, "order_refunded")).singleElement().satisfies(refund -> {
            assertThat(text(refund, "order_id")).isEqualTo("1");
            assertThat(text(refund, "customer_id")).isEqualTo("70");
            assertThat(decimal(refund, "refund_amount")).isEqualByComparingTo("5.50");
        });
        assertThat(imported.report().refused()).isEmpty();
    }

    @Test
    void rowsOfNobodyAreRefusedWithTheirReason() throws IOException {
        write(
                "website_pageviews",
                "website_pageview_id,created_at,website_session_id,pageview_url",
                "6,2026-03-02 09:00:30,77,/home",
                "7,yesterday,7,/home");
        write(
                "order_item_refunds",
                "order_item_refund_id,created_at,order_item_id,order_id,refund_amount_usd",
                "1,2026-03-09 09:00:00,2,11,5.50");

        Imported imported = read();

        assertThat(imported.report().refused())
                .isEqualTo(Map.of("unknown_session", 1L, "bad_date", 1L, "unknown_order", 1L));
        assertThat(imported.report().skipped()).containsEntry("session_without_page", 4L);
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws IOException {
        Files.delete(folder.resolve("order_items.csv"));

        assertThatThrownBy(this::read)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("order_items.csv must lie beside");
    }

    private Imported read() throws IOException {
        return Imported.file(ImportFormat.MAVEN, folder, ZoneOffset.UTC, folder.resolve("website_sessions.csv"));
    }

    private static List<GenericRecord> named(Imported imported, String name) {
        return imported.events().stream()
                .filter(event -> text(event, "event_name").equals(name))
                .toList();
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name + ".csv"), String.join("\n", lines) + "\n");
    }
}

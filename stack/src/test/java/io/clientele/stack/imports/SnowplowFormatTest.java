package io.clientele.stack.imports;

import static io.clientele.stack.imports.Imported.decimal;
import static io.clientele.stack.imports.Imported.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnowplowFormatTest {
    private static final String ENTITY = "contexts_com_snowplowanalytics_snowplow_ecommerce_";
    private static final String HEADER =
            "event_id,event_name,platform,collector_tstamp,dvce_created_tstamp,dvce_sent_tstamp,"
                    + "domain_userid,domain_sessionid,user_id,page_url,"
                    + "unstruct_event_com_snowplowanalytics_snowplow_ecommerce_snowplow_ecommerce_action_1,"
                    + ENTITY + "product_1_0_0," + ENTITY + "transaction_1," + ENTITY + "refund_1,"
                    + "contexts_com_snowplowanalytics_snowplow_web_page_1";
    private static final String MUG =
            "[{'id': 'm1', 'name': 'Mug', 'category': 'home/kitchen', 'price': 4.5, 'quantity': 2, 'currency': 'EUR'}]";

    @TempDir
    Path folder;

    @Test
    void anActionIsTheClickOfTheSameMeaningAtTheCorrectedTime() throws IOException {
        Imported imported = read(row("e1", "snowplow_ecommerce_action", "{'type': 'add_to_cart'}", MUG, "", "", ""));

        assertThat(imported.events()).singleElement().satisfies(event -> {
            assertThat(text(event, "event_id")).isEqualTo("e1");
            assertThat(text(event, "event_name")).isEqualTo("product_added");
            assertThat(text(event, "anonymous_id")).isEqualTo("cookie");
            assertThat(text(event, "cart_id"))
                    .as("the session's, where the tracker gives it no id")
                    .isEqualTo("s1");
            assertThat(text(event, "currency")).isEqualTo("EUR");
            assertThat(SortedEvents.instant(Journeys.time(event)))
                    .as("an hour ahead on the client's clock")
                    .isEqualTo(Instant.parse("2026-03-02T09:00:00Z"));
            assertThat((List<?>) event.get("products")).singleElement().satisfies(each -> {
                GenericRecord product = (GenericRecord) each;
                assertThat(text(product, "category_path")).isEqualTo("home > kitchen");
                assertThat(product.get("quantity")).isEqualTo(2);
                assertThat(decimal(product, "price")).isEqualByComparingTo("4.5");
            });
        });
    }

    @Test
    void aTransactionIsAnOrderAndTheLastStepThatNamesIt() throws IOException {
        Imported imported = read(row(
                "e1",
                "snowplow_ecommerce_action",
                "{'type': 'transaction'}",
                MUG,
                "[{'transaction_id': 'o1', 'revenue': '11.5', 'shipping': 2, 'tax': 1.5, 'discount_amount': 1, 'currency': 'EUR'}]",
                "",
                ""));

        assertThat(imported.events()).hasSize(2);
        GenericRecord order = imported.events().get(0);
        assertThat(text(order, "event_name")).isEqualTo("order_placed");
        assertThat(decimal(order, "gross_amount")).isEqualByComparingTo("9");
        assertThat(decimal(order, "discount_amount")).isEqualByComparingTo("1");
        assertThat((List<?>) order.get("lines")).hasSize(1);
        GenericRecord step = imported.events().get(1);
        assertThat(text(step, "event_name")).isEqualTo("checkout_step_completed");
        assertThat(text(step, "order_id")).isEqualTo("o1");
        assertThat(text(step, "cart_id")).isEqualTo("s1");
    }

    @Test
    void aRefundIsOne() throws IOException {
        Imported imported = read(row(
                "e1",
                "snowplow_ecommerce_action",
                "{'type': 'refund'}",
                MUG,
                "",
                "[{'transaction_id': 'o1', 'refund_amount': 4.5, 'currency': 'EUR', 'refund_reason': 'broken'}]",
                ""));

        assertThat(imported.events()).singleElement().satisfies(refund -> {
            assertThat(text(refund, "event_name")).isEqualTo("order_refunded");
            assertThat(text(refund, "order_id")).isEqualTo("o1");
            assertThat(decimal(refund, "refund_amount")).isEqualByComparingTo("4.5");
        });
    }

    @Test
    void pagesScreensAndActionsWithoutATypeOncePerPage() throws IOException {
        Imported imported = read(
                row("e1", "page_view", "", "", "", "", "[{'id': 'p0'}]"),
                row("e2", "snowplow_ecommerce_action", "", "", "", "", "[{'id': 'p1'}]"),
                row("e3", "snowplow_ecommerce_action", "{'type': null}", "", "", "", "[{'id': 'p1'}]"),
                row("e4", "page_ping", "", "", "", "", "[{'id': 'p0'}]"));

        assertThat(imported.eventIds()).containsExactly("e1", "e2");
        assertThat(imported.events())
                .extracting(event -> text(event, "event_name"))
                .containsOnly("page_viewed");
        assertThat(imported.report().skipped()).isEqualTo(Map.of("other_event", 1L, "action_without_type", 1L));
        assertThat(imported.report().notes()).isEqualTo(Map.of("action_without_type_as_page", 1L));
    }

    @Test
    void whatCannotBeUsedIsRefusedWithItsReason() throws IOException {
        Imported imported = read(
                row("e1", "snowplow_ecommerce_action", "{'type': 'teleport'}", "", "", "", ""),
                row("e2", "snowplow_ecommerce_action", "{'type': ", "", "", "", ""),
                row(
                        "e3",
                        "snowplow_ecommerce_action",
                        "{'type': 'transaction'}",
                        "",
                        "[{'transaction_id': 'o1'}]",
                        "",
                        ""),
                row("", "page_view", "", "", "", "", ""));

        assertThat(imported.events()).isEmpty();
        assertThat(imported.report().refused())
                .isEqualTo(Map.of("unknown_action", 1L, "bad_json", 1L, "missing_value", 2L));
        assertThat(imported.refusedRows())
                .anySatisfy(row -> assertThat(row).contains("is 'teleport', not one of add_to_cart, checkout_step"))
                .anySatisfy(row -> assertThat(row).contains("currency of the action is empty"));
    }

    @Test
    void aFileWithoutTheContextsIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> Imported.text(ImportFormat.SNOWPLOW, folder, "event_id,event_name", "e1,page_view"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContainingAll(
                        "no column unstruct_event_com_snowplowanalytics", "on Redshift and Postgres join");
    }

    private Imported read(String... rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        lines.addAll(List.of(rows));
        return Imported.text(ImportFormat.SNOWPLOW, folder, lines.toArray(String[]::new));
    }

    /** With single quotes in place of double ones. */
    private static String row(
            String id, String name, String action, String products, String transaction, String refund, String page) {
        return CsvLine.format(Stream.of(
                        id,
                        name,
                        "web",
                        "2026-03-02 09:00:01",
                        "2026-03-02 10:00:00",
                        "2026-03-02 10:00:01",
                        "cookie",
                        "s1",
                        "",
                        "https://shop.example/mugs",
                        action,
                        products,
                        transaction,
                        refund,
                        page)
                .map(value -> value.replace("'", "\""))
                .toList());
    }
}

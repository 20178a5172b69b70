package io.clientele.stack.imports;

import static io.clientele.stack.imports.Imported.decimal;
import static io.clientele.stack.imports.Imported.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompleteJourneyFormatTest {
    private static final String TRANSACTIONS =
            "household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,"
                    + "coupon_match_disc,week,transaction_timestamp";

    @TempDir
    Path folder;

    @BeforeEach
    void aSmallGrocer() throws IOException {
        write("transactions", TRANSACTIONS, "7,309,b1,p1,2,5.00,1.00,0.50,0.25,5,2017-01-28 14:06:53");
        write(
                "products",
                "product_id,manufacturer_id,department,brand,product_category,product_type,package_size",
                "p1,2,GROCERY,National,FRZN ICE,\"ICE - CRUSHED/CUBED\",22 LB");
        write(
                "campaign_descriptions",
                "campaign_id,campaign_type,start_date,end_date",
                "8,Type A,2017-05-08,2017-06-25");
        write("campaigns", "campaign_id,household_id", "8,7", "8,9");
        write(
                "coupon_redemptions",
                "household_id,coupon_upc,campaign_id,redemption_date",
                "7,10000085364,8,2017-05-20",
                "7,10000085364,8,2017-05-20");
        write(
                "demographics",
                "household_id,age,income,home_ownership,marital_status,household_size,household_comp,kids_count",
                "7,65+,35-49K,NA,Married,2,2 Adults No Kids,0");
    }

    @Test
    void aBasketIsAnOrderAtShelfPricesWithAllDiscounts() throws IOException {
        Imported imported = read();

        assertThat(named(imported, "order_placed")).singleElement().satisfies(order -> {
            assertThat(text(order, "order_id")).isEqualTo("b1");
            assertThat(text(order, "customer_id")).isEqualTo("7");
            assertThat(text(order, "store_id")).isEqualTo("309");
            assertThat(text(order, "channel")).isEqualTo("store");
            assertThat(Imported.time(order)).isEqualTo(Instant.parse("2017-01-28T14:06:53Z"));
            assertThat(decimal(order, "gross_amount")).isEqualByComparingTo("6.25");
            assertThat(decimal(order, "discount_amount")).isEqualByComparingTo("1.75");
            assertThat((List<?>) order.get("lines")).singleElement().satisfies(each -> {
                GenericRecord line = (GenericRecord) each;
                assertThat(decimal(line, "price")).isEqualByComparingTo("3.125");
                assertThat(text(line, "name")).isEqualTo("ICE - CRUSHED/CUBED");
                assertThat(text(line, "category_path")).isEqualTo("GROCERY > FRZN ICE");
            });
        });
        assertThatAllAreValid(imported);
    }

    @Test
    void whatDoesNotDivideIsExactAllTheSame() throws IOException {
        write(
                "transactions",
                TRANSACTIONS,
                // 10.00 / 3: the price is rounded up, the rest is a discount
                "7,309,b1,p1,3,10.00,0,0,0,5,2017-01-28 14:06:53",
                // petrol by thousandths of a gallon is one unit
                "7,309,b2,p1,8776,24.13,0,0,0,5,2017-01-28 14:06:53",
                // a coupon on goods that are not in the sample
                "7,309,b3,p1,1,1.00,0,0.75,0,5,2017-01-28 14:06:53",
                "7,309,b3,p9,0,0,0,1.40,0,5,2017-01-28 14:06:53",
                // nothing at all
                "7,309,b4,p1,0,0,0,0,0,5,2017-01-28 14:06:53");

        Imported imported = read();

        assertThat(named(imported, "order_placed"))
                .extracting(
                        order -> text(order, "order_id"),
                        order -> decimal(order, "gross_amount").toPlainString(),
                        order -> decimal(order, "gross_amount")
                                .subtract(decimal(order, "discount_amount"))
                                .toPlainString(),
                        order -> ((GenericRecord) ((List<?>) order.get("lines")).get(0)).get("quantity"))
                .containsExactlyInAnyOrder(
                        tuple("b1", "10.0002", "10.0000", 3),
                        tuple("b2", "24.1300", "24.1300", 1),
                        tuple("b3", "1.0000", "0.0000", 1));
        assertThat(imported.report().notes())
                .isEqualTo(Map.of("row_of_one_unit", 1L, "row_without_goods", 2L, "coupons_beyond_the_goods", 1L));
        assertThat(imported.report().skipped()).containsEntry("basket_without_goods", 1L);
        assertThatAllAreValid(imported);
    }

    @Test
    void whoIsTargetedWasSentAMessageAndACouponNamesItsCampaign() throws IOException {
        Imported imported = read();

        assertThat(named(imported, "message_sent"))
                .extracting(
                        event -> text(event, "customer_id"),
                        event -> text(event, "campaign_id"),
                        event -> text(event, "template_id"),
                        event -> text(event, "arm"),
                        event -> Imported.date(event).toString())
                .containsExactlyInAnyOrder(
                        tuple("7", "8", "Type A", "null", "2017-05-08"),
                        tuple("9", "8", "Type A", "null", "2017-05-08"));
        assertThat(named(imported, "coupon_applied"))
                .extracting(
                        event -> text(event, "customer_id"),
                        event -> text(event, "coupon"),
                        event -> text(event, "utm_campaign"))
                .containsExactly(tuple("7", "10000085364", "8"), tuple("7", "10000085364", "8"));
        assertThat(imported.eventIds()).doesNotHaveDuplicates();
    }

    @Test
    void aHouseholdHasItsAttributesAndNotThoseThatAreNotKnown() throws IOException {
        assertThat(named(read(), "customer_updated"))
                .singleElement()
                .satisfies(event -> assertThat((List<?>) event.get("attributes"))
                        .extracting(
                                each -> text((GenericRecord) each, "name") + "=" + text((GenericRecord) each, "value"))
                        .containsExactly(
                                "age=65+",
                                "income=35-49K",
                                "marital_status=Married",
                                "household_size=2",
                                "household_comp=2 Adults No Kids",
                                "kids_count=0"));
    }

    @Test
    void whatCannotBeUsedIsRefusedWithItsReason() throws IOException {
        write(
                "transactions",
                TRANSACTIONS,
                "7,309,b1,p1,2,5.00,4.440892E-16,0,0,5,2017-01-28 14:06:53",
                "7,309,b2,p1,2,-5.00,0,0,0,5,2017-01-28 14:06:53",
                ",309,b3,p1,2,5.00,0,0,0,5,2017-01-28 14:06:53",
                "7,309,b4,p1,2,5.00,0,0,0,5,last Friday");
        write("campaigns", "campaign_id,household_id", "88,7");

        Imported imported = read();

        assertThat(imported.report().refused())
                .isEqualTo(Map.of(
                        "bad_number",
                        1L,
                        "negative_amount",
                        1L,
                        "missing_value",
                        1L,
                        "bad_date",
                        1L,
                        "unknown_campaign",
                        1L));
        assertThat(imported.refusedRows())
                .anySatisfy(row ->
                        assertThat(row).contains("campaign_id is '88', which is not in campaign_descriptions.csv"));
    }

    @Test
    void aWrongHeaderAndAMissingFileAreNamed() throws IOException {
        write("campaigns", "campaign,household", "8,7");
        assertThatThrownBy(this::read)
                .isInstanceOf(StackFailure.class)
                .hasMessageContainingAll("campaigns.csv has no column campaign_id", "found are campaign, household");

        Files.delete(folder.resolve("campaigns.csv"));
        assertThatThrownBy(this::read)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("campaigns.csv must lie beside");
    }

    private static void assertThatAllAreValid(Imported imported) {
        EventRules rules = new EventRules(Imported.CURRENCY);
        assertThat(imported.events())
                .allSatisfy(event -> assertThat(rules.violation(
                                EventContract.events().stream()
                                        .filter(contract -> contract.schema().equals(event.getSchema()))
                                        .findFirst()
                                        .orElseThrow(),
                                event))
                        .isNull());
    }

    private Imported read() throws IOException {
        return Imported.file(ImportFormat.COMPLETE_JOURNEY, folder, ZoneOffset.UTC, folder.resolve("transactions.csv"));
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

package io.clientele.stack.imports;

import static io.clientele.stack.imports.Imported.decimal;
import static io.clientele.stack.imports.Imported.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import io.clientele.stack.ReferenceData;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real files against figures that were computed from them elsewhere. The files lie beside the project, not in it (not all
 * of them may be passed on); where they are not, these tests are skipped.
 */
class OracleImportTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void needsTheReferenceData() {
        ReferenceData.require();
    }

    /** Orders, money and the last order's date of one customer. */
    private record History(long orders, BigDecimal amount, LocalDate last) {
        static History of(BigDecimal amount, LocalDate date) {
            return new History(1, amount, date);
        }

        History plus(History other) {
            return new History(
                    orders + other.orders, amount.add(other.amount), last.isAfter(other.last) ? last : other.last);
        }

        /** So that 1.5 equals 1.5000. */
        History plain() {
            return new History(orders, amount.stripTrailingZeros(), last);
        }
    }

    @Test
    void onlineRetailOrdersAndRefunds() throws IOException {
        Imported imported = read(ImportFormat.ONLINE_RETAIL, "online_retail_A.csv.gz");

        assertThat(imported.report().rowsRead()).isEqualTo(281_893);
        assertThat(imported.report().refused()).isEqualTo(Map.of("price_not_positive", 618L));
        assertThat(imported.report().skipped())
                .isEqualTo(Map.of("stock_adjustment", 683L, "refund_without_customer", 184L));
        assertThat(byCustomer(imported, "order_placed", "gross_amount"))
                .isEqualTo(oracle("orders_online_retail.csv.gz", "order_date", "revenue"));

        Map<String, History> refunds = byCustomer(imported, "order_refunded", "refund_amount");
        Map<String, History> expected = oracle("refunds_online_retail_A.csv", "refund_date", "amount");
        assertThat(refunds).containsOnlyKeys(expected.keySet());
        expected.forEach((customer, history) -> {
            // The oracle has a row per line, the events are one per credit invoice.
            assertThat(refunds.get(customer))
                    .as(customer)
                    .extracting(History::amount, History::last)
                    .containsExactly(history.amount(), history.last());
        });
        assertThat(imported.eventIds()).doesNotHaveDuplicates();
    }

    @Test
    void cdnowOrders() throws IOException {
        Imported imported = read(ImportFormat.CDNOW, "CDNOW_sample.txt.gz");

        assertThat(imported.events()).hasSize(6_919);
        assertThat(imported.report().refusedCount()).isZero();
        assertThat(imported.eventIds()).doesNotHaveDuplicates();
        assertThat(byCustomer(imported, "order_placed", "gross_amount"))
                .isEqualTo(oracle("orders_cdnow_sample.csv.gz", "order_date", "revenue"));
    }

    @Test
    void ordersCsvWithoutOrderIds() throws IOException {
        Imported imported = read(ImportFormat.ORDERS_CSV, "rfm_data_orders.csv.gz");

        assertThat(imported.events()).hasSize(4_906);
        assertThat(imported.report().refusedCount()).isZero();
        assertThat(imported.eventIds()).doesNotHaveDuplicates();
        Map<String, History> orders = byCustomer(imported, "order_placed", "gross_amount");
        Map<String, History> expected = new TreeMap<>();
        LocalDate asOf = LocalDate.of(2006, 12, 31);
        for (Map<String, String> row : ReferenceData.csv("oracle/rfm_data_orders_2006-12-31.csv")) {
            expected.put(
                    row.get("customer_id"),
                    new History(
                                    Long.parseLong(row.get("frequency")),
                                    new BigDecimal(row.get("monetary")),
                                    asOf.minusDays(Long.parseLong(row.get("recency_days"))))
                            .plain());
        }
        assertThat(orders).isEqualTo(expected);
    }

    @Test
    void ordersCsvWithOrderIds() throws IOException {
        Imported imported = read(ImportFormat.ORDERS_CSV, "oracle/orders_online_retail.csv.gz");

        assertThat(imported.report().refusedCount()).isZero();
        assertThat(byCustomer(imported, "order_placed", "gross_amount"))
                .isEqualTo(oracle("orders_online_retail.csv.gz", "order_date", "revenue"));
    }

    /** The pages that were seen, by their addresses, and how many each user saw. */
    @Test
    void mavenPageViewsAndOrders() throws IOException {
        ReferenceData.unpack("maven_subset.tar.gz", folder);
        Imported imported =
                Imported.file(ImportFormat.MAVEN, folder, ZoneOffset.UTC, folder.resolve("website_sessions.csv"));

        Map<String, Long> pages = new TreeMap<>();
        Map<String, Long> users = new TreeMap<>();
        for (GenericRecord event : imported.events()) {
            if (text(event, "event_name").equals("page_viewed")) {
                pages.merge(text(event, "page_url"), 1L, Long::sum);
                users.merge(text(event, "anonymous_id"), 1L, Long::sum);
            }
        }
        Map<String, Long> expectedPages = new TreeMap<>();
        for (Map<String, String> row : ReferenceData.csv("oracle/event_types_maven_first_sessions.csv")) {
            expectedPages.put(row.get("event_type"), Long.parseLong(row.get("events")));
        }
        Map<String, Long> expectedUsers = new TreeMap<>();
        long purchases = 0;
        for (Map<String, String> row : ReferenceData.csv("oracle/sessions_maven_first_sessions.csv.gz")) {
            expectedUsers.merge(row.get("user_id"), Long.parseLong(row.get("events")), Long::sum);
            purchases += Long.parseLong(row.get("purchase"));
        }
        assertThat(pages).isEqualTo(expectedPages);
        assertThat(users).isEqualTo(expectedUsers);
        assertThat(imported.events())
                .as("an order for each page that thanks for one")
                .filteredOn(event -> text(event, "event_name").equals("order_placed"))
                .hasSize((int) purchases);
        assertThat(imported.report().refusedCount()).isZero();
        assertThat(imported.eventIds()).doesNotHaveDuplicates();
    }

    /** Whom each campaign was sent to, and how many coupons of it how many households handed in. */
    @Test
    void completeJourneyCampaigns() throws IOException {
        Imported imported = read(ImportFormat.COMPLETE_JOURNEY, "completejourney_cc0.tar.gz");

        Map<String, TreeSet<String>> targeted = new TreeMap<>();
        Map<String, TreeSet<String>> redeeming = new TreeMap<>();
        Map<String, Long> redemptions = new TreeMap<>();
        for (GenericRecord event : imported.events()) {
            if (text(event, "event_name").equals("message_sent")) {
                targeted.computeIfAbsent(text(event, "campaign_id"), id -> new TreeSet<>())
                        .add(text(event, "customer_id"));
            } else if (text(event, "event_name").equals("coupon_applied")) {
                redemptions.merge(text(event, "utm_campaign"), 1L, Long::sum);
                redeeming
                        .computeIfAbsent(text(event, "utm_campaign"), id -> new TreeSet<>())
                        .add(text(event, "customer_id"));
            }
        }
        List<String> campaigns = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (Map<String, String> row : ReferenceData.csv("oracle/completejourney_campaigns.csv")) {
            String id = row.get("campaign_id");
            campaigns.add("%s %d %d %d"
                    .formatted(
                            id,
                            targeted.getOrDefault(id, new TreeSet<>()).size(),
                            redeeming.getOrDefault(id, new TreeSet<>()).size(),
                            redemptions.getOrDefault(id, 0L)));
            expected.add("%s %s %s %s"
                    .formatted(
                            id,
                            row.get("households_targeted"),
                            row.get("households_redeeming"),
                            row.get("redemptions")));
        }
        assertThat(campaigns).hasSize(27).isEqualTo(expected);
        assertThat(imported.report().refused()).isEqualTo(Map.of("bad_number", 1L));
        assertThat(imported.eventIds()).doesNotHaveDuplicates();
        EventRules rules = new EventRules(Imported.CURRENCY);
        EventContract orders = EventContract.of("orders");
        assertThat(imported.events())
                .filteredOn(event -> event.getSchema().equals(orders.schema()))
                .hasSizeGreaterThan(47_000)
                .allSatisfy(order -> assertThat(rules.violation(orders, order)).isNull());
    }

    private Imported read(ImportFormat format, String file) throws IOException {
        return Imported.file(format, folder, ZoneOffset.UTC, ReferenceData.file(file));
    }

    private static Map<String, History> byCustomer(Imported imported, String eventName, String amount) {
        Map<String, History> histories = new TreeMap<>();
        for (GenericRecord event : imported.events()) {
            if (text(event, "event_name").equals(eventName) && event.get("customer_id") != null) {
                histories.merge(
                        text(event, "customer_id"),
                        History.of(decimal(event, amount), Imported.date(event)),
                        History::plus);
            }
        }
        histories.replaceAll((customer, history) -> history.plain());
        return histories;
    }

    private static Map<String, History> oracle(String file, String date, String amount) throws IOException {
        Map<String, History> histories = new TreeMap<>();
        for (Map<String, String> row : ReferenceData.csv("oracle/" + file)) {
            histories.merge(
                    row.get("customer_id"),
                    History.of(new BigDecimal(row.get(amount)), LocalDate.parse(row.get(date))),
                    History::plus);
        }
        histories.replaceAll((customer, history) -> history.plain());
        return histories;
    }
}

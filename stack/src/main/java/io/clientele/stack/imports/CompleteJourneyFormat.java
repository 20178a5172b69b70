package io.clientele.stack.imports;

import io.clientele.schemas.EventContract;
import io.clientele.stack.imports.CsvRows.Fields;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The Complete Journey of 84.51°: a year of a grocer's households. Baskets become orders ({@link CompleteJourneyBaskets}). Who was
 * targeted by a campaign was sent a message of it on its first day; a coupon that was redeemed is {@code coupon_applied} with the campaign
 * it came of, at the first instant of its day, for the time is not known. Who did not get a campaign was not held out by
 * chance, so the messages have no arm. Households become customers, with what is known of them as attributes. All is on the channel {@code store}.
 */
final class CompleteJourneyFormat implements FileFormat {
    static final String NAME = "completejourney";

    private static final DataSetFile TRANSACTIONS = new DataSetFile("transactions", "transactions_sample");
    private static final DataSetFile PRODUCTS = DataSetFile.named("products");
    private static final DataSetFile CAMPAIGNS = DataSetFile.named("campaigns");
    private static final DataSetFile DESCRIPTIONS = DataSetFile.named("campaign_descriptions");
    private static final DataSetFile REDEMPTIONS = DataSetFile.named("coupon_redemptions");
    private static final DataSetFile DEMOGRAPHICS = DataSetFile.named("demographics");

    static final List<DataSetFile> FILES =
            List.of(TRANSACTIONS, PRODUCTS, CAMPAIGNS, DESCRIPTIONS, REDEMPTIONS, DEMOGRAPHICS);

    /** Where all of it happened. */
    static final String CHANNEL = "store";

    private static final EventContract MESSAGES = EventContract.of("interactions");
    private static final EventContract CLICKS = EventContract.of("clickstream");
    private static final EventContract CUSTOMERS = EventContract.of("customers");
    private static final List<String> ATTRIBUTES = List.of(
            "age", "income", "home_ownership", "marital_status", "household_size", "household_comp", "kids_count");

    /** The study's first day: what is known of the households has no date. */
    private static final LocalDate FIRST_DAY = LocalDate.of(2017, 1, 1);

    private final BusinessTime time;
    private final String currency;
    private final Supplier<ExternalSort> sorts;

    /**
     * @param zone of the times in the files
     * @param currency of the amounts
     * @param sorts makes the sort that brings the lines of a basket together
     */
    CompleteJourneyFormat(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
        this.time = new BusinessTime(zone);
        this.currency = currency;
        this.sorts = sorts;
    }

    @Override
    public void read(TextLines lines, EventSink events, ImportReport report) throws IOException {
        CompleteJourneyBaskets baskets = new CompleteJourneyBaskets(time, currency, events, report);
        try (TextLines products = PRODUCTS.openBeside(lines);
                RowSort sort = new RowSort(sorts.get())) {
            baskets.learnProducts(products);
            baskets.read(lines, sort);
        }
        Map<String, Campaign> campaigns = new HashMap<>();
        each(lines, DESCRIPTIONS, report, List.of("campaign_id", "campaign_type", "start_date"), row -> {
            campaigns.put(
                    required(row, "campaign_id"),
                    new Campaign(row.get("campaign_type"), time.iso("start_date", row.get("start_date"))));
            report.skip("campaign");
        });
        each(lines, CAMPAIGNS, report, List.of("campaign_id", "household_id"), row -> {
            String campaign = required(row, "campaign_id");
            events.accept(MESSAGES.topic(), sent(campaign, known(campaigns, campaign), required(row, "household_id")));
        });
        Map<String, Integer> redeemed = new HashMap<>();
        each(
                lines,
                REDEMPTIONS,
                report,
                List.of("household_id", "coupon_upc", "campaign_id", "redemption_date"),
                row -> {
                    known(campaigns, required(row, "campaign_id"));
                    events.accept(CLICKS.topic(), redeemed(row, redeemed));
                });
        List<String> columns = new ArrayList<>(List.of("household_id"));
        columns.addAll(ATTRIBUTES);
        each(lines, DEMOGRAPHICS, report, columns, row -> events.accept(CUSTOMERS.topic(), household(row)));
    }

    /** A campaign: of which kind, and when it began. */
    private record Campaign(String type, Instant start) {}

    /** Takes a row. */
    @FunctionalInterface
    private interface RowReader {
        void take(Fields row) throws RowRefused;
    }

    private static void each(
            TextLines lines, DataSetFile file, ImportReport report, List<String> columns, RowReader reader)
            throws IOException {
        Map<String, List<String>> required = new LinkedHashMap<>();
        columns.forEach(column -> required.put(column, List.of()));
        try (TextLines beside = file.openBeside(lines)) {
            CsvRows rows = new CsvRows(beside, report, required, List.of());
            for (Row row = rows.next(); row != null; row = rows.next()) {
                try {
                    reader.take(rows.fields(row));
                } catch (RowRefused e) {
                    report.refuse(row, e);
                }
            }
        }
    }

    private static Campaign known(Map<String, Campaign> campaigns, String id) throws RowRefused {
        @Nullable Campaign campaign = campaigns.get(id);
        if (campaign == null) {
            throw new RowRefused(
                    "unknown_campaign", "campaign_id is '%s', which is not in %s".formatted(id, DESCRIPTIONS.label()));
        }
        return campaign;
    }

    private static GenericRecord sent(String id, Campaign campaign, String household) {
        return EventBuilder.event(
                        MESSAGES,
                        "message_sent",
                        EventIds.of(NAME, "message_sent", id, household),
                        campaign.start(),
                        NAME,
                        CHANNEL)
                .set("customer_id", household)
                .set("message_id", "%s-%s-%s".formatted(NAME, id, household))
                .set("campaign_id", id)
                .set("template_id", campaign.type().isEmpty() ? null : campaign.type())
                .build();
    }

    /** Equal rows are redemptions of their own: so many coupons of a kind were handed in that day. */
    private GenericRecord redeemed(Fields row, Map<String, Integer> before) throws RowRefused {
        String household = required(row, "household_id");
        String coupon = required(row, "coupon_upc");
        String campaign = required(row, "campaign_id");
        String date = required(row, "redemption_date");
        int number = before.merge(String.join("|", household, coupon, campaign, date), 1, Integer::sum);
        return EventBuilder.event(
                        CLICKS,
                        "coupon_applied",
                        EventIds.of(
                                NAME, "coupon_applied", household, coupon, campaign, date, Integer.toString(number)),
                        time.iso("redemption_date", date),
                        NAME,
                        CHANNEL)
                .set("customer_id", household)
                .set("coupon", coupon)
                .set("utm_campaign", campaign)
                .build();
    }

    private GenericRecord household(Fields row) throws RowRefused {
        String household = required(row, "household_id");
        EventBuilder event = EventBuilder.event(
                        CUSTOMERS,
                        "customer_updated",
                        EventIds.of(NAME, "customer_updated", household),
                        time.startOf(FIRST_DAY),
                        NAME,
                        CHANNEL)
                .set("customer_id", household);
        List<GenericRecord> attributes = new ArrayList<>();
        for (String attribute : ATTRIBUTES) {
            String value = row.get(attribute);
            if (!value.isEmpty() && !value.equals("NA")) {
                attributes.add(EventBuilder.item(CUSTOMERS, "attributes")
                        .set("name", attribute)
                        .set("value", value)
                        .build());
            }
        }
        return event.set("attributes", attributes).build();
    }

    static String required(Fields row, String column) throws RowRefused {
        String value = row.get(column);
        if (value.isEmpty()) {
            throw new RowRefused("missing_value", column + " is empty");
        }
        return value;
    }
}

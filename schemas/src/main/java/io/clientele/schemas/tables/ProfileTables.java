package io.clientele.schemas.tables;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.types.Types;

/** The profile of every person, live. */
final class ProfileTables {
    private static final Types.StringType STRING = Types.StringType.get();
    private static final Types.LongType LONG = Types.LongType.get();
    private static final Types.TimestampType INSTANT = Types.TimestampType.withZone();
    private static final Types.DecimalType MONEY = Types.DecimalType.of(18, 4);

    private ProfileTables() {}

    static LiveTable customerProfiles() {
        List<Types.NestedField> columns = List.of(
                required(1, "person_id", STRING, "The person; key."),
                optional(2, "customer_id", STRING, "The shop's customer number, where the person has one."),
                optional(3, "anonymous_id", STRING, "The visitor id last seen, where there is one."),
                required(4, "first_seen_at", INSTANT, "Event time of the person's first event, UTC."),
                required(5, "last_seen_at", INSTANT, "Event time of the person's last event, UTC."),
                required(6, "event_count", LONG, "Number of clickstream events."),
                required(7, "page_views", LONG, "Number of page_viewed and screen_viewed."),
                required(8, "product_views", LONG, "Number of product_viewed."),
                required(9, "searches", LONG, "Number of products_searched."),
                required(10, "cart_additions", LONG, "Number of product_added."),
                required(11, "checkouts_started", LONG, "Number of checkout_started."),
                required(
                        12,
                        "behaviour_counts",
                        Types.MapType.ofRequired(101, 102, STRING, LONG),
                        "Number of events by behaviour/channel/device_type, the behaviour being page_view, product_view,"
                                + " search, cart or checkout; for example product_view/web/mobile."),
                optional(13, "favourite_category", STRING, "Category of most products in the person's clicks."),
                optional(14, "favourite_brand", STRING, "Brand of most products in the person's clicks."),
                optional(15, "favourite_channel", STRING, "Channel with most of the person's events."),
                optional(16, "first_order_at", INSTANT, "Event time of the first order that counts, UTC."),
                optional(17, "last_order_at", INSTANT, "Event time of the last order that counts, UTC."),
                required(18, "order_count", LONG, "Number of orders, without those cancelled or fully refunded."),
                required(19, "item_count", LONG, "Number of units in those orders, less what was cancelled."),
                required(20, "gross_sales", MONEY, "Sales before discounts and refunds, in currency."),
                required(21, "discounts", MONEY, "Discounts given, in currency; a positive number."),
                required(22, "refunds", MONEY, "Money given back, in currency; a positive number."),
                required(23, "net_sales", MONEY, "gross_sales - discounts - refunds, in currency."),
                required(24, "currency", STRING, "The reporting currency, ISO 4217, that every amount is in."),
                optional(
                        25,
                        "average_order_value",
                        MONEY,
                        "net_sales / order_count, in currency; null without an order."),
                optional(
                        26,
                        "discount_share",
                        Types.DecimalType.of(9, 6),
                        "discounts / gross_sales, from 0 to 1; null without gross sales."),
                required(
                        27,
                        "recent_net_sales",
                        Types.MapType.ofRequired(103, 104, Types.DateType.get(), MONEY),
                        "Net sales by business date, of the last 182 days before the person's last activity, in"
                                + " currency; the spend trend is computed from it."),
                optional(
                        28,
                        "acquisition_channel",
                        STRING,
                        "utm_medium of the person's first event, or its channel when it carries none."),
                optional(
                        29, "acquisition_source", STRING, "utm_source of the person's first event, if it carries one."),
                optional(
                        30,
                        "acquisition_campaign",
                        STRING,
                        "utm_campaign of the person's first event, if it carries one."),
                optional(31, "country", STRING, "Country last seen, ISO 3166-1 alpha-2."),
                optional(
                        32,
                        "preferred_hour",
                        Types.IntegerType.get(),
                        "Hour of the day, 0 to 23 in the business zone, with most of the person's events."),
                required(33, "version", LONG, "Rises with every change of the row; the highest is the newest."),
                required(34, "changed_at", INSTANT, "Event time of the change, UTC."),
                required(35, "is_deleted", Types.BooleanType.get(), "True when the person is no longer there."),
                required(36, "checkpoint_id", LONG, LiveTables.CHECKPOINT_COMMENT),
                optional(
                        37,
                        "identifier_count",
                        Types.IntegerType.get(),
                        "Number of the person's identifiers that have been seen in an event; null in rows from before"
                                + " identifiers were joined."));
        return LiveTables.of(
                "customer_profiles",
                "profile of a person: behaviour, orders, money and preferences",
                LiveTables.BY_PERSON,
                columns,
                Set.of("customer_id", "anonymous_id"));
    }
}

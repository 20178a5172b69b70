package io.clientele.schemas.tables;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.types.Types;

/** The sessions of every visitor, live. */
final class SessionTables {
    private static final Types.StringType STRING = Types.StringType.get();
    private static final Types.LongType LONG = Types.LongType.get();
    private static final Types.BooleanType BOOLEAN = Types.BooleanType.get();
    private static final Types.TimestampType INSTANT = Types.TimestampType.withZone();

    private SessionTables() {}

    static LiveTable sessions() {
        List<Types.NestedField> columns = List.of(
                required(
                        1,
                        "session_id",
                        STRING,
                        "The session; key. Follows from visitor, channel and started_at: a session whose start moves, because an"
                                + " earlier event came late, is another one."),
                required(
                        2,
                        "identifier_type",
                        STRING,
                        "Kind of identifier that the visitor is known by, the closest to the device: anonymous_id, device_id,"
                                + " phone_sha256, email_sha256, loyalty_id or customer_id."),
                required(3, "identifier_value", STRING, "The visitor; core.identifiers_live has the person."),
                required(
                        4, "channel", STRING, "Where it happened: web, app, store or another channel of the contract."),
                required(5, "started_at", INSTANT, "Event time of the first event, UTC."),
                required(6, "ended_at", INSTANT, "Event time of the last event, UTC."),
                required(
                        7,
                        "landing_channel",
                        STRING,
                        "What the visitor came by: store, display, paid_social, paid_search, affiliate, email, sms, push, social,"
                                + " organic_search, referral or direct; by the first event that tells."),
                optional(8, "utm_source", STRING, "Campaign context of that event: who sent the visitor."),
                optional(9, "utm_medium", STRING, "Campaign context of that event: by what means."),
                optional(10, "utm_campaign", STRING, "Campaign context of that event: the campaign's name."),
                optional(11, "referrer_host", STRING, "Host of the page before that event; null for the shop itself."),
                optional(12, "device_type", STRING, "Kind of device: desktop, mobile, tablet, app, pos or other."),
                optional(13, "entry_page", STRING, "Path of the first page, without host and query."),
                optional(14, "exit_page", STRING, "Path of the last page, without host and query."),
                required(15, "event_count", LONG, "Number of clickstream events."),
                required(16, "view_count", LONG, "Number of page_viewed and screen_viewed."),
                required(17, "product_views", LONG, "Number of product_viewed."),
                required(18, "searches", LONG, "Number of products_searched."),
                required(19, "cart_additions", LONG, "Number of product_added."),
                required(20, "checkouts_started", LONG, "Number of checkout_started."),
                required(
                        21,
                        "is_engaged",
                        BOOLEAN,
                        "True when it lasted longer than 10 seconds, or has two views, a key event or an order."),
                required(22, "is_converted", BOOLEAN, "True when something was ordered in it."),
                required(
                        23,
                        "order_ids",
                        Types.ListType.ofRequired(101, STRING),
                        "The orders that were placed in it, in the order of their numbers as text."),
                required(
                        24,
                        "revenue",
                        Types.DecimalType.of(18, 4),
                        "Value of these orders as they were placed, gross less discounts, in currency."),
                required(25, "currency", STRING, "The reporting currency, ISO 4217."),
                required(26, "version", LONG, "Rises with every change of the row; the highest is the newest."),
                required(27, "changed_at", INSTANT, "Event time of the event behind the change, UTC."),
                required(
                        28,
                        "is_deleted",
                        BOOLEAN,
                        "True when it is no more: an earlier event moved its start, or joined it with another session."),
                required(29, "checkpoint_id", LONG, LiveTables.CHECKPOINT_COMMENT));
        return LiveTables.of(
                "sessions",
                "session of a visitor",
                List.of("session_id"),
                columns,
                Set.of("identifier_value", "entry_page", "exit_page"));
    }
}

package io.clientele.schemas.tables;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.types.Types;

/** The carts, live. */
final class CartTables {
    private static final Types.StringType STRING = Types.StringType.get();
    private static final Types.LongType LONG = Types.LongType.get();
    private static final Types.TimestampType INSTANT = Types.TimestampType.withZone();
    private static final Types.DecimalType MONEY = Types.DecimalType.of(18, 4);

    private CartTables() {}

    static LiveTable carts() {
        List<Types.NestedField> columns = List.of(
                required(1, "cart_id", STRING, "The cart, as clicks name it; key."),
                required(
                        2,
                        "status",
                        STRING,
                        "open; abandoned: nobody touched it for the configured time; ordered; recovered: ordered after"
                                + " it had been abandoned."),
                required(
                        3,
                        "identifier_type",
                        STRING,
                        "Kind of identifier of the visitor who touched it last, the closest to the device:"
                                + " anonymous_id, device_id, phone_sha256, email_sha256, loyalty_id or customer_id."),
                required(4, "identifier_value", STRING, "That visitor; core.identifiers_live has the person."),
                required(
                        5,
                        "channel",
                        STRING,
                        "Where it was begun: web, app, store or another channel of the contract."),
                required(
                        6,
                        "device_types",
                        Types.ListType.ofRequired(101, STRING),
                        "Kinds of devices that touched it: desktop, mobile, tablet, app, pos or other; sorted."),
                required(7, "created_at", INSTANT, "Event time of the first event, UTC."),
                required(8, "last_activity_at", INSTANT, "Event time of the last event before the order, UTC."),
                optional(
                        9,
                        "abandoned_at",
                        INSTANT,
                        "When it was last abandoned, UTC; also of a cart that somebody came back to. Null for never."),
                optional(10, "ordered_at", INSTANT, "When its order was placed, UTC; null without one."),
                optional(11, "order_id", STRING, "Its order; of several the first. Null without one."),
                optional(
                        12,
                        "order_value",
                        MONEY,
                        "Value of the order as it was placed, gross less discounts, in currency; null without one."),
                required(
                        13,
                        "items",
                        Types.ListType.ofRequired(
                                102,
                                Types.StructType.of(
                                        required(
                                                103,
                                                "product_id",
                                                STRING,
                                                "The shop's id of the product, else its SKU."),
                                        optional(104, "name", STRING, "Name as last shown."),
                                        required(105, "quantity", LONG, "Units."),
                                        optional(
                                                106,
                                                "price",
                                                MONEY,
                                                "Price of one unit as last told, in currency; null where nobody says"
                                                        + " it in this currency."))),
                        "What is in it, or was when it was left or ordered; in the order in which it was put in."),
                required(14, "unit_count", LONG, "Units in it; 0 for a cart that was emptied."),
                required(
                        15,
                        "unpriced_units",
                        LONG,
                        "Units in it whose price is not known, which cart_value leaves out."),
                required(16, "cart_value", MONEY, "Price x quantity of what is in it, in currency."),
                required(17, "currency", STRING, "The reporting currency, ISO 4217."),
                required(18, "version", LONG, "Rises with every change of the row; the highest is the newest."),
                required(19, "changed_at", INSTANT, "Event time of what is behind the change, UTC."),
                required(20, "is_deleted", Types.BooleanType.get(), "Always false: a cart that was there stays."),
                required(21, "checkpoint_id", LONG, LiveTables.CHECKPOINT_COMMENT));
        return LiveTables.of("carts", "cart", List.of("cart_id"), columns, Set.of("identifier_value"));
    }
}

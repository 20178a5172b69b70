package io.clientele.jobs.journey;

import io.clientele.connectors.iceberg.BundleLatest;
import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.jobs.domain.Money;
import io.clientele.jobs.domain.carts.Cart;
import io.clientele.jobs.domain.carts.CartItem;
import io.clientele.jobs.domain.carts.CartOrder;
import io.clientele.jobs.domain.carts.CartStatus;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.schemas.tables.LakeTables;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.data.GenericRowData;
import org.jspecify.annotations.Nullable;

/** Writes carts as rows of core.carts_changes. */
final class CartRows implements Serializable {

    private final JourneySettings settings;
    private final RowFactory rows = RowFactory.of(LakeTables.CARTS.changes());

    CartRows(JourneySettings settings) {
        this.settings = settings;
    }

    /** The newest row of a cart per checkpoint. */
    BundleLatest.Reading<CartChange> reading() {
        return new BundleLatest.Reading<>(CartChange::cartId, CartChange::version, this::row);
    }

    GenericRowData row(CartChange changed) {
        Cart cart = changed.cart();
        Identifier owner = Identifier.parse(cart.owner());
        @Nullable CartOrder order = cart.order();
        return rows.row()
                .set("cart_id", changed.cartId())
                .set("status", changed.status().label())
                .set("identifier_type", owner.type().text())
                .set("identifier_value", owner.value())
                .set("channel", cart.channel())
                .set("device_types", cart.deviceTypes())
                .set("created_at", instant(cart.createdAt()))
                .set("last_activity_at", instant(cart.lastActivityAt()))
                .set("abandoned_at", abandonedAt(changed))
                .set("ordered_at", order == null ? null : instant(order.placedAt()))
                .set("order_id", order == null ? null : order.orderId())
                .set("order_value", order == null ? null : Money.decimal(order.value()))
                .set("items", cart.items().stream().map(CartRows::item).toList())
                .set("unit_count", cart.units())
                .set("unpriced_units", cart.unpricedUnits())
                .set("cart_value", Money.decimal(cart.value()))
                .set("currency", settings.reportingCurrency())
                .set("version", changed.version())
                .set("changed_at", instant(changed.changedAt()))
                .set("is_deleted", changed.isDeleted())
                .set("checkpoint_id", 0L)
                .build();
    }

    private @Nullable Instant abandonedAt(CartChange changed) {
        Cart cart = changed.cart();
        if (changed.status() == CartStatus.ABANDONED) {
            return instant(cart.lastActivityAt() + settings.carts().abandonedAfter());
        }
        @Nullable Long before = cart.abandonedAt();
        return before == null ? null : instant(before);
    }

    private static Map<String, @Nullable Object> item(CartItem item) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("product_id", item.productId());
        row.put("name", item.name().isEmpty() ? null : item.name());
        row.put("quantity", item.quantity());
        @Nullable Long price = item.price();
        row.put("price", price == null ? null : Money.decimal(price));
        return row;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}

package io.clientele.jobs.profile;

import io.clientele.connectors.iceberg.BundleLatest;
import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.jobs.domain.Money;
import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.Behaviour;
import io.clientele.jobs.domain.behaviour.LastValue;
import io.clientele.jobs.domain.behaviour.Touch;
import io.clientele.jobs.domain.orders.LedgerEntry;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.schemas.tables.LakeTables;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.data.GenericRowData;
import org.jspecify.annotations.Nullable;

/** Writes profiles as rows of core.customer_profiles_changes. */
final class ProfileRows implements Serializable {

    /** Two windows of 90 days, from which the spend trend is read. */
    /** The two spend windows reach 180 days back from the newest cut points, which the newest activity may be ahead of. */
    private static final int RECENT_DAYS = 182;

    private static final int SHARE_SCALE = 6;

    private final String currency;
    private final RowFactory rows = RowFactory.of(LakeTables.CUSTOMER_PROFILES.changes());

    ProfileRows(String currency) {
        this.currency = currency;
    }

    /** The newest row of a person per checkpoint. */
    BundleLatest.Reading<PersonProfile> reading() {
        return new BundleLatest.Reading<>(PersonProfile::personId, PersonProfile::version, this::row);
    }

    GenericRowData row(PersonProfile profile) {
        Activity activity = profile.activity();
        OrderLedger ledger = profile.ledger();
        LedgerEntry total = ledger.total();
        List<Long> orders = ledger.ordersThrough(Integer.MAX_VALUE);
        Touch first = activity.firstTouch();
        LastValue country = activity.country();
        return rows.row()
                .set("person_id", profile.personId())
                .set("customer_id", profile.customerId())
                .set("anonymous_id", profile.anonymousId())
                .set("identifier_count", profile.identifiers())
                .set("first_seen_at", instant(profile.isDeleted() ? profile.changedAt() : activity.firstSeenAt()))
                .set("last_seen_at", instant(profile.isDeleted() ? profile.changedAt() : activity.lastSeenAt()))
                .set("event_count", activity.events())
                .set("page_views", activity.count(Behaviour.PAGE_VIEW))
                .set("product_views", activity.count(Behaviour.PRODUCT_VIEW))
                .set("searches", activity.count(Behaviour.SEARCH))
                .set("cart_additions", activity.count(Behaviour.CART))
                .set("checkouts_started", activity.count(Behaviour.CHECKOUT))
                .set("behaviour_counts", activity.counts())
                .set("favourite_category", activity.categories().favourite().orElse(null))
                .set("favourite_brand", activity.brands().favourite().orElse(null))
                .set("favourite_channel", activity.channels().favourite().orElse(null))
                .set("first_order_at", orders.isEmpty() ? null : instant(orders.get(0)))
                .set("last_order_at", orders.isEmpty() ? null : instant(orders.get(orders.size() - 1)))
                .set("order_count", (long) total.orders())
                .set("item_count", total.items())
                .set("gross_sales", Money.decimal(total.gross()))
                .set("discounts", Money.decimal(total.discounts()))
                .set("refunds", Money.decimal(total.refunds()))
                .set("net_sales", Money.decimal(total.net()))
                .set("currency", currency)
                .set("average_order_value", ratio(total.net(), total.orders(), Money.SCALE, Money.SCALE))
                .set("discount_share", ratio(total.discounts(), total.gross(), 0, SHARE_SCALE))
                .set("recent_net_sales", recentNetSales(ledger))
                .set("acquisition_channel", first == null ? null : first.channel())
                .set("acquisition_source", first == null ? null : first.source())
                .set("acquisition_campaign", first == null ? null : first.campaign())
                .set("country", country == null ? null : country.value())
                .set("preferred_hour", activity.preferredHour())
                .set("version", profile.version())
                .set("changed_at", instant(profile.changedAt()))
                .set("is_deleted", profile.isDeleted())
                .set("checkpoint_id", 0L)
                .build();
    }

    private static Map<LocalDate, BigDecimal> recentNetSales(OrderLedger ledger) {
        Map<LocalDate, BigDecimal> sales = new TreeMap<>();
        ledger.recentNetSales(RECENT_DAYS).forEach((date, units) -> sales.put(date, Money.decimal(units)));
        return sales;
    }

    private static @Nullable BigDecimal ratio(long part, long whole, int partScale, int scale) {
        return whole == 0
                ? null
                : BigDecimal.valueOf(part, partScale).divide(BigDecimal.valueOf(whole), scale, RoundingMode.HALF_EVEN);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}

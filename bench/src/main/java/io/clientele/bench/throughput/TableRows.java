package io.clientele.bench.throughput;

import io.clientele.schemas.tables.LakeTables;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;
import org.jspecify.annotations.Nullable;

/** Reads the newest row of each customer from the table of changes that an engine wrote. */
final class TableRows {

    /** The table of engines that are not ours, with the columns of {@link CustomerRow} and a version. */
    static final TableIdentifier PEERS = TableIdentifier.of("core", "peer_profiles_changes");

    private static final String[] COLUMNS = {
        "customer_id",
        "event_count",
        "page_views",
        "product_views",
        "cart_additions",
        "order_count",
        "net_sales",
        "first_seen_at",
        "last_seen_at",
        "first_order_at",
        "last_order_at",
        "version"
    };

    private record Versioned(long version, CustomerRow row) {}

    private TableRows() {}

    static Digest digest(RESTCatalog catalog, Contender.Engine engine) throws IOException {
        Table table = catalog.loadTable(
                engine == Contender.Engine.SPARK_ICEBERG
                        ? PEERS
                        : LakeTables.CUSTOMER_PROFILES.changes().identifier());
        Map<String, Versioned> newest = new HashMap<>();
        try (CloseableIterable<Record> rows =
                IcebergGenerics.read(table).select(COLUMNS).build()) {
            for (Record record : rows) {
                Versioned row = new Versioned((Long) record.getField("version"), row(record));
                newest.merge(row.row().customerId(), row, (a, b) -> a.version() > b.version() ? a : b);
            }
        }
        return newest.values().stream()
                .map(versioned -> new Digest(1, versioned.row().fingerprint()))
                .reduce(Digest.NONE, Digest::plus);
    }

    private static CustomerRow row(Record record) {
        return new CustomerRow(
                (String) record.getField("customer_id"),
                (Long) record.getField("event_count"),
                (Long) record.getField("page_views"),
                (Long) record.getField("product_views"),
                (Long) record.getField("cart_additions"),
                (Long) record.getField("order_count"),
                ((BigDecimal) record.getField("net_sales")).unscaledValue().longValueExact(),
                micros((OffsetDateTime) record.getField("first_seen_at")),
                micros((OffsetDateTime) record.getField("last_seen_at")),
                micros((OffsetDateTime) record.getField("first_order_at")),
                micros((OffsetDateTime) record.getField("last_order_at")));
    }

    private static long micros(@Nullable OffsetDateTime at) {
        return at == null ? 0 : ChronoUnit.MICROS.between(Instant.EPOCH, at.toInstant());
    }
}

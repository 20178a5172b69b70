package io.clientele.bench.livetable;

import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.schemas.tables.TableDefinition;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;

/**
 * Scores of customers, made from nothing but numbers: the first of each by Trino, then one after the other of customers that are drawn
 * evenly. What a row says follows from the customer and the version, in SQL as in Java.
 *
 * @param customers how many
 * @param updates how many after the first scores
 */
record ScoreUpdates(int customers, long updates) implements Serializable {
    private static final long FIRST_SECOND = 1_767_225_600L; // 2026-01-01, UTC
    private static final int FIRST_DAY = 20_454; // the same
    private static final List<String> SEGMENTS = List.of("champions", "loyal", "at_risk", "hibernating");

    /** A sequence of Trino has at most ten thousand numbers. */
    private static final int CHUNK = 10_000;

    /** The update at a place from 0 on; its version is one more. */
    ScoreUpdate at(long place) {
        long mixed = (place + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        return new ScoreUpdate((int) Math.floorMod(mixed ^ (mixed >>> 32), (long) customers), place + 1);
    }

    static GenericRowData row(RowFactory rows, ScoreUpdate update) {
        long customer = update.customer();
        long version = update.version();
        return rows.row()
                .set("person_id", personId(update.customer()))
                .set("customer_id", "c" + customer)
                .set("as_of_date", LocalDate.ofEpochDay(FIRST_DAY + version % 30))
                .set("last_order_date", LocalDate.ofEpochDay(FIRST_DAY - (customer + version) % 400))
                .set("frequency", 1 + (customer + version) % 50)
                .set("monetary", BigDecimal.valueOf(money(customer, version), 4))
                .set("r_score", (int) (1 + (customer + version) % 5))
                .set("f_score", (int) (1 + (customer / 5 + version) % 5))
                .set("m_score", (int) (1 + (customer / 25 + version) % 5))
                .set("segment", SEGMENTS.get((int) ((customer + version) % SEGMENTS.size())))
                .set("value_tier", (int) (1 + (customer / 25 + version) % 5))
                .set("threshold_version", 1 + version % 30)
                .set("is_intraday", version % 2 == 1)
                .set("version", version)
                .set("changed_at", Instant.ofEpochSecond(FIRST_SECOND + version))
                .set("is_deleted", false)
                .set("checkpoint_id", 0L)
                .build();
    }

    /** The statement that fills an empty table with the first score of each customer. */
    String first(TableDefinition table) {
        return """
                insert into lake.%s
                select
                    lower(to_hex(md5(to_utf8('c' || cast(n.i as varchar))))), 'c' || cast(n.i as varchar), date_add('day', %d, date '1970-01-01'),
                    date_add('day', %d - n.i %% 400, date '1970-01-01'), 1 + n.i %% 50, cast(n.i * 7919 %% 5000000 * 0.0001 as decimal(18, 4)),
                    cast(1 + n.i %% 5 as integer), cast(1 + n.i / 5 %% 5 as integer), cast(1 + n.i / 25 %% 5 as integer),
                    element_at(array['%s'], cast(1 + n.i %% %d as integer)), cast(1 + n.i / 25 %% 5 as integer), bigint '1', false,
                    bigint '0', from_unixtime(%d, 'UTC'), false, bigint '0'
                from (
                    select cast(chunk.c as bigint) * %d + number.r as i
                    from unnest(sequence(0, %d)) as chunk (c) cross join unnest(sequence(0, %d)) as number (r)
                ) as n
                where n.i < %d""".formatted(
                        table.fullName(),
                        FIRST_DAY,
                        FIRST_DAY,
                        String.join("', '", SEGMENTS),
                        SEGMENTS.size(),
                        FIRST_SECOND,
                        CHUNK,
                        (customers - 1) / CHUNK,
                        CHUNK - 1,
                        customers);
    }

    /** What must be in the table in the end, as {@link #TOTALS} reads it. */
    String totals() {
        long[] newest = new long[customers];
        for (long place = 0; place < updates; place++) {
            newest[at(place).customer()] = place + 1;
        }
        long versions = 0;
        long money = 0;
        for (int customer = 0; customer < customers; customer++) {
            versions += newest[customer];
            money += money(customer, newest[customer]);
        }
        return "%d rows, versions %d, monetary %s".formatted(customers, versions, BigDecimal.valueOf(money, 4));
    }

    /** Reads the totals of what users read. */
    static final String TOTALS = """
            select format('%%d rows, versions %%d, monetary %%s', count(*), sum(version), cast(sum(monetary) as varchar)) from lake.%s""";

    /** Identity of a customer's person, 32 hexadecimal digits. */
    static String personId(int customer) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(("c" + customer).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has MD5", e);
        }
    }

    private static long money(long customer, long version) {
        return (customer * 7919 + version * 104_729) % 5_000_000;
    }
}

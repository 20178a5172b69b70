package io.clientele.bench.attribution;

import io.clientele.connectors.trino.SqlScript;
import io.clientele.connectors.trino.TrinoClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Orders with the touches before them, made up by Trino from nothing but their numbers, so that they are the same in every run; and
 * over them the very views of {@code sql/core}. Tables take the places of the views that these read: {@code core.orders},
 * {@code core.sessions}, {@code core.message_contacts}.
 *
 * <p>A person orders four times, forty days apart. The touches of an order are spread over the thirty days before it, by eight channels
 * in turn, the fourth of them a clicked message of a campaign; none leads to another, so all of them count.
 *
 * @param orders how many, a multiple of four
 * @param touches of each order, at most 14
 */
record TouchedOrders(int orders, int touches) {
    /** In the order in which one reads the other. */
    static final List<String> VIEWS = List.of("touches", "order_paths", "touchpoints", "attribution");

    private static final int ORDERS_PER_PERSON = 4;

    /** A sequence of Trino has at most ten thousand numbers. */
    private static final int CHUNK = 10_000;

    TouchedOrders {
        if (orders < ORDERS_PER_PERSON || orders % ORDERS_PER_PERSON != 0 || touches < 1 || touches > 14) {
            throw new IllegalArgumentException(
                    "%d orders with %d touches each: give a multiple of %d orders with 1 to 14 touches"
                            .formatted(orders, touches, ORDERS_PER_PERSON));
        }
    }

    private static final String PERSON = "lower(to_hex(md5(to_utf8('p' || cast(n.i / 4 as varchar)))))";
    private static final String PLACED =
            "timestamp '2026-01-31 12:00:00.000000 UTC' + interval '40' day * (n.i % 4) + interval '1' second * (n.i * 7919 % 86400)";

    /** Makes the tables and the views. */
    void create(TrinoClient trino, Path project) throws IOException {
        trino.update("create schema if not exists lake.core");
        trino.update("""
                create table lake.core.orders with (partitioning = array['truncate(person_id, 1)']) as
                select 'o' || cast(n.i as varchar) as order_id, %s as person_id, %s as placed_at,
                    cast(1 + n.i * 104729 %% 5000000 * 0.0001 as decimal(18, 4)) as net_sales, 'GBP' as currency,
                    n.i %% 50 <> 0 as is_counted
                from %s""".formatted(PERSON, PLACED, numbers()));
        trino.update("""
                create table lake.core.sessions with (partitioning = array['truncate(person_id, 1)']) as
                select 's' || cast(n.i as varchar) || '-' || cast(t.k as varchar) as session_id, %s as person_id,
                    element_at(array['direct', 'email', 'paid_search', 'organic_search', 'social', 'referral', 'affiliate', 'display'],
                        cast(1 + (n.i + t.k) %% 8 as integer)) as landing_channel,
                    if(t.k %% 3 = 0, 'spring-' || cast(n.i %% 12 as varchar)) as utm_campaign, %s as started_at
                from %s cross join unnest(sequence(1, %d)) as t (k) where t.k <> 4""".formatted(PERSON, touched(), numbers(), touches));
        trino.update("""
                create table lake.core.message_contacts with (partitioning = array['truncate(person_id, 1)']) as
                select 'message' as interaction_type, 'm' || cast(n.i as varchar) as interaction_id,
                    'customer_id:p' || cast(n.i / 4 as varchar) as owner, 'sms' as channel,
                    'news-' || cast(n.i %% 12 as varchar) as campaign, cast(null as varchar) as trigger_name, %s as responded_at,
                    %s as person_id
                from %s cross join unnest(array[4]) as t (k) where t.k <= %d""".formatted(touched(), PERSON, numbers(), touches));
        trino.update("""
                create table lake.core.identifiers_live with (partitioning = array['truncate(person_id, 1)']) as
                select 'customer_id' as identifier_type, 'p' || cast(n.i / 4 as varchar) as identifier_value, %s as person_id
                from %s where n.i %% 4 = 0""".formatted(PERSON, numbers()));
        trino.update("""
                create table lake.core.channel_effects as
                select bigint '1' as effect_version, channel, removal_effect
                from (values ('direct', 0.3e0), ('email', 0.2e0), ('sms', 0.15e0), ('paid_search', 0.25e0), ('organic_search', 0.2e0),
                    ('social', 0.1e0), ('referral', 0.05e0), ('affiliate', 0.04e0), ('display', 0.03e0)) as effect (channel, removal_effect)""");
        for (String view : VIEWS) {
            Path file = project.resolve("sql/core").resolve(view + ".sql");
            for (String statement : new SqlScript(file.toString(), Files.readString(file)).statements()) {
                trino.update(statement);
            }
        }
    }

    /** The numbers of all orders as {@code n (i)}. */
    private String numbers() {
        int chunks = (orders + CHUNK - 1) / CHUNK;
        return """
                (select cast(chunk.c as bigint) * %d + number.r as i
                from unnest(sequence(0, %d)) as chunk (c) cross join unnest(sequence(0, %d)) as number (r)
                where cast(chunk.c as bigint) * %d + number.r < %d) as n""".formatted(CHUNK, chunks - 1, CHUNK - 1, CHUNK, orders);
    }

    /** When touch {@code t.k} of an order was: two days and a bit before the next. */
    private String touched() {
        return "(%s) - interval '2' day * t.k - interval '1' second * (n.i * 31 %% 3600)".formatted(PLACED);
    }
}

-- purpose: what is known of every person, live: behaviour, orders, money and preferences
-- grain:   one row per person_id
-- sources: core.customer_profiles_live, core.rfm_thresholds
-- units:   _at UTC instants, amounts in the reporting currency.
--          The two spend windows end before the newest business date with cut points: 90 days up to it, and the 90 before those.
create or replace view lake.core.customer_profiles
comment 'Profile of every person, live; one row per person.'
security invoker as
with newest_thresholds as (
    select max(threshold.as_of_date) as as_of_date
    from lake.core.rfm_thresholds as threshold
),

with_spend as (
    select
        profile.*,
        newest.as_of_date,
        if(newest.as_of_date is not null, cast(reduce(
            map_values(map_filter(
                profile.recent_net_sales,
                (day, amount) -> day >= newest.as_of_date - interval '90' day and day < newest.as_of_date
            )),
            decimal '0.0000',
            (total, amount) -> cast(total + amount as decimal(18, 4)),
            total -> total
        ) as decimal(18, 4))) as spend_last_90_days,
        if(newest.as_of_date is not null, cast(reduce(
            map_values(map_filter(
                profile.recent_net_sales,
                (day, amount) -> day >= newest.as_of_date - interval '180' day and day < newest.as_of_date - interval '90' day
            )),
            decimal '0.0000',
            (total, amount) -> cast(total + amount as decimal(18, 4)),
            total -> total
        ) as decimal(18, 4))) as spend_previous_90_days
    from lake.core.customer_profiles_live as profile
    cross join newest_thresholds as newest
)

select
    person_id,
    customer_id,
    anonymous_id,
    identifier_count,
    first_seen_at,
    last_seen_at,
    event_count,
    page_views,
    product_views,
    searches,
    cart_additions,
    checkouts_started,
    behaviour_counts,
    favourite_category,
    favourite_brand,
    favourite_channel,
    first_order_at,
    last_order_at,
    order_count,
    item_count,
    gross_sales,
    discounts,
    refunds,
    net_sales,
    currency,
    average_order_value,
    discount_share,
    spend_last_90_days,
    spend_previous_90_days,
    cast(case
        when spend_previous_90_days > 0
            then cast(spend_last_90_days as double) / cast(spend_previous_90_days as double) - 1
    end as decimal(18, 4)) as spend_trend,
    recent_net_sales,
    as_of_date,
    acquisition_channel,
    acquisition_source,
    acquisition_campaign,
    country,
    preferred_hour,
    version,
    changed_at
from with_spend;

comment on column lake.core.customer_profiles.person_id is 'The person; key.';
comment on column lake.core.customer_profiles.customer_id is 'The shop''s customer number; null for a visitor who is not known.';
comment on column lake.core.customer_profiles.anonymous_id is 'The visitor id last seen, where there is one.';
comment on column lake.core.customer_profiles.identifier_count is 'Number of the person''s identifiers that have been seen in an event; core.persons names them all.';
comment on column lake.core.customer_profiles.first_seen_at is 'Event time of the first event, UTC.';
comment on column lake.core.customer_profiles.last_seen_at is 'Event time of the last event, UTC.';
comment on column lake.core.customer_profiles.event_count is 'Number of events.';
comment on column lake.core.customer_profiles.page_views is 'Number of page_viewed and screen_viewed events.';
comment on column lake.core.customer_profiles.product_views is 'Number of product_viewed events.';
comment on column lake.core.customer_profiles.searches is 'Number of products_searched events.';
comment on column lake.core.customer_profiles.cart_additions is 'Number of product_added events.';
comment on column lake.core.customer_profiles.checkouts_started is 'Number of checkout_started events.';
comment on column lake.core.customer_profiles.behaviour_counts is 'Number of events by behaviour/channel/device_type; core.customer_behaviour has them as rows.';
comment on column lake.core.customer_profiles.favourite_category is 'Category viewed and bought most.';
comment on column lake.core.customer_profiles.favourite_brand is 'Brand viewed and bought most.';
comment on column lake.core.customer_profiles.favourite_channel is 'Channel with most of the events.';
comment on column lake.core.customer_profiles.first_order_at is 'Event time of the first order that counts, UTC.';
comment on column lake.core.customer_profiles.last_order_at is 'Event time of the last order that counts, UTC.';
comment on column lake.core.customer_profiles.order_count is 'Number of orders, without those cancelled or fully refunded.';
comment on column lake.core.customer_profiles.item_count is 'Number of pieces ordered, less those cancelled.';
comment on column lake.core.customer_profiles.gross_sales is 'Sales before discounts and refunds, cancelled parts left out, in currency.';
comment on column lake.core.customer_profiles.discounts is 'Discounts given, in currency; a positive number.';
comment on column lake.core.customer_profiles.refunds is 'Money given back, in currency; a positive number.';
comment on column lake.core.customer_profiles.net_sales is 'gross_sales - discounts - refunds, in currency.';
comment on column lake.core.customer_profiles.currency is 'The reporting currency, ISO 4217, that every amount is in.';
comment on column lake.core.customer_profiles.average_order_value is 'net_sales / order_count, in currency; null without an order.';
comment on column lake.core.customer_profiles.discount_share is 'discounts / gross_sales, from 0 to 1; null without gross sales.';
comment on column lake.core.customer_profiles.spend_last_90_days is 'Net sales of the 90 business days before the newest cut points'' date, in currency; null before there are any.';
comment on column lake.core.customer_profiles.spend_previous_90_days is 'Net sales of the 90 business days before those, in currency; null before there are cut points.';
comment on column lake.core.customer_profiles.spend_trend is 'spend_last_90_days / spend_previous_90_days - 1: 0 unchanged, -1 nothing any more; null without previous spend.';
comment on column lake.core.customer_profiles.recent_net_sales is 'Net sales by business date of the 182 days up to the last activity, in currency.';
comment on column lake.core.customer_profiles.as_of_date is 'Newest business date with cut points, before which the two spend windows end; null before the first.';
comment on column lake.core.customer_profiles.acquisition_channel is 'Channel of the first event.';
comment on column lake.core.customer_profiles.acquisition_source is 'utm_source of the first event that had one.';
comment on column lake.core.customer_profiles.acquisition_campaign is 'utm_campaign of the first event that had one.';
comment on column lake.core.customer_profiles.country is 'Country last seen, ISO 3166-1 alpha-2.';
comment on column lake.core.customer_profiles.preferred_hour is 'Hour of the day, 0 to 23 in the business zone, with most of the events.';
comment on column lake.core.customer_profiles.version is 'Rises with every change of the row.';
comment on column lake.core.customer_profiles.changed_at is 'Event time of the newest change, UTC.';

-- purpose: the segment of every person, those without an order included, with what RFM alone is blind to
-- grain:   one row per person_id
-- sources: core.customer_profiles, core.customer_rfm
-- units:   last_seen_at a UTC instant, amounts in the reporting currency
create or replace view lake.core.customer_segments
comment 'Segment of every person, prospects included; one row per person.'
security invoker as
select
    profile.person_id,
    profile.customer_id,
    coalesce(rfm.segment, 'prospect') as segment,
    rfm.as_of_date,
    rfm.value_tier,
    rfm.r_score,
    rfm.f_score,
    rfm.m_score,
    rfm.recency_days,
    coalesce(rfm.frequency, 0) as frequency,
    coalesce(rfm.monetary, decimal '0.0000') as monetary,
    profile.order_count,
    profile.net_sales,
    profile.currency,
    profile.spend_trend,
    profile.discount_share,
    profile.acquisition_channel,
    profile.country,
    profile.last_seen_at
from lake.core.customer_profiles as profile
left join lake.core.customer_rfm as rfm
    on rfm.person_id = profile.person_id;

comment on column lake.core.customer_segments.person_id is 'The person; key.';
comment on column lake.core.customer_segments.customer_id is 'The shop''s customer number; null for a visitor who is not known.';
comment on column lake.core.customer_segments.segment is 'RFM segment; prospect for a person without an order.';
comment on column lake.core.customer_segments.as_of_date is 'Business date of the cut points in force; null for a prospect.';
comment on column lake.core.customer_segments.value_tier is 'Value tier, 1 to 5: the monetary score; null for a prospect.';
comment on column lake.core.customer_segments.r_score is 'Recency score, 1 to 5; null for a prospect.';
comment on column lake.core.customer_segments.f_score is 'Frequency score, 1 to 5; null for a prospect.';
comment on column lake.core.customer_segments.m_score is 'Monetary score, 1 to 5; null for a prospect.';
comment on column lake.core.customer_segments.recency_days is 'Whole days since the last order that counts; null for a prospect.';
comment on column lake.core.customer_segments.frequency is 'Number of orders that count.';
comment on column lake.core.customer_segments.monetary is 'Net sales in the look-back window, in currency.';
comment on column lake.core.customer_segments.order_count is 'Number of orders that count, in the profile: what net_sales is of.';
comment on column lake.core.customer_segments.net_sales is 'Net sales of all orders, in currency.';
comment on column lake.core.customer_segments.currency is 'The reporting currency, ISO 4217.';
comment on column lake.core.customer_segments.spend_trend is 'Net sales of the last 90 days against the 90 before: 0 unchanged, -1 nothing any more.';
comment on column lake.core.customer_segments.discount_share is 'discounts / gross sales, from 0 to 1.';
comment on column lake.core.customer_segments.acquisition_channel is 'Channel of the person''s first event.';
comment on column lake.core.customer_segments.country is 'Country last seen, ISO 3166-1 alpha-2.';
comment on column lake.core.customer_segments.last_seen_at is 'Event time of the last event, UTC.';

-- purpose: how many customers each segment has and what they are worth
-- grain:   one row per segment with at least one person
-- sources: core.customer_segments
-- units:   amounts in the reporting currency, recency in days, _pct per cent
create or replace view lake.mart.segment_summary
comment 'Size and value of every segment, live; one row per segment.'
security invoker as
with segments as (
    select
        person.segment,
        max(person.as_of_date) as as_of_date,
        max(person.currency) as currency,
        count(*) as customers,
        cast(sum(person.frequency) as bigint) as orders,
        sum(person.monetary) as net_sales,
        sum(person.net_sales) as net_sales_ever,
        sum(person.order_count) as orders_ever,
        avg(cast(person.recency_days as double)) as average_recency_days,
        avg(cast(person.frequency as double)) as average_frequency,
        avg(cast(person.spend_trend as double)) as average_spend_trend,
        avg(cast(person.discount_share as double)) as average_discount_share
    from lake.core.customer_segments as person
    group by person.segment
)

select
    as_of_date,
    segment,
    customers,
    cast(100e0 * customers / sum(customers) over () as decimal(9, 2)) as customers_pct,
    orders,
    cast(net_sales as decimal(18, 4)) as net_sales,
    cast(100e0 * cast(net_sales as double) / nullif(cast(sum(net_sales) over () as double), 0) as decimal(9, 2)) as net_sales_pct,
    cast(average_recency_days as decimal(12, 1)) as average_recency_days,
    cast(average_frequency as decimal(12, 2)) as average_frequency,
    cast(cast(net_sales as decimal(18, 4)) / customers as decimal(18, 4)) as average_net_sales,
    cast(cast(net_sales_ever as decimal(18, 4)) / nullif(orders_ever, 0) as decimal(18, 4)) as average_order_value,
    cast(100 * average_spend_trend as decimal(18, 2)) as average_spend_trend_pct,
    cast(100 * average_discount_share as decimal(9, 2)) as average_discount_share_pct,
    currency
from segments;

comment on column lake.mart.segment_summary.as_of_date is 'Business date of the cut points in force; null for prospects.';
comment on column lake.mart.segment_summary.segment is 'RFM segment, or prospect.';
comment on column lake.mart.segment_summary.customers is 'Persons in the segment.';
comment on column lake.mart.segment_summary.customers_pct is 'Share of all persons, per cent.';
comment on column lake.mart.segment_summary.orders is 'Orders that count of these persons.';
comment on column lake.mart.segment_summary.net_sales is 'Net sales of these persons in the look-back window, in currency.';
comment on column lake.mart.segment_summary.net_sales_pct is 'Share of all net sales, per cent.';
comment on column lake.mart.segment_summary.average_recency_days is 'Mean of the days since the last order; null for prospects.';
comment on column lake.mart.segment_summary.average_frequency is 'Mean number of orders.';
comment on column lake.mart.segment_summary.average_net_sales is 'Net sales per person, in currency.';
comment on column lake.mart.segment_summary.average_order_value is 'Net sales of all their orders / orders, whatever the look-back, in currency; null without orders.';
comment on column lake.mart.segment_summary.average_spend_trend_pct is 'Mean change of spend, last 90 days against the 90 before, per cent, over the persons that have one.';
comment on column lake.mart.segment_summary.average_discount_share_pct is 'Mean share of discounts in gross sales, per cent, over the persons that have one.';
comment on column lake.mart.segment_summary.currency is 'The reporting currency, ISO 4217.';

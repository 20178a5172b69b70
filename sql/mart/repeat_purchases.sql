-- purpose: the repeat-purchase curve: of the customers who have been customers for so many days, how many have ordered the next
--          time within them, and how long that takes
-- grain:   one row per order_number and within_days
-- sources: core.orders, core.business_settings
-- units:   days between business dates, _pct per cent.
--          order_number k is about the way from the k-th order that counts to the next one. A person counts for within_days only if
--          the k-th order is at least so many days older than the newest order of all, so the curve does not sink because the young
--          have had no time. The median is over those who ordered again, whenever that was. A guest is a person where an identifier
--          says who.
create or replace view lake.mart.repeat_purchases
comment 'Repeat-purchase curve and time to the next order; one row per order number and number of days.'
security invoker as
with numbered_orders as (
    select
        placed.placed_on,
        row_number() over person_orders as order_number,
        lead(placed.placed_on) over person_orders as next_on,
        max(placed.placed_on) over () as newest_on
    from lake.core.orders as placed
    where placed.is_counted
        and placed.person_id is not null
    window person_orders as (partition by placed.person_id order by placed.placed_at, placed.order_id)
),

waits as (
    select
        placed.order_number,
        date_diff('day', placed.placed_on, placed.next_on) as days,
        date_diff('day', placed.placed_on, placed.newest_on) as days_known
    from numbered_orders as placed
    where placed.order_number <= 5
),

-- whole days in order, for an exact median
sorted_waits as (
    select
        wait.order_number,
        array_sort(array_agg(wait.days) filter (where wait.days is not null)) as days
    from waits as wait
    group by wait.order_number
),

medians as (
    select
        sorted.order_number,
        (
            element_at(sorted.days, (cardinality(sorted.days) + 1) / 2)
            + element_at(sorted.days, cardinality(sorted.days) / 2 + 1)
        ) / 2e0 as median_days
    from sorted_waits as sorted
)

select
    wait.order_number,
    span.days as within_days,
    count_if(wait.days_known >= span.days) as customers,
    count_if(wait.days_known >= span.days and wait.days <= span.days) as ordered_again,
    cast(
        decimal '100.0000' * count_if(wait.days_known >= span.days and wait.days <= span.days)
        / nullif(count_if(wait.days_known >= span.days), 0) as decimal(5, 2)
    ) as ordered_again_pct,
    max(median.median_days) as median_days
from waits as wait
inner join medians as median
    on median.order_number = wait.order_number
cross join (values 7, 14, 30, 60, 90, 180, 365) as span (days)
group by wait.order_number, span.days;

comment on column lake.mart.repeat_purchases.order_number is 'From which order on, 1 to 5: 1 is the way from the first order to the second.';
comment on column lake.mart.repeat_purchases.within_days is 'Days since that order: 7, 14, 30, 60, 90, 180 or 365.';
comment on column lake.mart.repeat_purchases.customers is 'Persons with that order at least within_days before the newest order of all.';
comment on column lake.mart.repeat_purchases.ordered_again is 'Those of them who ordered the next time within within_days.';
comment on column lake.mart.repeat_purchases.ordered_again_pct is 'ordered_again / customers, per cent; null without customers.';
comment on column lake.mart.repeat_purchases.median_days is 'Median days from that order to the next one, of those who ordered again; null without any.';

-- purpose: every order with the touches of its person that led to it, in the order of time
-- grain:   one row per order_id
-- sources: core.orders, core.touches
-- units:   placed_at a UTC instant, net_sales in the reporting currency as the order stands now.
--          A touch counts from 30 days before the order up to the instant of the order, never after it. An order before it
--          changes nothing: a touch may lead to two orders.
create or replace view lake.core.order_paths
comment 'Orders with the touches of the 30 days before them; one row per order.'
security invoker as
with customer_orders as (
    select
        placed.order_id,
        placed.person_id,
        placed.placed_at,
        placed.net_sales,
        placed.currency,
        placed.is_counted,
        coalesce(
            placed.is_counted
            and placed.person_id is not null
            and row_number() over (
                partition by placed.person_id, placed.is_counted
                order by placed.placed_at, placed.order_id
            ) = 1,
            false
        ) as is_first_order
    from lake.core.orders as placed
)

select
    placed.order_id,
    placed.person_id,
    placed.placed_at,
    placed.net_sales,
    placed.currency,
    placed.is_counted,
    placed.is_first_order,
    coalesce(
        array_agg(cast(
            row(
                touch.touch_type,
                touch.touch_id,
                touch.channel,
                touch.campaign,
                touch.touched_at,
                date_diff('millisecond', touch.touched_at, placed.placed_at) / 86400000e0
            ) as row(
                touch_type varchar,
                touch_id varchar,
                channel varchar,
                campaign varchar,
                touched_at timestamp(6) with time zone,
                days_before double
            )
        ) order by touch.touched_at, touch.touch_type, touch.touch_id) filter (where touch.touch_id is not null),
        array[]
    ) as touches
from customer_orders as placed
left join lake.core.touches as touch
    on touch.person_id = placed.person_id
    and touch.touched_at <= placed.placed_at
    and touch.touched_at >= placed.placed_at - interval '30' day
group by
    placed.order_id,
    placed.person_id,
    placed.placed_at,
    placed.net_sales,
    placed.currency,
    placed.is_counted,
    placed.is_first_order;

comment on column lake.core.order_paths.order_id is 'The order; key.';
comment on column lake.core.order_paths.person_id is 'The person who ordered, as the identifiers are joined now; null for a guest without any identifier.';
comment on column lake.core.order_paths.placed_at is 'Event time of the first version of the order, UTC.';
comment on column lake.core.order_paths.net_sales is 'Net sales of the order as it stands now, in currency.';
comment on column lake.core.order_paths.currency is 'The reporting currency, ISO 4217.';
comment on column lake.core.order_paths.is_counted is 'True for an order that is neither cancelled nor fully refunded.';
comment on column lake.core.order_paths.is_first_order is 'True for the first order of the person that counts.';
comment on column lake.core.order_paths.touches is 'The touches, the first one first; empty without any. days_before is the time to the order in days.';

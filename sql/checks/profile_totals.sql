-- purpose: compares what the profiles say of orders and money with the event log; returns no row when both agree
-- grain:   one row per person that differs
-- sources: core.customer_profiles, core.orders, core.refunds
-- units:   amounts in the reporting currency.
--          Events that the archive has and the profile job does not (or the other way round, for a few seconds) show here.
-- kind:    reconciliation
-- cost:    heavy
with order_totals as (
    select
        orders.person_id,
        count_if(orders.is_counted) as order_count,
        sum(orders.item_count) as item_count,
        sum(orders.gross_sales - orders.cancelled_sales) as gross_sales,
        sum(orders.discounts - orders.cancelled_discounts) as discounts,
        min(if(orders.is_counted, orders.placed_at)) as first_order_at,
        max(if(orders.is_counted, orders.placed_at)) as last_order_at
    from lake.core.orders as orders
    where orders.person_id is not null
    group by orders.person_id
),

refund_totals as (
    select
        refund.person_id,
        sum(refund.amount) as refunds
    from lake.core.refunds as refund
    where refund.is_counted
        and refund.person_id is not null
    group by refund.person_id
),

log_totals as (
    select
        coalesce(total.person_id, refund.person_id) as person_id,
        coalesce(total.order_count, 0) as order_count,
        coalesce(total.item_count, 0) as item_count,
        coalesce(total.gross_sales, decimal '0.0000') as gross_sales,
        coalesce(total.discounts, decimal '0.0000') as discounts,
        coalesce(refund.refunds, decimal '0.0000') as refunds,
        total.first_order_at,
        total.last_order_at
    from order_totals as total
    full join refund_totals as refund
        on refund.person_id = total.person_id
),

profiles as (
    select
        profile.person_id,
        profile.order_count,
        profile.item_count,
        profile.gross_sales,
        profile.discounts,
        profile.refunds,
        profile.net_sales,
        profile.first_order_at,
        profile.last_order_at
    from lake.core.customer_profiles as profile
)

select
    coalesce(profile.person_id, log_total.person_id) as person_id,
    profile.order_count as profile_order_count,
    log_total.order_count as log_order_count,
    profile.item_count as profile_item_count,
    log_total.item_count as log_item_count,
    profile.gross_sales as profile_gross_sales,
    log_total.gross_sales as log_gross_sales,
    profile.discounts as profile_discounts,
    log_total.discounts as log_discounts,
    profile.refunds as profile_refunds,
    log_total.refunds as log_refunds,
    profile.net_sales as profile_net_sales,
    log_total.gross_sales - log_total.discounts - log_total.refunds as log_net_sales,
    profile.first_order_at as profile_first_order_at,
    log_total.first_order_at as log_first_order_at,
    profile.last_order_at as profile_last_order_at,
    log_total.last_order_at as log_last_order_at
from profiles as profile
full join log_totals as log_total
    on log_total.person_id = profile.person_id
where coalesce(profile.order_count, 0) <> coalesce(log_total.order_count, 0)
    or coalesce(profile.item_count, 0) <> coalesce(log_total.item_count, 0)
    or coalesce(profile.gross_sales, 0) <> coalesce(log_total.gross_sales, 0)
    or coalesce(profile.discounts, 0) <> coalesce(log_total.discounts, 0)
    or coalesce(profile.refunds, 0) <> coalesce(log_total.refunds, 0)
    or coalesce(profile.net_sales, 0)
        <> coalesce(log_total.gross_sales - log_total.discounts - log_total.refunds, 0)
    or profile.first_order_at is distinct from log_total.first_order_at
    or profile.last_order_at is distinct from log_total.last_order_at
order by person_id;

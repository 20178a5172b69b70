-- purpose: compares the daily sales, summed over all dates, with the orders and refunds they are made of; returns no row
--          when all amounts agree
-- grain:   one row per measure that differs
-- sources: mart.daily_sales, core.orders, core.refunds
-- units:   amounts in the reporting currency
-- kind:    reconciliation
-- cost:    heavy
with daily as (
    select
        sum(day.orders) as orders,
        sum(day.gross_sales) as gross_sales,
        sum(day.cancelled_orders) as cancelled_orders,
        sum(day.items) as items,
        sum(day.refunds) as refunds,
        sum(day.net_sales) as net_sales
    from lake.mart.daily_sales as day
),

order_totals as (
    select
        count(*) as orders,
        sum(orders.gross_sales) as gross_sales,
        count_if(orders.is_cancelled) as cancelled_orders,
        sum(orders.item_count) as items,
        sum(orders.gross_sales - orders.discounts - orders.cancelled_sales + orders.cancelled_discounts) as kept_sales
    from lake.core.orders as orders
),

refund_totals as (
    select coalesce(sum(refund.amount), decimal '0.0000') as refunds
    from lake.core.refunds as refund
    where refund.is_counted
),

measures as (
    select
        measure.measure,
        coalesce(measure.daily_total, 0) as daily_total,
        coalesce(measure.log_total, 0) as log_total
    from daily
    cross join order_totals
    cross join refund_totals
    cross join unnest(array[
        row('orders', cast(daily.orders as decimal(38, 4)), cast(order_totals.orders as decimal(38, 4))),
        row('gross_sales', cast(daily.gross_sales as decimal(38, 4)), cast(order_totals.gross_sales as decimal(38, 4))),
        row('cancelled_orders', cast(daily.cancelled_orders as decimal(38, 4)), cast(order_totals.cancelled_orders as decimal(38, 4))),
        row('items', cast(daily.items as decimal(38, 4)), cast(order_totals.items as decimal(38, 4))),
        row('refunds', cast(daily.refunds as decimal(38, 4)), cast(refund_totals.refunds as decimal(38, 4))),
        row(
            'net_sales',
            cast(daily.net_sales as decimal(38, 4)),
            cast(coalesce(order_totals.kept_sales, 0) - refund_totals.refunds as decimal(38, 4))
        )
    ]) as measure (measure, daily_total, log_total)
)

select
    measure.measure,
    measure.daily_total,
    measure.log_total
from measures as measure
where measure.daily_total <> measure.log_total
order by measure;

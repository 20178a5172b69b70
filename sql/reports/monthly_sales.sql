-- purpose: the sales of every month and the change against the month before
-- grain:   one row per month of business dates
-- sources: mart.daily_sales
-- units:   amounts in the reporting currency, _pct per cent. new_customers are those with their first order in the month.
with months as (
    select
        date_trunc('month', day.sales_date) as month_start,
        day.currency,
        sum(day.orders) as orders,
        sum(day.counted_orders) as counted_orders,
        sum(day.guest_orders) as guest_orders,
        sum(day.gross_sales) as gross_sales,
        sum(day.refunds) as refunds,
        sum(day.net_sales) as net_sales,
        sum(day.new_customers) as new_customers
    from lake.mart.daily_sales as day
    group by date_trunc('month', day.sales_date), day.currency
),

compared as (
    select
        month.*,
        lag(month.net_sales) over (partition by month.currency order by month.month_start) as previous_net_sales
    from months as month
)

select
    date_format(month.month_start, '%Y-%m') as month,
    month.orders,
    month.guest_orders,
    cast(month.gross_sales as decimal(18, 2)) as gross_sales,
    cast(month.refunds as decimal(18, 2)) as refunds,
    cast(month.net_sales as decimal(18, 2)) as net_sales,
    cast(
        100 * (cast(month.net_sales as double) / nullif(cast(month.previous_net_sales as double), 0) - 1) as decimal(12, 1)
    ) as change_pct,
    cast(cast(month.net_sales as decimal(18, 4)) / nullif(month.counted_orders, 0) as decimal(18, 2)) as average_order_value,
    month.new_customers,
    month.currency
from compared as month
order by month;

-- purpose: the sales of the last 30 business dates that have any
-- grain:   one row per business date, newest first
-- sources: mart.daily_sales
-- units:   amounts in the reporting currency
select
    day.sales_date,
    day.orders,
    day.guest_orders,
    cast(day.gross_sales as decimal(18, 2)) as gross_sales,
    cast(day.discounts as decimal(18, 2)) as discounts,
    cast(day.cancelled_sales as decimal(18, 2)) as cancelled_sales,
    cast(day.refunds as decimal(18, 2)) as refunds,
    cast(day.net_sales as decimal(18, 2)) as net_sales,
    cast(day.average_order_value as decimal(18, 2)) as average_order_value,
    day.new_customers,
    day.returning_customers,
    day.currency
from lake.mart.daily_sales as day
order by day.sales_date desc
limit 30;

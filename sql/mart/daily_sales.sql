-- purpose: what was sold on every business date, to whom, and what was taken back
-- grain:   one row per sales_date with an order, a cancellation or a refund
-- sources: core.orders, core.order_cancellations, core.refunds
-- units:   sales_date a business date, amounts in the reporting currency.
--          An order counts on the date it was placed, with its newest version's amounts; a cancellation and a refund take
--          back on their own dates. net_sales = gross_sales - discounts - cancelled_sales - refunds.
create or replace view lake.mart.daily_sales
comment 'Sales by business date; one row per date.'
security invoker as
with first_orders as (
    select
        orders.customer_id,
        min(orders.placed_on) as first_placed_on
    from lake.core.orders as orders
    where not orders.is_guest
        and not orders.is_cancelled
    group by orders.customer_id
),

placed as (
    select
        orders.placed_on as sales_date,
        orders.currency,
        count(*) as orders,
        count_if(orders.is_guest) as guest_orders,
        sum(orders.gross_sales) as gross_sales,
        sum(orders.discounts) as discounts,
        sum(orders.shipping) as shipping,
        sum(orders.tax) as tax,
        sum(orders.item_count) as items,
        count(distinct if(orders.placed_on = first_order.first_placed_on, orders.customer_id)) as new_customers,
        count(distinct if(orders.placed_on > first_order.first_placed_on, orders.customer_id)) as returning_customers
    from lake.core.orders as orders
    left join first_orders as first_order
        on first_order.customer_id = orders.customer_id
        and not orders.is_cancelled
    group by orders.placed_on, orders.currency
),

cancelled as (
    select
        cancellation.cancelled_on as sales_date,
        cancellation.currency,
        count_if(cancellation.is_end_of_order) as cancelled_orders,
        sum(cancellation.gross_sales - cancellation.discounts) as cancelled_sales
    from lake.core.order_cancellations as cancellation
    group by cancellation.cancelled_on, cancellation.currency
),

refunded as (
    select
        refund.refunded_on as sales_date,
        refund.currency,
        count(*) as refund_count,
        sum(refund.amount) as refunds
    from lake.core.refunds as refund
    where refund.is_counted
    group by refund.refunded_on, refund.currency
),

dates as (
    select placed.sales_date, placed.currency from placed
    union
    select cancelled.sales_date, cancelled.currency from cancelled
    union
    select refunded.sales_date, refunded.currency from refunded
),

days as (
    select
        day.sales_date,
        day.currency,
        coalesce(placed.orders, 0) as orders,
        coalesce(placed.guest_orders, 0) as guest_orders,
        coalesce(cancelled.cancelled_orders, 0) as cancelled_orders,
        coalesce(refunded.refund_count, 0) as refund_count,
        coalesce(placed.gross_sales, decimal '0.0000') as gross_sales,
        coalesce(placed.discounts, decimal '0.0000') as discounts,
        coalesce(cancelled.cancelled_sales, decimal '0.0000') as cancelled_sales,
        coalesce(refunded.refunds, decimal '0.0000') as refunds,
        coalesce(placed.gross_sales, decimal '0.0000') - coalesce(placed.discounts, decimal '0.0000')
            - coalesce(cancelled.cancelled_sales, decimal '0.0000')
            - coalesce(refunded.refunds, decimal '0.0000') as net_sales,
        coalesce(placed.shipping, decimal '0.0000') as shipping,
        coalesce(placed.tax, decimal '0.0000') as tax,
        coalesce(placed.items, 0) as items,
        coalesce(placed.new_customers, 0) as new_customers,
        coalesce(placed.returning_customers, 0) as returning_customers
    from dates as day
    left join placed
        on placed.sales_date = day.sales_date
        and placed.currency = day.currency
    left join cancelled
        on cancelled.sales_date = day.sales_date
        and cancelled.currency = day.currency
    left join refunded
        on refunded.sales_date = day.sales_date
        and refunded.currency = day.currency
)

select
    sales_date,
    orders,
    guest_orders,
    cancelled_orders,
    refund_count,
    cast(gross_sales as decimal(18, 4)) as gross_sales,
    cast(discounts as decimal(18, 4)) as discounts,
    cast(cancelled_sales as decimal(18, 4)) as cancelled_sales,
    cast(refunds as decimal(18, 4)) as refunds,
    cast(net_sales as decimal(18, 4)) as net_sales,
    cast(shipping as decimal(18, 4)) as shipping,
    cast(tax as decimal(18, 4)) as tax,
    cast(net_sales + shipping + tax as decimal(18, 4)) as total_sales,
    cast(cast(net_sales as decimal(18, 4)) / nullif(orders, 0) as decimal(18, 4)) as average_order_value,
    items,
    new_customers,
    returning_customers,
    currency
from days;

comment on column lake.mart.daily_sales.sales_date is 'Business date.';
comment on column lake.mart.daily_sales.orders is 'Orders placed on the date, guest orders and those cancelled since included.';
comment on column lake.mart.daily_sales.guest_orders is 'Orders placed on the date without a customer number.';
comment on column lake.mart.daily_sales.cancelled_orders is 'Orders of any date that were cancelled on this one.';
comment on column lake.mart.daily_sales.refund_count is 'Refunds of any order, or of none, on the date.';
comment on column lake.mart.daily_sales.gross_sales is 'Value of the goods ordered on the date, before discounts, in currency.';
comment on column lake.mart.daily_sales.discounts is 'Discounts on them, in currency; a positive number.';
comment on column lake.mart.daily_sales.cancelled_sales is 'Gross sales less discounts that cancellations took back on the date, in currency; a positive number.';
comment on column lake.mart.daily_sales.refunds is 'Money given back on the date, in currency; a positive number.';
comment on column lake.mart.daily_sales.net_sales is 'gross_sales - discounts - cancelled_sales - refunds, in currency.';
comment on column lake.mart.daily_sales.shipping is 'Shipping charged on the date''s orders that are not cancelled, in currency.';
comment on column lake.mart.daily_sales.tax is 'Tax charged on the date''s orders that are not cancelled, in currency.';
comment on column lake.mart.daily_sales.total_sales is 'net_sales + shipping + tax, in currency.';
comment on column lake.mart.daily_sales.average_order_value is 'net_sales / orders, in currency; null on a date without orders.';
comment on column lake.mart.daily_sales.items is 'Pieces ordered on the date, less those cancelled since.';
comment on column lake.mart.daily_sales.new_customers is 'Customers whose first order is of this date.';
comment on column lake.mart.daily_sales.returning_customers is 'Customers who ordered on the date and on an earlier one.';
comment on column lake.mart.daily_sales.currency is 'The reporting currency, ISO 4217.';

-- purpose: what was sold on every business date, to whom, and what was taken back
-- grain:   one row per sales_date with an order, a cancellation or a refund
-- sources: core.orders, core.order_cancellations, core.refunds
-- units:   sales_date a business date, amounts in the reporting currency.
--          An order counts on the date it was placed, with its newest version's amounts; a cancellation and a refund take
--          back on their own dates. net_sales = gross_sales - discounts - cancelled_sales - refunds.
create or replace view lake.mart.daily_sales
comment 'Sales by business date; one row per date.'
security invoker as
with dated_orders as (
    select
        orders.*,
        min(if(not orders.is_cancelled, orders.placed_on)) over (partition by orders.customer_id) as first_placed_on
    from lake.core.orders as orders
),

customer_days as (
    select
        orders.placed_on as sales_date,
        orders.currency,
        orders.customer_id,
        count(*) as orders,
        count_if(orders.is_counted) as counted_orders,
        sum(orders.gross_sales) as gross_sales,
        sum(orders.discounts) as discounts,
        sum(orders.shipping) as shipping,
        sum(orders.tax) as tax,
        sum(orders.item_count) as items,
        bool_or(not orders.is_cancelled) as is_buyer,
        min(orders.first_placed_on) as first_placed_on
    from dated_orders as orders
    group by orders.placed_on, orders.currency, orders.customer_id
),

placed as (
    select
        customer_day.sales_date,
        customer_day.currency,
        sum(customer_day.orders) as orders,
        sum(customer_day.counted_orders) as counted_orders,
        sum(if(customer_day.customer_id is null, customer_day.orders, 0)) as guest_orders,
        sum(customer_day.gross_sales) as gross_sales,
        sum(customer_day.discounts) as discounts,
        sum(customer_day.shipping) as shipping,
        sum(customer_day.tax) as tax,
        sum(customer_day.items) as items,
        count_if(
            customer_day.customer_id is not null
            and customer_day.is_buyer
            and customer_day.sales_date = customer_day.first_placed_on
        ) as new_customers,
        count_if(
            customer_day.customer_id is not null
            and customer_day.is_buyer
            and customer_day.sales_date > customer_day.first_placed_on
        ) as returning_customers
    from customer_days as customer_day
    group by customer_day.sales_date, customer_day.currency
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

parts as (
    select
        placed.sales_date,
        placed.currency,
        placed.orders,
        placed.counted_orders,
        placed.guest_orders,
        bigint '0' as cancelled_orders,
        bigint '0' as refund_count,
        placed.gross_sales,
        placed.discounts,
        decimal '0.0000' as cancelled_sales,
        decimal '0.0000' as refunds,
        placed.shipping,
        placed.tax,
        placed.items,
        placed.new_customers,
        placed.returning_customers
    from placed
    union all
    select
        cancelled.sales_date,
        cancelled.currency,
        0,
        0,
        0,
        cancelled.cancelled_orders,
        0,
        0,
        0,
        cancelled.cancelled_sales,
        0,
        0,
        0,
        0,
        0,
        0
    from cancelled
    union all
    select
        refunded.sales_date,
        refunded.currency,
        0,
        0,
        0,
        0,
        refunded.refund_count,
        0,
        0,
        0,
        refunded.refunds,
        0,
        0,
        0,
        0,
        0
    from refunded
),

days as (
    select
        part.sales_date,
        part.currency,
        sum(part.orders) as orders,
        sum(part.counted_orders) as counted_orders,
        sum(part.guest_orders) as guest_orders,
        sum(part.cancelled_orders) as cancelled_orders,
        sum(part.refund_count) as refund_count,
        sum(part.gross_sales) as gross_sales,
        sum(part.discounts) as discounts,
        sum(part.cancelled_sales) as cancelled_sales,
        sum(part.refunds) as refunds,
        sum(part.gross_sales) - sum(part.discounts) - sum(part.cancelled_sales) - sum(part.refunds) as net_sales,
        sum(part.shipping) as shipping,
        sum(part.tax) as tax,
        sum(part.items) as items,
        sum(part.new_customers) as new_customers,
        sum(part.returning_customers) as returning_customers
    from parts as part
    group by part.sales_date, part.currency
)

select
    sales_date,
    orders,
    counted_orders,
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
    cast(cast(net_sales as decimal(18, 4)) / nullif(counted_orders, 0) as decimal(18, 4)) as average_order_value,
    items,
    new_customers,
    returning_customers,
    currency
from days;

comment on column lake.mart.daily_sales.sales_date is 'Business date.';
comment on column lake.mart.daily_sales.orders is 'Orders placed on the date, guest orders and those cancelled since included.';
comment on column lake.mart.daily_sales.counted_orders is 'Those of them that count: neither cancelled nor fully refunded since.';
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
comment on column lake.mart.daily_sales.average_order_value is 'net_sales / counted_orders, in currency; null on a date without such orders.';
comment on column lake.mart.daily_sales.items is 'Pieces ordered on the date, less those cancelled since.';
comment on column lake.mart.daily_sales.new_customers is 'Customers whose first order is of this date.';
comment on column lake.mart.daily_sales.returning_customers is 'Customers who ordered on the date and on an earlier one.';
comment on column lake.mart.daily_sales.currency is 'The reporting currency, ISO 4217.';

-- purpose: monthly retention: of the customers who first ordered in a month, how many order again in the months after
-- grain:   one row per cohort and month_number with an order
-- sources: core.orders
-- units:   months of business dates, revenue in the reporting currency, _pct per cent.
--          Orders of identified customers that were not cancelled; a refund does not undo that somebody ordered, so
--          revenue is gross sales less discounts, without what was cancelled.
create or replace view lake.mart.customer_cohorts
comment 'Monthly retention by month of the first order; one row per cohort and month.'
security invoker as
with customer_orders as (
    select
        orders.customer_id,
        date_trunc('month', orders.placed_on) as order_month,
        orders.gross_sales - orders.discounts - orders.cancelled_sales + orders.cancelled_discounts as revenue,
        date_trunc('month', min(orders.placed_on) over (partition by orders.customer_id)) as cohort_month,
        orders.currency
    from lake.core.orders as orders
    where not orders.is_guest
        and not orders.is_cancelled
),

customer_months as (
    select
        customer_order.customer_id,
        customer_order.cohort_month,
        customer_order.order_month,
        count(*) as orders,
        sum(customer_order.revenue) as revenue,
        max(customer_order.currency) as currency
    from customer_orders as customer_order
    group by customer_order.customer_id, customer_order.cohort_month, customer_order.order_month
),

months as (
    select
        customer_month.cohort_month,
        date_diff('month', customer_month.cohort_month, customer_month.order_month) as month_number,
        count(*) as active_customers,
        sum(customer_month.orders) as orders,
        sum(customer_month.revenue) as revenue,
        max(customer_month.currency) as currency
    from customer_months as customer_month
    group by
        customer_month.cohort_month,
        date_diff('month', customer_month.cohort_month, customer_month.order_month)
),

sized as (
    select
        month.*,
        -- everybody of a cohort is active in its month 0
        max(if(month.month_number = 0, month.active_customers)) over (partition by month.cohort_month) as cohort_size
    from months as month
)

select
    date_format(cohort_month, '%Y-%m') as cohort,
    cohort_size,
    month_number,
    active_customers,
    cast(decimal '100.0000' * active_customers / cohort_size as decimal(5, 2)) as retention_pct,
    orders,
    cast(revenue as decimal(18, 4)) as revenue,
    currency
from sized;

comment on column lake.mart.customer_cohorts.cohort is 'Month of the first order, yyyy-mm in the business zone.';
comment on column lake.mart.customer_cohorts.cohort_size is 'Customers whose first order is of that month.';
comment on column lake.mart.customer_cohorts.month_number is 'Months since then: 0 is the month of the first order.';
comment on column lake.mart.customer_cohorts.active_customers is 'Customers of the cohort who ordered in that month.';
comment on column lake.mart.customer_cohorts.retention_pct is 'active_customers / cohort_size, per cent.';
comment on column lake.mart.customer_cohorts.orders is 'Orders of the cohort in that month.';
comment on column lake.mart.customer_cohorts.revenue is 'Gross sales less discounts and cancellations of those orders, refunds not taken off, in currency.';
comment on column lake.mart.customer_cohorts.currency is 'The reporting currency, ISO 4217.';

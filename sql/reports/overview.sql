-- purpose: the business at a glance: sales, customers and how they come back, over all data
-- grain:   one row
-- sources: mart.daily_sales, core.orders, core.customer_profiles, core.rfm_thresholds, core.business_settings
-- units:   amounts in the reporting currency, _pct per cent. Definitions as in DOMAIN: AOV = net_sales / orders that count, repeat rate =
--          customers with two orders or more / customers.
with sales as (
    select
        min(day.sales_date) as first_date,
        max(day.sales_date) as last_date,
        sum(day.orders) as orders,
        sum(day.counted_orders) as counted_orders,
        sum(day.guest_orders) as guest_orders,
        sum(day.gross_sales) as gross_sales,
        sum(day.discounts) as discounts,
        sum(day.cancelled_sales) as cancelled_sales,
        sum(day.refunds) as refunds,
        sum(day.net_sales) as net_sales
    from lake.mart.daily_sales as day
),

people as (
    select
        count(*) as people,
        count_if(profile.order_count > 0) as customers,
        count_if(profile.order_count > 1) as repeat_customers
    from lake.core.customer_profiles as profile
),

scoring as (
    select max(threshold.as_of_date) as as_of_date
    from lake.core.rfm_thresholds as threshold
)

select
    scoring.as_of_date,
    sales.first_date,
    sales.last_date,
    sales.orders,
    sales.guest_orders,
    cast(sales.gross_sales as decimal(18, 2)) as gross_sales,
    cast(sales.discounts as decimal(18, 2)) as discounts,
    cast(sales.cancelled_sales as decimal(18, 2)) as cancelled_sales,
    cast(sales.refunds as decimal(18, 2)) as refunds,
    cast(sales.net_sales as decimal(18, 2)) as net_sales,
    cast(cast(sales.net_sales as decimal(18, 4)) / nullif(sales.counted_orders, 0) as decimal(18, 2)) as average_order_value,
    setting.reporting_currency as currency,
    people.people,
    people.customers,
    cast(100e0 * people.repeat_customers / nullif(people.customers, 0) as decimal(5, 2)) as repeat_rate_pct
from sales
cross join people
cross join scoring
cross join lake.core.business_settings as setting;

-- purpose: retention by week and by month of the first order, and by what brought the customers: how many order again later
-- grain:   one row per period, cohort, acquisition_channel and period_number with an order; the channel all is everybody
-- sources: core.orders, core.customer_profiles
-- units:   weeks (from Monday) and months of business dates, revenue in the reporting currency, _pct per cent.
--          Orders that were not cancelled, of guests too where an identifier says whose they are; a refund does not undo that
--          somebody ordered.
--          mart.customer_cohorts has the months by customer number and without channels, at less cost.
create or replace view lake.mart.cohort_retention
comment 'Retention of first-order cohorts by week and month and by acquisition channel; one row per cohort, channel and period.'
security invoker as
with person_orders as (
    select
        placed.person_id,
        placed.placed_on,
        placed.gross_sales - placed.discounts - placed.cancelled_sales + placed.cancelled_discounts as revenue,
        placed.currency,
        min(placed.placed_on) over (partition by placed.person_id) as first_order_on
    from lake.core.orders as placed
    where not placed.is_cancelled
        and placed.person_id is not null
),

periods as (
    select
        period.name as period,
        date_trunc(period.name, placed.first_order_on) as cohort,
        date_diff(
            period.name,
            date_trunc(period.name, placed.first_order_on),
            date_trunc(period.name, placed.placed_on)
        ) as period_number,
        coalesce(profile.acquisition_channel, 'unknown') as acquisition_channel,
        placed.person_id,
        placed.revenue,
        placed.currency
    from person_orders as placed
    left join lake.core.customer_profiles as profile
        on profile.person_id = placed.person_id
    cross join (values 'week', 'month') as period (name)
),

counted as (
    select
        placed.period,
        placed.cohort,
        placed.period_number,
        channel.name as acquisition_channel,
        count(distinct placed.person_id) as active_customers,
        count(*) as orders,
        sum(placed.revenue) as revenue,
        max(placed.currency) as currency
    from periods as placed
    cross join unnest(array['all', placed.acquisition_channel]) as channel (name)
    group by placed.period, placed.cohort, placed.period_number, channel.name
),

sized as (
    select
        counted.*,
        -- everybody of a cohort is active in its period 0
        max(if(counted.period_number = 0, counted.active_customers)) over (
            partition by counted.period, counted.cohort, counted.acquisition_channel
        ) as cohort_size
    from counted
)

select
    period,
    cohort,
    acquisition_channel,
    period_number,
    cohort_size,
    active_customers,
    cast(decimal '100.0000' * active_customers / cohort_size as decimal(5, 2)) as retention_pct,
    orders,
    cast(revenue as decimal(18, 4)) as revenue,
    currency
from sized;

comment on column lake.mart.cohort_retention.period is 'week or month: what cohort and period_number are counted in.';
comment on column lake.mart.cohort_retention.cohort is 'First business date of the week (Monday) or month of the first order.';
comment on column lake.mart.cohort_retention.acquisition_channel is 'utm_medium of the first contact, or where it happened; unknown without a profile; all for everybody.';
comment on column lake.mart.cohort_retention.period_number is 'Weeks or months since then: 0 is the one of the first order.';
comment on column lake.mart.cohort_retention.cohort_size is 'Persons whose first order is of that week or month.';
comment on column lake.mart.cohort_retention.active_customers is 'Persons of the cohort who ordered in that period.';
comment on column lake.mart.cohort_retention.retention_pct is 'active_customers / cohort_size, per cent.';
comment on column lake.mart.cohort_retention.orders is 'Orders of the cohort in that period: first ones in period 0, recurring ones beside them and after.';
comment on column lake.mart.cohort_retention.revenue is 'Gross sales less discounts and cancellations of those orders, refunds not taken off, in currency.';
comment on column lake.mart.cohort_retention.currency is 'The reporting currency, ISO 4217.';

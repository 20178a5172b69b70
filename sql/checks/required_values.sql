-- purpose: what a report cannot do without is there: amounts, currencies, dates and segments are not null; returns no row when they
--          are
-- grain:   one row per requirement that is broken
-- sources: core.orders, core.refunds, core.customer_rfm, core.customer_segments, core.sessions
-- units:   row_count in rows
-- kind:    required
-- cost:    heavy
with requirements (requirement, row_count) as (
    select
        'core.orders has placed_at, placed_on, currency and net_sales' as requirement,
        count(*) as row_count
    from lake.core.orders as orders
    where orders.placed_at is null
        or orders.placed_on is null
        or orders.currency is null
        or orders.net_sales is null
    union all
    select
        'core.refunds has refunded_at, currency and amount' as requirement,
        count(*) as row_count
    from lake.core.refunds as refund
    where refund.refunded_at is null
        or refund.currency is null
        or refund.amount is null
    union all
    select
        'core.customer_rfm has segment, as_of_date and monetary' as requirement,
        count(*) as row_count
    from lake.core.customer_rfm as rfm
    where rfm.segment is null
        or rfm.as_of_date is null
        or rfm.monetary is null
    union all
    select
        'core.customer_segments has segment' as requirement,
        count(*) as row_count
    from lake.core.customer_segments as segment
    where segment.segment is null
    union all
    select
        'core.sessions has visitor, channel, started_at and landing_channel' as requirement,
        count(*) as row_count
    from lake.core.sessions as session
    where session.visitor is null
        or session.channel is null
        or session.started_at is null
        or session.landing_channel is null
)

select
    requirements.requirement,
    requirements.row_count
from requirements
where requirements.row_count > 0
order by requirements.requirement;

-- purpose: compares the sessions with the event log: each click of a visitor is in one of them, each order that a click names too,
--          with its value, and none twice; returns no row when all agree
-- grain:   one row per measure and channel, or order, that differs
-- sources: core.sessions_live, core.business_settings, raw.clickstream, raw.orders, raw.late_events
-- units:   counts in events and sessions, revenue in the reporting currency.
--          Events that the archive has and the journey job does not (or the other way round, for a few seconds) show here. Those
--          that came too late for their session count on neither side.
-- kind:    reconciliation
-- cost:    heavy
with late as (
    select distinct event.event_id
    from lake.raw.late_events as event
    where event.job = 'clientele-journey'
        and event.reason = 'beyond_sessions'
),

clicks as (
    select
        event.event_id,
        event.event_name,
        event.channel,
        event.order_id,
        event.event_time
    from lake.raw.clickstream as event
    left join late
        on late.event_id = event.event_id
    where event.owner is not null
        and late.event_id is null
),

log_counts as (
    select
        click.channel,
        count(*) as event_count,
        count_if(click.event_name in ('page_viewed', 'screen_viewed')) as view_count,
        count_if(click.event_name = 'product_viewed') as product_views,
        count_if(click.event_name = 'products_searched') as searches,
        count_if(click.event_name = 'product_added') as cart_additions,
        count_if(click.event_name = 'checkout_started') as checkouts_started
    from clicks as click
    group by click.channel
),

session_counts as (
    select
        session.channel,
        sum(session.event_count) as event_count,
        sum(session.view_count) as view_count,
        sum(session.product_views) as product_views,
        sum(session.searches) as searches,
        sum(session.cart_additions) as cart_additions,
        sum(session.checkouts_started) as checkouts_started
    from lake.core.sessions_live as session
    group by session.channel
),

counts as (
    select
        measure.measure,
        coalesce(log_count.channel, session_count.channel) as subject,
        coalesce(measure.session_total, 0) as session_total,
        coalesce(measure.log_total, 0) as log_total
    from log_counts as log_count
    full join session_counts as session_count
        on session_count.channel = log_count.channel
    cross join unnest(array[
        row('event_count', session_count.event_count, log_count.event_count),
        row('view_count', session_count.view_count, log_count.view_count),
        row('product_views', session_count.product_views, log_count.product_views),
        row('searches', session_count.searches, log_count.searches),
        row('cart_additions', session_count.cart_additions, log_count.cart_additions),
        row('checkouts_started', session_count.checkouts_started, log_count.checkouts_started)
    ]) as measure (measure, session_total, log_total)
),

placings as (
    select
        event.order_id,
        event.event_id,
        event.event_time,
        array[event.gross_amount, event.discount_amount] as amounts,
        if(
            coalesce(event.currency, setting.reporting_currency) = setting.reporting_currency,
            decimal '1.00000000',
            event.exchange_rate
        ) as rate
    from lake.raw.orders as event
    cross join lake.core.business_settings as setting
    left join late
        on late.event_id = event.event_id
    where event.event_name = 'order_placed'
        and late.event_id is null
),

converted as (
    select
        placing.order_id,
        placing.event_id,
        placing.event_time,
        -- rounded half even, as the jobs do
        transform(placing.amounts, amount -> cast(
            round(coalesce(amount, 0) * placing.rate, 4) - case mod(coalesce(amount, 0) * placing.rate, decimal '0.0002')
                when decimal '0.00005' then decimal '0.0001'
                else decimal '0.0000'
            end as decimal(18, 4)
        )) as money
    from placings as placing
),

placed as (
    select
        placing.order_id,
        min(placing.event_time) as placed_at,
        min_by(placing.money[1] - placing.money[2], row(placing.event_time, placing.event_id)) as revenue
    from converted as placing
    group by placing.order_id
),

named as (
    select distinct placed_order.order_id
    from placed as placed_order
    inner join clicks as click
        on click.order_id = placed_order.order_id
        and click.event_time between placed_order.placed_at - interval '24' hour and placed_order.placed_at + interval '24' hour
),

in_sessions as (
    select
        entry.order_id,
        count(*) as session_count
    from lake.core.sessions_live as session
    cross join unnest(session.order_ids) as entry (order_id)
    group by entry.order_id
),

orders as (
    select
        'order' as measure,
        coalesce(named_order.order_id, in_session.order_id) as subject,
        coalesce(in_session.session_count, 0) as session_total,
        if(named_order.order_id is not null or placed_order.order_id is not null, 1, 0) as log_total
    from named as named_order
    full join in_sessions as in_session
        on in_session.order_id = named_order.order_id
    left join placed as placed_order
        on placed_order.order_id = coalesce(named_order.order_id, in_session.order_id)
),

session_values as (
    select
        session.session_id,
        session.revenue,
        coalesce(sum(placed_order.revenue), decimal '0.0000') as log_revenue
    from lake.core.sessions_live as session
    cross join unnest(session.order_ids) as entry (order_id)
    left join placed as placed_order
        on placed_order.order_id = entry.order_id
    group by session.session_id, session.revenue
),

compared as (
    select
        counted.measure,
        counted.subject,
        cast(counted.session_total as decimal(38, 4)) as session_total,
        cast(counted.log_total as decimal(38, 4)) as log_total
    from counts as counted
    union all
    select
        named_order.measure,
        named_order.subject,
        cast(named_order.session_total as decimal(38, 4)) as session_total,
        cast(named_order.log_total as decimal(38, 4)) as log_total
    from orders as named_order
    union all
    select
        'revenue' as measure,
        valued.session_id as subject,
        cast(valued.revenue as decimal(38, 4)) as session_total,
        cast(valued.log_revenue as decimal(38, 4)) as log_total
    from session_values as valued
)

select
    compared.measure,
    compared.subject,
    compared.session_total,
    compared.log_total
from compared
where compared.session_total <> compared.log_total
order by compared.measure, compared.subject;

-- purpose: how many sessions each channel brings, how many of them are engaged and order something, and what they bring, by month
-- grain:   one row per month and landing channel, the newest month first
-- sources: core.sessions
-- units:   months of business dates, revenue in the reporting currency, _pct per cent of the sessions
select
    date_format(session.started_on, '%Y-%m') as month,
    session.landing_channel,
    count(*) as sessions,
    count(distinct session.person_id) as people,
    cast(100e0 * count_if(session.is_engaged) / count(*) as decimal(5, 2)) as engaged_pct,
    cast(100e0 * count_if(session.is_converted) / count(*) as decimal(5, 2)) as converted_pct,
    sum(session.order_count) as orders,
    cast(sum(session.revenue) as decimal(18, 2)) as revenue,
    cast(sum(session.revenue) / count(*) as decimal(18, 2)) as revenue_per_session,
    max(session.currency) as currency
from lake.core.sessions as session
group by date_format(session.started_on, '%Y-%m'), session.landing_channel
order by month desc, revenue desc, session.landing_channel;

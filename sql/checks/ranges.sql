-- purpose: values are in the ranges that their definitions leave; returns no row when they are
-- grain:   one row per range that is broken
-- sources: core.customer_rfm, core.customer_profiles_live, core.sessions, core.orders, core.identity_map
-- units:   row_count in rows
-- kind:    range
-- cost:    heavy
with ranges (range_rule, row_count) as (
    select
        'core.customer_rfm: scores from 1 to 5, recency_days not negative, frequency at least 1' as range_rule,
        count(*) as row_count
    from lake.core.customer_rfm as rfm
    where rfm.r_score not between 1 and 5
        or rfm.f_score not between 1 and 5
        or rfm.m_score not between 1 and 5
        or rfm.recency_days < 0
        or rfm.frequency < 1
    union all
    select
        'core.customer_profiles_live: counts not negative, first_seen_at not after last_seen_at' as range_rule,
        count(*) as row_count
    from lake.core.customer_profiles_live as profile
    where profile.event_count < 0
        or profile.order_count < 0
        or profile.item_count < 0
        or profile.first_seen_at > profile.last_seen_at
    union all
    select
        'core.customer_profiles_live: net_sales = gross_sales - discounts - refunds' as range_rule,
        count(*) as row_count
    from lake.core.customer_profiles_live as profile
    where profile.net_sales <> profile.gross_sales - profile.discounts - profile.refunds
    union all
    select
        'core.sessions: started_at not after ended_at, event_count at least 1, revenue not negative' as range_rule,
        count(*) as row_count
    from lake.core.sessions as session
    where session.started_at > session.ended_at
        or session.event_count < 1
        or session.revenue < 0
    union all
    select
        'core.orders: discounts, refunds and item_count not negative' as range_rule,
        count(*) as row_count
    from lake.core.orders as orders
    where orders.discounts < 0
        or orders.refunds < 0
        or orders.item_count < 0
    union all
    select
        'core.identity_map: valid_from not after valid_to' as range_rule,
        count(*) as row_count
    from lake.core.identity_map as identity
    where identity.valid_from > identity.valid_to
)

select
    ranges.range_rule,
    ranges.row_count
from ranges
where ranges.row_count > 0
order by ranges.range_rule;

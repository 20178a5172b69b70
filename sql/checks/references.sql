-- purpose: what refers to something finds it: lines and sessions their orders, scores their profiles and their cut points; returns no
--          row when all do
-- grain:   one row per reference that leads nowhere
-- sources: core.order_lines, core.orders, core.customer_scores_live, core.customer_profiles_live, core.rfm_thresholds,
--          core.sessions
-- units:   row_count in rows.
--          A refund may come before its order, or name one that the shop never sent: that is no broken reference.
-- kind:    reference
-- cost:    heavy
with targets (reference, row_count) as (
    select
        'core.order_lines -> core.orders' as reference,
        count(*) as row_count
    from lake.core.order_lines as line
    left join lake.core.orders as orders
        on orders.order_id = line.order_id
    where orders.order_id is null
    union all
    select
        'core.sessions -> core.orders' as reference,
        count(*) as row_count
    from lake.core.sessions as session
    cross join unnest(session.order_ids) as placed (order_id)
    left join lake.core.orders as orders
        on orders.order_id = placed.order_id
    where orders.order_id is null
    union all
    select
        'core.customer_scores_live -> core.customer_profiles_live' as reference,
        count(*) as row_count
    from lake.core.customer_scores_live as score
    left join lake.core.customer_profiles_live as profile
        on profile.person_id = score.person_id
    where profile.person_id is null
    union all
    select
        'core.customer_scores_live -> core.rfm_thresholds' as reference,
        count(*) as row_count
    from lake.core.customer_scores_live as score
    left join lake.core.rfm_thresholds as cuts
        on cuts.threshold_version = score.threshold_version
    where cuts.threshold_version is null
)

select
    targets.reference,
    targets.row_count
from targets
where targets.row_count > 0
order by targets.reference;

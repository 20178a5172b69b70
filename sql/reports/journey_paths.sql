-- purpose: the landing channels that most often lead to an order, in their order
-- grain:   one row per path, the most frequent first; the first 20
-- sources: mart.journey_paths
-- units:   revenue in the reporting currency
select
    path.path,
    path.conversions,
    path.orders,
    cast(path.revenue as decimal(18, 2)) as revenue,
    path.currency,
    path.average_visits,
    path.average_days
from lake.mart.journey_paths as path
where path.path_kind = 'landing_channel'
order by path.conversions desc, path.path
limit 20;

-- purpose: the line keeps up: the profiles have reached the event time of the archive, and the maintenance merges; returns no row when
--          both hold
-- grain:   one row per table that is behind
-- sources: mart.pipeline_freshness
-- units:   behind_seconds in seconds: of event time for the profiles, by the clock for a merge.
--          While jobs catch up, the figures move from look to look; a table that stands still shows the same twice.
-- kind:    freshness
-- cost:    light
with archive as (
    select max(freshness.newest_event_at) as newest_event_at
    from lake.mart.pipeline_freshness as freshness
    where freshness.table_name in ('raw.clickstream', 'raw.orders')
)

select
    freshness.table_name,
    freshness.newest_event_at,
    date_diff('second', freshness.newest_event_at, archive.newest_event_at) as behind_seconds
from lake.mart.pipeline_freshness as freshness
cross join archive
where freshness.table_name = 'core.customer_profiles_changes'
    and coalesce(date_diff('second', freshness.newest_event_at, archive.newest_event_at), 0) > 3600
union all
select
    freshness.table_name,
    freshness.newest_event_at,
    freshness.merge_lag_seconds as behind_seconds
from lake.mart.pipeline_freshness as freshness
where freshness.merge_lag_seconds > 900
order by table_name;

-- purpose: the maintenance keeps up: what the jobs commit is merged; returns no row when it is
-- grain:   one row per table that is behind
-- sources: mart.pipeline_freshness
-- units:   behind_seconds in seconds by the clock.
--          How far each table is in event time stands in mart.pipeline_freshness: no bound of it holds for every shop, since the
--          newest event may concern nobody who is known.
-- kind:    freshness
-- cost:    light
select
    freshness.table_name,
    freshness.newest_event_at,
    freshness.merge_lag_seconds as behind_seconds
from lake.mart.pipeline_freshness as freshness
where freshness.merge_lag_seconds > 900
order by freshness.table_name;

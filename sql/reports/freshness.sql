-- purpose: how fresh every part of the line is and what it has refused
-- grain:   one row per table that a job writes
-- sources: mart.pipeline_freshness
-- units:   _at UTC instants, _seconds by the clock of the query
select
    part.table_name,
    part.row_count,
    part.newest_event_at,
    part.last_commit_at,
    part.commit_age_seconds,
    part.merge_lag_seconds,
    part.dead_letters,
    part.dead_letters_by_reason
from lake.mart.pipeline_freshness as part
order by part.table_name desc;

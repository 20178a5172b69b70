-- purpose: what operators look at first: the last result of each check, dead letters and late events by day, and how old each table is
-- grain:   one row per subject, name and day
-- sources: core.check_results, raw.dead_letters, raw.late_events, mart.pipeline_freshness
-- units:   value in the unit of the column unit; _at UTC instants, day in UTC
create or replace view lake.mart.data_quality
comment 'Last result of each check, dead letters by topic, reason and day, late events by job, reason and day, age of each table.'
security invoker as
with newest_results as (
    select
        result.check_name,
        max_by(result.is_passed, result.checked_at) as is_passed,
        max_by(result.failures, result.checked_at) as failures,
        max_by(coalesce(result.error, result.sample), result.checked_at) as detail,
        max(result.checked_at) as checked_at
    from lake.core.check_results as result
    group by result.check_name
)

select
    'check' as subject,
    result.check_name as name,
    cast(result.checked_at at time zone 'UTC' as date) as day,
    result.is_passed,
    result.failures as value,
    'rows' as unit,
    result.checked_at as measured_at,
    result.detail
from newest_results as result
union all
select
    'dead_letters' as subject,
    letter.topic || ' ' || letter.reason as name,
    cast(letter.kafka_timestamp at time zone 'UTC' as date) as day,
    cast(null as boolean) as is_passed,
    count(*) as value,
    'records' as unit,
    max(letter.kafka_timestamp) as measured_at,
    cast(null as varchar) as detail
from lake.raw.dead_letters as letter
group by letter.topic || ' ' || letter.reason, cast(letter.kafka_timestamp at time zone 'UTC' as date)
union all
select
    'late_events' as subject,
    late.job || ' ' || late.reason as name,
    cast(late.event_time at time zone 'UTC' as date) as day,
    cast(null as boolean) as is_passed,
    count(*) as value,
    'events' as unit,
    max(late.event_time) as measured_at,
    cast(null as varchar) as detail
from lake.raw.late_events as late
group by late.job || ' ' || late.reason, cast(late.event_time at time zone 'UTC' as date)
union all
select
    'freshness' as subject,
    freshness.table_name as name,
    cast(freshness.last_commit_at at time zone 'UTC' as date) as day,
    cast(null as boolean) as is_passed,
    freshness.commit_age_seconds as value,
    'seconds' as unit,
    freshness.last_commit_at as measured_at,
    cast(null as varchar) as detail
from lake.mart.pipeline_freshness as freshness;

comment on column lake.mart.data_quality.subject is 'What is measured: check, dead_letters, late_events or freshness.';
comment on column lake.mart.data_quality.name is 'The check, the topic and reason, the job and reason, or the table.';
comment on column lake.mart.data_quality.day is 'UTC day of the check, of the records in Kafka, of the events, or of the last commit; null for a table without one.';
comment on column lake.mart.data_quality.is_passed is 'Whether the check passed; null for the other subjects.';
comment on column lake.mart.data_quality.value is 'Rows that the check found (null: it could not run), records refused, events late, or seconds since the last commit.';
comment on column lake.mart.data_quality.unit is 'Unit of value: rows, records, events or seconds.';
comment on column lake.mart.data_quality.measured_at is 'When the check ran, or the newest of what was counted, UTC.';
comment on column lake.mart.data_quality.detail is 'Of a check that failed: some of the rows without personal data, or why it could not run; else null.';

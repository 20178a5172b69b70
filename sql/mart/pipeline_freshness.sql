-- purpose: how fresh every part of the line is, what it has refused, and how far the merge lags behind
-- grain:   one row per table that a job writes
-- sources: the Iceberg metadata of raw.* and core.*_changes (identity_changes, which is never merged, too), raw.dead_letters,
--          core.maintenance_runs
-- units:   _at UTC instants, _seconds by the clock of the query. Reads metadata, not data: row counts and newest event
--          times are those that the files state about themselves.
create or replace view lake.mart.pipeline_freshness
comment 'Freshness, rows, dead letters and merge lag; one row per table that a job writes.'
security invoker as
with raw_tables as (
    select
        'raw.clickstream' as table_name,
        'clickstream' as topic,
        (select max(part.data.event_time.max) from lake.raw."clickstream$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.raw."clickstream$partitions" as part) as row_count,
        (
            select max(snapshot.committed_at)
            from lake.raw."clickstream$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as last_commit_at
    union all
    select
        'raw.orders' as table_name,
        'orders' as topic,
        (select max(part.data.event_time.max) from lake.raw."orders$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.raw."orders$partitions" as part) as row_count,
        (
            select max(snapshot.committed_at)
            from lake.raw."orders$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as last_commit_at
    union all
    select
        'raw.customers' as table_name,
        'customers' as topic,
        (select max(part.data.event_time.max) from lake.raw."customers$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.raw."customers$partitions" as part) as row_count,
        (
            select max(snapshot.committed_at)
            from lake.raw."customers$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as last_commit_at
    union all
    select
        'raw.interactions' as table_name,
        'interactions' as topic,
        (select max(part.data.event_time.max) from lake.raw."interactions$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.raw."interactions$partitions" as part) as row_count,
        (
            select max(snapshot.committed_at)
            from lake.raw."interactions$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as last_commit_at
    union all
    select
        'raw.support' as table_name,
        'support' as topic,
        (select max(part.data.event_time.max) from lake.raw."support$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.raw."support$partitions" as part) as row_count,
        (
            select max(snapshot.committed_at)
            from lake.raw."support$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as last_commit_at
    union all
    select
        'raw.feedback' as table_name,
        'feedback' as topic,
        (select max(part.data.event_time.max) from lake.raw."feedback$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.raw."feedback$partitions" as part) as row_count,
        (
            select max(snapshot.committed_at)
            from lake.raw."feedback$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as last_commit_at
    union all
    select
        'raw.catalog' as table_name,
        'catalog' as topic,
        (select max(part.data.event_time.max) from lake.raw."catalog$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.raw."catalog$partitions" as part) as row_count,
        (
            select max(snapshot.committed_at)
            from lake.raw."catalog$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as last_commit_at
),

core_tables as (
    select
        'core.customer_profiles_changes' as table_name,
        cast(null as varchar) as topic,
        (select max(part.data.changed_at.max) from lake.core."customer_profiles_changes$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.core."customer_profiles_changes$partitions" as part) as row_count,
        (
            select array[max(snapshot.committed_at), min(snapshot.committed_at)]
            from lake.core."customer_profiles_changes$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as commit_times
    union all
    select
        'core.customer_scores_changes' as table_name,
        cast(null as varchar) as topic,
        (select max(part.data.changed_at.max) from lake.core."customer_scores_changes$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.core."customer_scores_changes$partitions" as part) as row_count,
        (
            select array[max(snapshot.committed_at), min(snapshot.committed_at)]
            from lake.core."customer_scores_changes$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as commit_times
    union all
    select
        'core.identifiers_changes' as table_name,
        cast(null as varchar) as topic,
        (select max(part.data.changed_at.max) from lake.core."identifiers_changes$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.core."identifiers_changes$partitions" as part) as row_count,
        (
            select array[max(snapshot.committed_at), min(snapshot.committed_at)]
            from lake.core."identifiers_changes$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as commit_times
    union all
    select
        'core.sessions_changes' as table_name,
        cast(null as varchar) as topic,
        (select max(part.data.changed_at.max) from lake.core."sessions_changes$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.core."sessions_changes$partitions" as part) as row_count,
        (
            select array[max(snapshot.committed_at), min(snapshot.committed_at)]
            from lake.core."sessions_changes$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as commit_times
    union all
    select
        'core.carts_changes' as table_name,
        cast(null as varchar) as topic,
        (select max(part.data.changed_at.max) from lake.core."carts_changes$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.core."carts_changes$partitions" as part) as row_count,
        (
            select array[max(snapshot.committed_at), min(snapshot.committed_at)]
            from lake.core."carts_changes$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as commit_times
    union all
    select
        'core.identity_changes' as table_name,
        cast(null as varchar) as topic,
        (select max(part.data.event_time.max) from lake.core."identity_changes$partitions" as part) as newest_event_at,
        (select sum(part.record_count) from lake.core."identity_changes$partitions" as part) as row_count,
        (
            select array[max(snapshot.committed_at), min(snapshot.committed_at)]
            from lake.core."identity_changes$snapshots" as snapshot
            where snapshot.operation in ('append', 'overwrite')
        ) as commit_times
),

tables as (
    select
        raw_table.table_name,
        raw_table.topic,
        raw_table.newest_event_at,
        raw_table.row_count,
        raw_table.last_commit_at,
        cast(null as timestamp(3) with time zone) as first_commit_at
    from raw_tables as raw_table
    union all
    select
        core_table.table_name,
        core_table.topic,
        core_table.newest_event_at,
        core_table.row_count,
        core_table.commit_times[1] as last_commit_at,
        -- nothing is merged of it
        if(core_table.table_name <> 'core.identity_changes', core_table.commit_times[2]) as first_commit_at
    from core_tables as core_table
),

dead_letter_reasons as (
    select
        letter.topic,
        letter.reason,
        count(*) as records
    from lake.raw.dead_letters as letter
    group by letter.topic, letter.reason
),

dead_letters as (
    select
        reason.topic,
        sum(reason.records) as records,
        listagg(reason.reason || ' ' || cast(reason.records as varchar), ', ')
            within group (order by reason.reason) as reasons
    from dead_letter_reasons as reason
    group by reason.topic
),

merges as (
    select
        -- a merge is booked on the live table, on its current table or on its changes
        'core.' || regexp_replace(regexp_extract(run.table_name, '[^.]+$'), '_(current|changes|live)$', '') || '_changes' as table_name,
        max(if(run.is_success, run.started_at)) as started_at,
        min(run.started_at) as first_tried_at
    from lake.core.maintenance_runs as run
    where run.task = 'merge'
    group by 1
)

select
    tables.table_name,
    tables.newest_event_at,
    coalesce(tables.row_count, 0) as row_count,
    cast(tables.last_commit_at as timestamp(6) with time zone) as last_commit_at,
    date_diff('second', tables.last_commit_at, current_timestamp) as commit_age_seconds,
    if(tables.topic is not null, coalesce(dead_letters.records, 0)) as dead_letters,
    dead_letters.reasons as dead_letters_by_reason,
    merges.started_at as last_merge_at,
    if(tables.topic is null, greatest(0, date_diff(
        'second',
        coalesce(merges.started_at, merges.first_tried_at, tables.first_commit_at),
        tables.last_commit_at
    ))) as merge_lag_seconds
from tables
left join dead_letters
    on dead_letters.topic = tables.topic
left join merges
    on merges.table_name = tables.table_name;

comment on column lake.mart.pipeline_freshness.table_name is 'The table, with its namespace.';
comment on column lake.mart.pipeline_freshness.newest_event_at is 'Event time of the newest event or change in it, UTC; null for an empty table.';
comment on column lake.mart.pipeline_freshness.row_count is 'Rows in the table.';
comment on column lake.mart.pipeline_freshness.last_commit_at is 'When rows were last committed to it, UTC; maintenance does not count.';
comment on column lake.mart.pipeline_freshness.commit_age_seconds is 'Seconds from last_commit_at to the query.';
comment on column lake.mart.pipeline_freshness.dead_letters is 'Records of the topic that were refused; null for a table that no topic feeds.';
comment on column lake.mart.pipeline_freshness.dead_letters_by_reason is 'The same by reason, for example invalid 3, null_value 1; null without any.';
comment on column lake.mart.pipeline_freshness.last_merge_at is 'When the newest successful merge of the changes began, UTC; null where nothing is merged.';
comment on column lake.mart.pipeline_freshness.merge_lag_seconds is 'Seconds by which the newest commit is ahead of that merge, of the first attempt where none has succeeded, of the first commit where none was made; 0 when all is merged, null for a table without merges. Readers of the live view do not see it.';

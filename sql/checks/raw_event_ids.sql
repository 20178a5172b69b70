-- purpose: every event is in the archive once; returns no row when no event id appears twice in a table
-- grain:   one row per table and event id that appears more than once
-- sources: raw.* (the seven topics)
-- units:   row_count in rows
-- kind:    unique
-- cost:    heavy
with events as (
    select
        'raw.catalog' as table_name,
        event.event_id
    from lake.raw.catalog as event
    union all
    select
        'raw.clickstream' as table_name,
        event.event_id
    from lake.raw.clickstream as event
    union all
    select
        'raw.customers' as table_name,
        event.event_id
    from lake.raw.customers as event
    union all
    select
        'raw.feedback' as table_name,
        event.event_id
    from lake.raw.feedback as event
    union all
    select
        'raw.interactions' as table_name,
        event.event_id
    from lake.raw.interactions as event
    union all
    select
        'raw.orders' as table_name,
        event.event_id
    from lake.raw.orders as event
    union all
    select
        'raw.support' as table_name,
        event.event_id
    from lake.raw.support as event
)

select
    event.table_name,
    event.event_id,
    count(*) as row_count
from events as event
group by event.table_name, event.event_id
having count(*) > 1
order by event.table_name, event.event_id;

-- purpose: the ways that people went from channel to channel, to an order or to nothing (yet); what the removal effects are made of
-- grain:   one row per path_id
-- sources: core.order_paths, core.touches
-- units:   _at UTC instants.
--          Equal channels in a row count once. A way to an order is that of core.order_paths, of orders that count. The touches that
--          led to no such order within 30 days are ways to nothing; a new one begins after an order, or after 30 days without a
--          touch. They become ways to an order as soon as one comes.
create or replace view lake.core.journey_paths
comment 'Ways from channel to channel, to an order or to nothing; one row per path.'
security invoker as
with steps as (
    select
        touch.person_id,
        touch.touch_id,
        touch.channel,
        touch.touched_at as happened_at,
        cast(null as timestamp(6) with time zone) as placed_at
    from lake.core.touches as touch
    union all
    select
        placed.person_id,
        null as touch_id,
        null as channel,
        placed.placed_at as happened_at,
        placed.placed_at
    from lake.core.order_paths as placed
    where placed.is_counted
        and placed.person_id is not null
),

-- a touch at the instant of an order leads to it
followed as (
    select
        step.person_id,
        step.touch_id,
        step.channel,
        step.happened_at,
        first_value(step.placed_at) ignore nulls over (
            partition by step.person_id
            order by step.happened_at, if(step.touch_id is null, 1, 0), step.touch_id
            rows between current row and unbounded following
        ) as next_order_at
    from steps as step
),

without_order as (
    select
        step.person_id,
        step.touch_id,
        step.channel,
        step.happened_at as touched_at,
        step.next_order_at,
        lag(step.happened_at) over (
            partition by step.person_id, step.next_order_at
            order by step.happened_at, step.touch_id
        ) as earlier_at
    from followed as step
    where step.touch_id is not null
        and (step.next_order_at is null or step.next_order_at > step.happened_at + interval '30' day)
),

numbered as (
    select
        step.person_id,
        step.touch_id,
        step.channel,
        step.touched_at,
        step.next_order_at,
        count_if(step.earlier_at is null or step.touched_at > step.earlier_at + interval '30' day) over (
            partition by step.person_id, step.next_order_at
            order by step.touched_at, step.touch_id
            rows unbounded preceding
        ) as path_number
    from without_order as step
),

paths as (
    select
        'order:' || path.order_id as path_id,
        path.person_id,
        true as is_converted,
        path.touches[1].touched_at as started_at,
        path.placed_at as ended_at,
        transform(path.touches, touch -> touch.channel) as channels
    from lake.core.order_paths as path
    where path.is_counted
        and cardinality(path.touches) > 0
    union all
    select
        'touch:' || min_by(step.touch_id, row(step.touched_at, step.touch_id)) as path_id,
        step.person_id,
        false as is_converted,
        min(step.touched_at) as started_at,
        max(step.touched_at) as ended_at,
        array_agg(step.channel order by step.touched_at, step.touch_id) as channels
    from numbered as step
    group by step.person_id, step.next_order_at, step.path_number
)

select
    path_id,
    person_id,
    is_converted,
    started_at,
    ended_at,
    reduce(
        channels,
        cast(array[] as array(varchar)),
        (way, channel) -> if(element_at(way, -1) = channel, way, way || channel),
        way -> way
    ) as channels
from paths;

comment on column lake.core.journey_paths.path_id is 'The order that it ended with as order:id, else its first touch as touch:id; key.';
comment on column lake.core.journey_paths.person_id is 'The person who went it, as the identifiers are joined now.';
comment on column lake.core.journey_paths.is_converted is 'True when it ended with an order that counts.';
comment on column lake.core.journey_paths.started_at is 'Event time of the first touch, UTC.';
comment on column lake.core.journey_paths.ended_at is 'Event time of the order, else of the last touch, UTC.';
comment on column lake.core.journey_paths.channels is 'The channels, the first one first; equal ones in a row once.';

-- purpose: everybody who entered a funnel, and when they took each of its steps; what mart.funnel_daily counts
-- grain:   one row per funnel, actor and entered_at
-- sources: core.funnel_steps, raw.clickstream, core.orders, core.sessions, core.identifiers_live
-- units:   _at UTC instants.
--          An actor is a person, in a funnel whose window is a session a session. An entry begins with the first step (in a funnel
--          with any order: with any) and lasts for the window; what begins another one inside it belongs to it. In a strict funnel
--          each step is the first occurrence at or after the step before. Reads the clicks that are steps of a funnel, of all time.
create or replace view lake.core.funnel_entries
comment 'Entries into funnels with the time of each step; one row per funnel, actor and entry.'
security invoker as
with pages as (
    select
        event.*,
        -- as sessions have it, whatever characters the address has
        if(event.page_url <> '', coalesce(nullif(
            regexp_extract(event.page_url, '^(?:[^:/?#]+://[^/?#]*)?([^?#]*)', 1), ''
        ), '/')) as page_path
    from lake.raw.clickstream as event
),

clicks as (
    select
        step.funnel,
        step.step_number,
        step.window_seconds is null as is_in_session,
        event.event_time as happened_at,
        event.channel,
        coalesce(event.device_type, '') as device_type,
        event.owner,
        if(step.window_seconds is null, element_at(filter(
            array[
                row('anonymous_id', event.anonymous_id),
                row('device_id', event.device_id),
                row('phone_sha256', lower(event.phone_sha256)),
                row('email_sha256', lower(event.email_sha256)),
                row('loyalty_id', event.loyalty_id),
                row('customer_id', event.customer_id)
            ],
            -- as in the definition of an unusable identifier
            identifier -> trim(coalesce(identifier[2], '')) <> ''
                and lower(trim(identifier[2])) not in ('-1', 'null', 'none', 'undefined', 'anonymous', 'unknown')
                and not regexp_like(identifier[2], '^[0-]*0[0-]*$')
                and (identifier[1] not in ('phone_sha256', 'email_sha256') or regexp_like(identifier[2], '^[0-9a-f]{64}$'))
                -- the hashes of those words, of nothing and of 0
                and identifier[2] not in (
                    '1bad6b8cf97131fceab8543e81f7757195fbb1d36b376ee994ad1cf17699c464',
                    '74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b',
                    '140bedbf9c3f6d56a9846d2ba7088798683f4da0c248231336e6a05679e4fdfe',
                    'eb045d78d273107348b0300c01d29b7552d622abbc6faf81b3ec55359aa9950c',
                    '2f183a4e64493af3f377f745eda502363cd3e7ef6e4d266d444758de0a85fcc8',
                    'b23a6a8439c0dde5515893e7c90c1e3233b8616e634470f20dc4928bcf3609bc',
                    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
                    '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9'
                )
        ), 1)) as visitor
    from pages as event
    inner join lake.core.funnel_steps as step
        on step.event_name = event.event_name
        and (
            step.page_path is null
            or event.page_path = step.page_path
            or (step.is_page_prefix and starts_with(event.page_path, step.page_path))
        )
    where event.owner is not null
),

occurrences as (
    select
        click.funnel,
        click.step_number,
        coalesce(identifier.person_id, lower(to_hex(substr(sha256(to_utf8(click.owner)), 1, 16)))) as actor,
        coalesce(identifier.person_id, lower(to_hex(substr(sha256(to_utf8(click.owner)), 1, 16)))) as person_id,
        click.happened_at,
        click.channel,
        click.device_type
    from clicks as click
    left join lake.core.identifiers_live as identifier
        on identifier.identifier_type = split_part(click.owner, ':', 1)
        and identifier.identifier_value = substr(click.owner, strpos(click.owner, ':') + 1)
    where not click.is_in_session
    union all
    select
        click.funnel,
        click.step_number,
        session.session_id as actor,
        session.person_id,
        click.happened_at,
        click.channel,
        click.device_type
    from clicks as click
    inner join lake.core.sessions as session
        on session.visitor = click.visitor[1] || ':' || click.visitor[2]
        and session.channel = click.channel
        and click.happened_at between session.started_at and session.ended_at
    where click.is_in_session
    union all
    select
        step.funnel,
        step.step_number,
        placed_order.person_id as actor,
        placed_order.person_id,
        placed_order.placed_at as happened_at,
        placed_order.channel,
        '' as device_type
    from lake.core.orders as placed_order
    inner join lake.core.funnel_steps as step
        on step.event_name = 'order_placed'
        and step.window_seconds is not null
    where placed_order.person_id is not null
    union all
    select
        step.funnel,
        step.step_number,
        session.session_id as actor,
        session.person_id,
        placed_order.placed_at as happened_at,
        session.channel,
        coalesce(session.device_type, '') as device_type
    from lake.core.sessions as session
    cross join unnest(session.order_ids) as entry (order_id)
    inner join lake.core.orders as placed_order
        on placed_order.order_id = entry.order_id
    inner join lake.core.funnel_steps as step
        on step.event_name = 'order_placed'
        and step.window_seconds is null
),

steps_taken as (
    select
        occurrence.funnel,
        occurrence.actor,
        occurrence.person_id,
        occurrence.step_number,
        array_sort(array_agg(cast(
            row(occurrence.happened_at, occurrence.channel, occurrence.device_type)
            as row(happened_at timestamp(6) with time zone, channel varchar, device_type varchar)
        ))) as occurrences
    from occurrences as occurrence
    group by occurrence.funnel, occurrence.actor, occurrence.person_id, occurrence.step_number
),

rules as (
    select
        step.funnel,
        count(*) as step_count,
        max(step.window_seconds) as window_seconds,
        bool_or(step.is_any_order) as is_any_order
    from lake.core.funnel_steps as step
    group by step.funnel
),

actors as (
    select
        taken.funnel,
        taken.actor,
        taken.person_id,
        rule.step_count,
        rule.window_seconds,
        rule.is_any_order,
        map_agg(taken.step_number, taken.occurrences) as occurrences,
        array_sort(flatten(array_agg(taken.occurrences) filter (where taken.step_number = 1 or rule.is_any_order))) as beginnings
    from steps_taken as taken
    inner join rules as rule
        on rule.funnel = taken.funnel
    group by taken.funnel, taken.actor, taken.person_id, rule.step_count, rule.window_seconds, rule.is_any_order
),

entries as (
    select
        actor.funnel,
        actor.actor,
        actor.person_id,
        actor.step_count,
        actor.window_seconds,
        actor.is_any_order,
        actor.occurrences,
        entry.entered_at,
        entry.channel,
        entry.device_type
    from actors as actor
    cross join unnest(reduce(
        actor.beginnings,
        cast(array[] as array(row(happened_at timestamp(6) with time zone, channel varchar, device_type varchar))),
        (begun, beginning) -> if(
            cardinality(begun) = 0
            or beginning.happened_at > element_at(begun, -1).happened_at + interval '1' second * actor.window_seconds,
            begun || beginning,
            begun
        ),
        begun -> begun
    )) as entry (entered_at, channel, device_type)
),

reached as (
    select
        entry.funnel,
        entry.actor,
        entry.person_id,
        entry.entered_at,
        entry.channel,
        entry.device_type,
        entry.step_count,
        reduce(
            sequence(1, entry.step_count),
            cast(array[] as array(timestamp(6) with time zone)),
            -- an array of one: an element that is null would make all of it null
            (taken, step) -> taken || array[element_at(
                transform(
                    filter(
                        element_at(entry.occurrences, step),
                        occurrence -> occurrence.happened_at >= if(
                                step = 1 or entry.is_any_order,
                                entry.entered_at,
                                element_at(taken, step - 1)
                            )
                            and (
                                entry.window_seconds is null
                                or occurrence.happened_at <= entry.entered_at + interval '1' second * entry.window_seconds
                            )
                    ),
                    occurrence -> occurrence.happened_at
                ),
                1
            )],
            taken -> taken
        ) as taken_at
    from entries as entry
)

select
    reached.funnel,
    reached.actor,
    reached.person_id,
    reached.entered_at,
    reached.channel,
    nullif(reached.device_type, '') as device_type,
    -- a step counts when all before it were taken, too
    transform(
        sequence(1, reached.step_count),
        step -> if(
            any_match(slice(reached.taken_at, 1, step), taken_at -> taken_at is null),
            null,
            array_max(slice(reached.taken_at, 1, step))
        )
    ) as reached_at
from reached;

comment on column lake.core.funnel_entries.funnel is 'The funnel; key together with actor and entered_at.';
comment on column lake.core.funnel_entries.actor is 'The person, as the identifiers are joined now; the session in a funnel whose window is a session.';
comment on column lake.core.funnel_entries.person_id is 'The person: the actor, or whose the session is.';
comment on column lake.core.funnel_entries.entered_at is 'Event time of the occurrence that began the entry, UTC.';
comment on column lake.core.funnel_entries.channel is 'Channel of that occurrence.';
comment on column lake.core.funnel_entries.device_type is 'Kind of device of that occurrence; null where nobody says.';
comment on column lake.core.funnel_entries.reached_at is 'For each step when it and all before it had been taken, UTC; null where they were not.';

-- purpose: the stages of life of every person as a customer, each with when it was entered, from where, and how long it lasted
-- grain:   one row per person_id and step_number
-- sources: core.customer_profiles, core.identifiers_live, core.identity_map, core.orders, core.segment_changes
-- units:   _at UTC instants, days_in_stage in days of 24 hours.
--          visitor: the first event; lead: the first identifier that more than a device has, which is where a life begins that a
--          customer record begins; first_time_buyer, repeat_buyer: the
--          first and second order that counts; loyal: moved to the segments champions or loyal_customers; at_risk: moved to
--          at_risk or cant_lose_them; lapsed: moved to hibernating; won_back: the first order after that. What would lead back to
--          an earlier stage (a buyer who tells an e-mail address) is no step, nor is staying. As the orders stand now and the
--          identifiers are joined now.
create or replace view lake.core.journey_steps
comment 'Lifecycle stages of persons with entry and time in stage; one row per person and step.'
security invoker as
with identified as (
    -- since when it is known, whoever it was taken for then
    select
        identifier.person_id,
        min(period.valid_from) as identified_at
    from lake.core.identifiers_live as identifier
    inner join lake.core.identity_map as period
        on period.identifier_type = identifier.identifier_type
        and period.identifier_value = identifier.identifier_value
    where identifier.identifier_type not in ('anonymous_id', 'device_id')
    group by identifier.person_id
),

numbered_orders as (
    select
        placed.person_id,
        placed.placed_at,
        row_number() over (partition by placed.person_id order by placed.placed_at, placed.order_id) as order_number
    from lake.core.orders as placed
    where placed.is_counted
),

-- what may be a step, with its place among those of the same instant
moments as (
    select
        profile.person_id,
        'visitor' as stage,
        profile.first_seen_at as entered_at,
        1 as place
    from lake.core.customer_profiles as profile
    union all
    select
        named.person_id,
        'lead',
        named.identified_at,
        2
    from identified as named
    where named.identified_at is not null
    union all
    select
        placed.person_id,
        case placed.order_number
            when 1 then 'first_time_buyer'
            when 2 then 'repeat_buyer'
            else 'order'
        end,
        placed.placed_at,
        2 + cast(least(placed.order_number, 3) as integer)
    from numbered_orders as placed
    union all
    select
        move.person_id,
        case
            when move.to_segment in ('champions', 'loyal_customers') then 'loyal'
            when move.to_segment = 'hibernating' then 'lapsed'
            else 'at_risk'
        end,
        move.changed_at,
        6
    from lake.core.segment_changes as move
    where move.to_segment in ('champions', 'loyal_customers', 'at_risk', 'cant_lose_them', 'hibernating')
),

placed_moments as (
    select
        moment.person_id,
        moment.entered_at,
        moment.place,
        if(
            moment.place between 4 and 5
            -- a lead of a buyer is no step that could stand between
            and lag(if(moment.place >= 3, moment.stage)) ignore nulls over person_life in ('at_risk', 'lapsed'),
            'won_back',
            moment.stage
        ) as stage,
        coalesce(max(if(moment.place < 6, moment.place)) over (
            partition by moment.person_id
            order by moment.entered_at, moment.place
            rows between unbounded preceding and 1 preceding
        ), 0) as furthest_place
    from moments as moment
    -- a person without a profile has no event yet
    where moment.person_id in (select profile.person_id from lake.core.customer_profiles as profile)
    window person_life as (partition by moment.person_id order by moment.entered_at, moment.place)
),

forward as (
    select
        moment.*,
        lag(moment.stage) over (partition by moment.person_id order by moment.entered_at, moment.place) as before
    from placed_moments as moment
    where moment.stage <> 'order'
        and case
            when moment.place <= 2 then moment.place > moment.furthest_place
            -- a segment of an order that does not count any more is nobody's
            when moment.place = 6 then moment.furthest_place >= 3
            else true
        end
),

steps as (
    select
        moment.person_id,
        moment.stage,
        moment.entered_at,
        row_number() over person_life as step_number,
        lag(moment.stage) over person_life as from_stage,
        lead(moment.entered_at) over person_life as left_at
    from forward as moment
    where moment.before is null
        or moment.before <> moment.stage
    window person_life as (partition by moment.person_id order by moment.entered_at, moment.place)
)

select
    step.person_id,
    step.step_number,
    step.stage,
    step.from_stage,
    step.entered_at,
    step.left_at,
    date_diff('second', step.entered_at, step.left_at) / 86400e0 as days_in_stage,
    step.left_at is null as is_current
from steps as step;

comment on column lake.core.journey_steps.person_id is 'The person; key together with step_number.';
comment on column lake.core.journey_steps.step_number is 'Place among the steps of the person, from 1.';
comment on column lake.core.journey_steps.stage is 'visitor, lead, first_time_buyer, repeat_buyer, loyal, at_risk, lapsed or won_back.';
comment on column lake.core.journey_steps.from_stage is 'The stage before; null for the first.';
comment on column lake.core.journey_steps.entered_at is 'Event time of what made the step, UTC.';
comment on column lake.core.journey_steps.left_at is 'Event time of the next step, UTC; null while it lasts.';
comment on column lake.core.journey_steps.days_in_stage is 'Days of 24 hours from entered_at to left_at; null while it lasts.';
comment on column lake.core.journey_steps.is_current is 'True for the stage that the person is in.';

-- purpose: how many of those who enter a funnel get how far, and how long it takes them, by day
-- grain:   one row per funnel, entered_on, channel, device_type, segment and step_number
-- sources: core.funnel_entries, core.funnel_steps, core.customer_rfm_periods, core.identifiers_live, core.business_settings
-- units:   _on business dates, _pct per cent, _seconds seconds. Counts may be added up over days, channels, devices and segments;
--          shares and medians may not.
--          The segment is the one at the first instant of the day of entry: prospect for who had none then, anonymous for a visitor
--          of whom nothing is known but a device, to this day.
create or replace view lake.mart.funnel_daily
comment 'Funnels by day of entry, channel, device and segment: counts, conversion and time to each step.'
security invoker as
with entries as (
    select
        entry.funnel,
        entry.person_id,
        cast(at_timezone(entry.entered_at, setting.business_zone) as date) as entered_on,
        entry.channel,
        entry.device_type,
        entry.entered_at,
        entry.reached_at
    from lake.core.funnel_entries as entry
    cross join lake.core.business_settings as setting
),

known_persons as (
    select distinct identifier.person_id
    from lake.core.identifiers_live as identifier
    where identifier.identifier_type in ('customer_id', 'loyalty_id', 'email_sha256', 'phone_sha256')
),

in_segments as (
    select
        entry.*,
        coalesce(
            if(not period.is_deleted, period.segment),
            if(known.person_id is null, 'anonymous', 'prospect')
        ) as segment
    from entries as entry
    left join lake.core.customer_rfm_periods as period
        on period.person_id = entry.person_id
        and entry.entered_on >= period.starts_on
        and (period.ends_on is null or entry.entered_on < period.ends_on)
    left join known_persons as known
        on known.person_id = entry.person_id
),

taken as (
    select
        entry.funnel,
        entry.entered_on,
        entry.channel,
        entry.device_type,
        entry.segment,
        reached.step_number,
        reached.reached_at,
        date_diff('millisecond', entry.entered_at, reached.reached_at) / 1e3 as seconds
    from in_segments as entry
    cross join unnest(entry.reached_at) with ordinality as reached (reached_at, step_number)
),

counted as (
    select
        taken.funnel,
        taken.entered_on,
        taken.channel,
        taken.device_type,
        taken.segment,
        taken.step_number,
        count(*) as entries,
        count(taken.reached_at) as reached,
        array_sort(array_agg(taken.seconds) filter (where taken.seconds is not null)) as seconds
    from taken
    group by taken.funnel, taken.entered_on, taken.channel, taken.device_type, taken.segment, taken.step_number
),

compared as (
    select
        counted.funnel,
        counted.entered_on,
        counted.channel,
        counted.device_type,
        counted.segment,
        counted.step_number,
        counted.entries,
        counted.reached,
        counted.seconds,
        first_value(counted.reached) over by_step as first_reached,
        lag(counted.reached) over by_step as previous_reached
    from counted
    window by_step as (
        partition by counted.funnel, counted.entered_on, counted.channel, counted.device_type, counted.segment
        order by counted.step_number
    )
)

select
    compared.funnel,
    compared.entered_on,
    compared.channel,
    compared.device_type,
    compared.segment,
    compared.step_number,
    step.step,
    compared.entries,
    compared.reached,
    cast(100e0 * compared.reached / nullif(compared.first_reached, 0) as decimal(5, 2)) as overall_pct,
    cast(
        100e0 * compared.reached / nullif(coalesce(compared.previous_reached, compared.reached), 0) as decimal(5, 2)
    ) as step_pct,
    (
        element_at(compared.seconds, (cardinality(compared.seconds) + 1) / 2)
        + element_at(compared.seconds, cardinality(compared.seconds) / 2 + 1)
    ) / 2 as median_seconds
from compared
inner join lake.core.funnel_steps as step
    on step.funnel = compared.funnel
    and step.step_number = compared.step_number;

comment on column lake.mart.funnel_daily.funnel is 'The funnel, as core.funnel_steps has it.';
comment on column lake.mart.funnel_daily.entered_on is 'Business date of the entry; later steps count on it too.';
comment on column lake.mart.funnel_daily.channel is 'Channel in which it was entered.';
comment on column lake.mart.funnel_daily.device_type is 'Kind of device with which it was entered; null where nobody says.';
comment on column lake.mart.funnel_daily.segment is 'RFM segment of the person at the first instant of entered_on; prospect without one, anonymous for a visitor who is not known.';
comment on column lake.mart.funnel_daily.step_number is 'Number of the step, from 1.';
comment on column lake.mart.funnel_daily.step is 'The step as it is declared.';
comment on column lake.mart.funnel_daily.entries is 'Entries of that day.';
comment on column lake.mart.funnel_daily.reached is 'Of them those that took this step and all before it.';
comment on column lake.mart.funnel_daily.overall_pct is 'reached in per cent of those that took the first step.';
comment on column lake.mart.funnel_daily.step_pct is 'reached in per cent of those that took the step before; 100 for the first.';
comment on column lake.mart.funnel_daily.median_seconds is 'Median time from the entry to the step, in seconds; null where nobody took it.';

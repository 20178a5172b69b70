-- purpose: how many of those who enter a funnel get how far, and how long it takes them, by day
-- grain:   one row per funnel, entered_on, channel, device_type and step_number
-- sources: core.funnel_entries, core.funnel_steps, core.business_settings
-- units:   _on business dates, _pct per cent, _seconds seconds. Counts may be added up over days, channels and devices; shares and
--          medians may not.
create or replace view lake.mart.funnel_daily
comment 'Funnels by day of entry, channel and device: counts, conversion and time to each step.'
security invoker as
with taken as (
    select
        entry.funnel,
        cast(at_timezone(entry.entered_at, setting.business_zone) as date) as entered_on,
        entry.channel,
        entry.device_type,
        reached.step_number,
        reached.reached_at,
        date_diff('millisecond', entry.entered_at, reached.reached_at) / 1e3 as seconds
    from lake.core.funnel_entries as entry
    cross join lake.core.business_settings as setting
    cross join unnest(entry.reached_at) with ordinality as reached (reached_at, step_number)
),

counted as (
    select
        taken.funnel,
        taken.entered_on,
        taken.channel,
        taken.device_type,
        taken.step_number,
        count(*) as entries,
        count(taken.reached_at) as reached,
        array_sort(array_agg(taken.seconds) filter (where taken.seconds is not null)) as seconds
    from taken
    group by taken.funnel, taken.entered_on, taken.channel, taken.device_type, taken.step_number
),

compared as (
    select
        counted.funnel,
        counted.entered_on,
        counted.channel,
        counted.device_type,
        counted.step_number,
        counted.entries,
        counted.reached,
        counted.seconds,
        first_value(counted.reached) over by_step as first_reached,
        lag(counted.reached) over by_step as previous_reached
    from counted
    window by_step as (
        partition by counted.funnel, counted.entered_on, counted.channel, counted.device_type
        order by counted.step_number
    )
)

select
    compared.funnel,
    compared.entered_on,
    compared.channel,
    compared.device_type,
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
comment on column lake.mart.funnel_daily.step_number is 'Number of the step, from 1.';
comment on column lake.mart.funnel_daily.step is 'The step as it is declared.';
comment on column lake.mart.funnel_daily.entries is 'Entries of that day.';
comment on column lake.mart.funnel_daily.reached is 'Of them those that took this step and all before it.';
comment on column lake.mart.funnel_daily.overall_pct is 'reached in per cent of those that took the first step.';
comment on column lake.mart.funnel_daily.step_pct is 'reached in per cent of those that took the step before; 100 for the first.';
comment on column lake.mart.funnel_daily.median_seconds is 'Median time from the entry to the step, in seconds; null where nobody took it.';

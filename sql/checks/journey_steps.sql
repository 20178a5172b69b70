-- purpose: compares the lifecycle with what it is made of: everybody with a profile is in exactly one stage now, every buyer became one
--          at the first order that counts, and nobody's life begins later than the first event, nor earlier but as a lead; returns no row when
--          all agree
-- grain:   one row per person and measure that differs
-- sources: core.journey_steps, core.customer_profiles, core.orders
-- units:   counts of steps.
-- kind:    reconciliation
-- cost:    heavy
with lives as (
    select
        step.person_id,
        count_if(step.is_current) as current_steps,
        count_if(step.stage = 'first_time_buyer') as first_orders,
        min(if(step.stage = 'first_time_buyer', step.entered_at)) as bought_at,
        min(step.entered_at) as started_at,
        min_by(step.stage, step.step_number) as first_stage
    from lake.core.journey_steps as step
    group by step.person_id
),

first_orders as (
    select
        placed.person_id,
        min(placed.placed_at) as placed_at
    from lake.core.orders as placed
    where placed.is_counted
    group by placed.person_id
)

select
    profile.person_id,
    life.current_steps,
    life.bought_at,
    placed.placed_at
from lake.core.customer_profiles as profile
left join lives as life
    on life.person_id = profile.person_id
left join first_orders as placed
    on placed.person_id = profile.person_id
where coalesce(life.current_steps, 0) <> 1
    or life.started_at > profile.first_seen_at
    or (life.started_at < profile.first_seen_at and life.first_stage <> 'lead')
    or life.bought_at is distinct from placed.placed_at
    or life.first_orders > 1
order by profile.person_id;

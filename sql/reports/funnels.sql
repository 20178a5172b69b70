-- purpose: how far those get who enter a funnel, over the whole time
-- grain:   one row per funnel and step, in the order of the steps
-- sources: mart.funnel_daily
-- units:   _pct per cent
with totals as (
    select
        step.funnel,
        step.step_number,
        step.step,
        sum(step.reached) as reached
    from lake.mart.funnel_daily as step
    group by step.funnel, step.step_number, step.step
)

select
    totals.funnel,
    totals.step_number,
    totals.step,
    totals.reached,
    cast(
        100e0 * totals.reached
        / nullif(first_value(totals.reached) over (partition by totals.funnel order by totals.step_number), 0) as decimal(5, 2)
    ) as overall_pct,
    cast(
        100e0 * totals.reached
        / nullif(lag(totals.reached, 1, totals.reached) over (partition by totals.funnel order by totals.step_number), 0) as decimal(5, 2)
    ) as step_pct
from totals
order by totals.funnel, totals.step_number;

-- purpose: one campaign: what it brought by each model, and what it changed compared with who was held out
-- grain:   one row per attribution model, and per metric and arm of its test
-- sources: mart.campaign_performance, mart.campaign_lift
-- units:   revenue in the reporting currency; visit and conversion as shares of the persons; the bar is relative to the longest of
--          its measure
-- argument: campaign of mart.campaign_performance
with asked as (
    select cast(? as varchar) as campaign
),

lifts as (
    select
        arm.metric,
        arm.arm,
        arm.people,
        arm.holdout_people,
        arm.mean,
        arm.holdout_mean,
        arm.lift,
        arm.lift_low,
        arm.lift_high,
        arm.relative_lift,
        arm.p_value,
        arm.is_sample_ratio_mismatch
    from lake.mart.campaign_lift as arm
    inner join asked
        on asked.campaign = arm.campaign
),

lines as (
    select
        1 as part,
        'attributed revenue' as measure,
        figure.model as subject,
        max(figure.reach) as people,
        cast(sum(figure.revenue) as double) as amount,
        cast(null as double) as lift,
        cast(null as double) as lift_low,
        cast(null as double) as lift_high,
        cast(null as double) as relative_lift,
        cast(null as double) as p_value,
        cast(null as varchar) as remark
    from lake.mart.campaign_performance as figure
    inner join asked
        on asked.campaign = figure.campaign
    group by figure.model
    union all
    select distinct
        entry.part,
        treated.metric as measure,
        entry.subject,
        entry.people,
        entry.amount,
        if(entry.part = 3, treated.lift) as lift,
        if(entry.part = 3, treated.lift_low) as lift_low,
        if(entry.part = 3, treated.lift_high) as lift_high,
        if(entry.part = 3, treated.relative_lift) as relative_lift,
        if(entry.part = 3, treated.p_value) as p_value,
        case
            when entry.part = 2 then null
            when treated.is_sample_ratio_mismatch then 'sizes of the arms are not by chance'
            when treated.p_value < 0.05 then 'significant'
            else 'may be chance'
        end as remark
    from lifts as treated
    cross join unnest(array[
        row(2, 'holdout', treated.holdout_people, treated.holdout_mean),
        row(3, treated.arm, treated.people, treated.mean)
    ]) as entry (part, subject, people, amount)
)

select
    line.measure,
    line.subject,
    line.people,
    cast(line.amount as decimal(18, 4)) as amount,
    cast(line.lift as decimal(18, 4)) as lift,
    cast(line.lift_low as decimal(18, 4)) as lift_low,
    cast(line.lift_high as decimal(18, 4)) as lift_high,
    cast(100 * line.relative_lift as decimal(18, 2)) as lift_pct,
    cast(line.p_value as decimal(5, 4)) as p_value,
    line.remark,
    array_join(
        repeat('█', cast(coalesce(round(30 * greatest(line.amount, 0) / nullif(max(line.amount) over (partition by line.measure), 0)), 0) as integer)),
        ''
    ) as bar
from lines as line
order by if(line.part = 1, 1, 2), line.measure, line.part, line.subject;

-- purpose: what a campaign changed: the persons that it was sent to compared with those who were held out by chance
-- grain:   one row per campaign, metric and arm that was treated; any_treatment is all of them together where there are several
-- sources: raw.interactions, core.orders, core.sessions, core.identifiers_live, core.business_settings
-- units:   means per person: visit and conversion as shares from 0 to 1, revenue in the reporting currency; p-values from 0 to 1.
--          The arm is the one that the sender decided and said in the event (arm), the first one for a person who was joined of
--          several; whether the message arrived makes no difference (intention to treat). What happens in the 30 days after counts.
--          Interval and p-value: normal approximation with the variance of each arm by itself (Welch); the variance of a share is
--          p(1 - p), of revenue that of the sample.
create or replace view lake.mart.campaign_lift
comment 'Incremental effect of campaigns by holdout; one row per campaign, metric and treated arm.'
security invoker as
with assignments as (
    select
        coalesce(
            identifier.person_id,
            lower(to_hex(substr(sha256(to_utf8(event.owner)), 1, 16)))
        ) as person_id,
        coalesce(event.campaign_id, event.utm_campaign) as campaign,
        min_by(event.arm, row(event.event_time, event.event_id)) as arm,
        min_by(event.arm_share, row(event.event_time, event.event_id)) as arm_share,
        min(event.event_time) as assigned_at,
        min(event.arm) <> max(event.arm) as is_mixed
    from lake.raw.interactions as event
    left join lake.core.identifiers_live as identifier
        on identifier.identifier_type = split_part(event.owner, ':', 1)
        and identifier.identifier_value = substr(event.owner, strpos(event.owner, ':') + 1)
    where event.event_name in ('message_sent', 'message_suppressed')
        and event.arm is not null
        and event.owner is not null
        and coalesce(event.campaign_id, event.utm_campaign) is not null
    group by 1, 2
),

with_orders as (
    select
        person.person_id,
        person.campaign,
        person.arm,
        person.arm_share,
        person.assigned_at,
        person.is_mixed,
        max(if(placed.is_counted, 1e0, 0e0)) as conversion,
        cast(sum(placed.net_sales) as double) as revenue
    from assignments as person
    left join lake.core.orders as placed
        on placed.person_id = person.person_id
        and placed.placed_at > person.assigned_at
        and placed.placed_at <= person.assigned_at + interval '30' day
    group by 1, 2, 3, 4, 5, 6
),

with_visits as (
    select
        person.person_id,
        person.campaign,
        person.arm,
        person.arm_share,
        person.is_mixed,
        coalesce(person.conversion, 0e0) as conversion,
        coalesce(person.revenue, 0e0) as revenue,
        if(count(session.session_id) > 0, 1e0, 0e0) as visit
    from with_orders as person
    left join lake.core.sessions as session
        on session.person_id = person.person_id
        and session.started_at > person.assigned_at
        and session.started_at <= person.assigned_at + interval '30' day
    group by 1, 2, 3, 4, 5, 6, 7
),

arm_figures as (
    select
        outcome.campaign,
        measure.metric,
        part.arm,
        count(*) as people,
        max(outcome.arm_share) as arm_share,
        count_if(outcome.is_mixed) as mixed_people,
        avg(measure.amount) as mean,
        if(measure.metric = 'revenue', var_samp(measure.amount), var_pop(measure.amount)) as variance
    from with_visits as outcome
    cross join unnest(array[
        row('visit', outcome.visit),
        row('conversion', outcome.conversion),
        row('revenue', outcome.revenue)
    ]) as measure (metric, amount)
    cross join unnest(if(outcome.arm = 'holdout', array[outcome.arm], array[outcome.arm, 'any_treatment'])) as part (arm)
    group by outcome.campaign, measure.metric, part.arm
),

-- one pass over the arms: a join of them with themselves would read every order and session again
compared as (
    select
        figure.campaign,
        figure.metric,
        figure.arm,
        figure.people,
        figure.mean,
        figure.variance,
        figure.mixed_people,
        if(
            figure.arm = 'any_treatment',
            sum(if(figure.arm in ('holdout', 'any_treatment'), 0e0, figure.arm_share)) over test,
            figure.arm_share
        ) as arm_share,
        sum(if(figure.arm in ('holdout', 'any_treatment'), 0, 1)) over test as treatment_count,
        max(if(figure.arm = 'holdout', figure.people)) over test as holdout_people,
        max(if(figure.arm = 'holdout', figure.mean)) over test as holdout_mean,
        max(if(figure.arm = 'holdout', figure.variance)) over test as holdout_variance,
        max(if(figure.arm = 'holdout', figure.arm_share)) over test as holdout_share,
        max(if(figure.arm = 'holdout', figure.mixed_people)) over test as holdout_mixed_people
    from arm_figures as figure
    window test as (partition by figure.campaign, figure.metric)
),

treated as (
    select
        arm.campaign,
        arm.metric,
        arm.arm,
        arm.people,
        arm.holdout_people,
        arm.mean,
        arm.holdout_mean,
        sqrt(arm.variance / arm.people + arm.holdout_variance / arm.holdout_people) as standard_error,
        arm.arm_share / (arm.arm_share + arm.holdout_share) as expected_share,
        arm.mixed_people + arm.holdout_mixed_people as mixed_people
    from compared as arm
    where arm.arm <> 'holdout'
        and arm.holdout_people is not null
        and (arm.arm <> 'any_treatment' or arm.treatment_count > 1)
),

tested as (
    select
        arm.*,
        arm.mean - arm.holdout_mean as lift,
        2 * normal_cdf(0, 1, -abs(
            (arm.people - (arm.people + arm.holdout_people) * arm.expected_share)
                / nullif(sqrt((arm.people + arm.holdout_people) * arm.expected_share * (1 - arm.expected_share)), 0)
        )) as sample_ratio_p_value
    from treated as arm
)

select
    arm.campaign,
    arm.metric,
    arm.arm,
    arm.people,
    arm.holdout_people,
    arm.mean,
    arm.holdout_mean,
    arm.lift,
    arm.standard_error,
    arm.lift - 1.959963984540054e0 * arm.standard_error as lift_low,
    arm.lift + 1.959963984540054e0 * arm.standard_error as lift_high,
    arm.lift / nullif(arm.holdout_mean, 0) as relative_lift,
    2 * normal_cdf(0, 1, -abs(arm.lift / nullif(arm.standard_error, 0))) as p_value,
    arm.lift * arm.people as incremental_total,
    2.801585218112970e0 * arm.standard_error as minimum_detectable_lift,
    arm.sample_ratio_p_value,
    arm.sample_ratio_p_value < 1e-3 as is_sample_ratio_mismatch,
    arm.mixed_people,
    setting.reporting_currency as currency
from tested as arm
cross join lake.core.business_settings as setting;

comment on column lake.mart.campaign_lift.campaign is 'The campaign; key together with metric and arm.';
comment on column lake.mart.campaign_lift.metric is 'visit (a session), conversion (an order that counts) or revenue (net sales), each within 30 days.';
comment on column lake.mart.campaign_lift.arm is 'The treated arm, or any_treatment for all of several.';
comment on column lake.mart.campaign_lift.people is 'Persons in the arm.';
comment on column lake.mart.campaign_lift.holdout_people is 'Persons who were held out.';
comment on column lake.mart.campaign_lift.mean is 'Mean of the metric per person of the arm.';
comment on column lake.mart.campaign_lift.holdout_mean is 'Mean of the metric per person who was held out.';
comment on column lake.mart.campaign_lift.lift is 'mean - holdout_mean.';
comment on column lake.mart.campaign_lift.standard_error is 'Standard error of lift.';
comment on column lake.mart.campaign_lift.lift_low is 'Lower end of the 95 % interval of lift.';
comment on column lake.mart.campaign_lift.lift_high is 'Upper end of the 95 % interval of lift.';
comment on column lake.mart.campaign_lift.relative_lift is 'lift / holdout_mean; null when that is 0.';
comment on column lake.mart.campaign_lift.p_value is 'How likely a lift at least this far from 0 is when the campaign changes nothing; two-sided.';
comment on column lake.mart.campaign_lift.incremental_total is 'lift x people: visits, customers or net sales that the campaign brought.';
comment on column lake.mart.campaign_lift.minimum_detectable_lift is 'Lift that a test of this size finds in 80 % of the cases, at 5 %.';
comment on column lake.mart.campaign_lift.sample_ratio_p_value is 'How likely sizes at least this far from the shares of the arms are by chance; null where the events do not say the shares.';
comment on column lake.mart.campaign_lift.is_sample_ratio_mismatch is 'True when that is below 0.001: the arms were not made by chance alone, so the lift means nothing.';
comment on column lake.mart.campaign_lift.mixed_people is 'Persons of both arms compared who were assigned to several arms and count in their first one.';
comment on column lake.mart.campaign_lift.currency is 'The reporting currency, ISO 4217, of revenue.';

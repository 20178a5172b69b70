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

purchases as (
    select
        person.person_id,
        person.campaign,
        max(if(placed.is_counted, 1, 0)) as is_converted,
        sum(placed.net_sales) as revenue
    from assignments as person
    inner join lake.core.orders as placed
        on placed.person_id = person.person_id
        and placed.placed_at > person.assigned_at
        and placed.placed_at <= person.assigned_at + interval '30' day
    group by person.person_id, person.campaign
),

visits as (
    select distinct
        person.person_id,
        person.campaign
    from assignments as person
    inner join lake.core.sessions as session
        on session.person_id = person.person_id
        and session.started_at > person.assigned_at
        and session.started_at <= person.assigned_at + interval '30' day
),

outcomes as (
    select
        person.campaign,
        person.arm,
        person.arm_share,
        person.is_mixed,
        measure.metric,
        measure.amount
    from assignments as person
    left join purchases as bought
        on bought.person_id = person.person_id
        and bought.campaign = person.campaign
    left join visits as visited
        on visited.person_id = person.person_id
        and visited.campaign = person.campaign
    cross join unnest(array[
        row('visit', if(visited.person_id is null, 0e0, 1e0)),
        row('conversion', coalesce(cast(bought.is_converted as double), 0e0)),
        row('revenue', coalesce(cast(bought.revenue as double), 0e0))
    ]) as measure (metric, amount)
),

arm_figures as (
    select
        outcome.campaign,
        outcome.metric,
        outcome.arm,
        count(*) as people,
        max(outcome.arm_share) as arm_share,
        count_if(outcome.is_mixed) as mixed_people,
        sum(outcome.amount) as total,
        if(outcome.metric = 'revenue', var_samp(outcome.amount), var_pop(outcome.amount)) as variance,
        sum(outcome.amount * outcome.amount) as squares
    from outcomes as outcome
    group by outcome.campaign, outcome.metric, outcome.arm
),

pooled as (
    select
        figure.campaign,
        figure.metric,
        'any_treatment' as arm,
        sum(figure.people) as people,
        if(count(figure.arm_share) = count(*), sum(figure.arm_share)) as arm_share,
        sum(figure.mixed_people) as mixed_people,
        sum(figure.total) as total,
        (sum(figure.squares) - sum(figure.total) * sum(figure.total) / sum(figure.people))
            / nullif(sum(figure.people) - if(figure.metric = 'revenue', 1, 0), 0) as variance
    from arm_figures as figure
    where figure.arm <> 'holdout'
    group by figure.campaign, figure.metric
    having count(*) > 1
),

treated as (
    select
        figure.campaign,
        figure.metric,
        figure.arm,
        figure.people,
        figure.arm_share,
        figure.mixed_people,
        figure.total,
        figure.variance
    from arm_figures as figure
    where figure.arm <> 'holdout'
    union all
    select
        figure.campaign,
        figure.metric,
        figure.arm,
        figure.people,
        figure.arm_share,
        figure.mixed_people,
        figure.total,
        figure.variance
    from pooled as figure
),

compared as (
    select
        arm.campaign,
        arm.metric,
        arm.arm,
        arm.people,
        holdout.people as holdout_people,
        arm.total / arm.people as mean,
        holdout.total / holdout.people as holdout_mean,
        sqrt(arm.variance / arm.people + holdout.variance / holdout.people) as standard_error,
        arm.arm_share / (arm.arm_share + holdout.arm_share) as expected_share,
        arm.mixed_people + holdout.mixed_people as mixed_people
    from treated as arm
    inner join arm_figures as holdout
        on holdout.campaign = arm.campaign
        and holdout.metric = arm.metric
        and holdout.arm = 'holdout'
),

tested as (
    select
        arm.*,
        arm.mean - arm.holdout_mean as lift,
        2 * normal_cdf(0, 1, -abs(
            (arm.people - (arm.people + arm.holdout_people) * arm.expected_share)
                / nullif(sqrt((arm.people + arm.holdout_people) * arm.expected_share * (1 - arm.expected_share)), 0)
        )) as sample_ratio_p_value
    from compared as arm
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

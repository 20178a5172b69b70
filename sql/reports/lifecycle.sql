-- purpose: the stages of life as a customer: how many were ever in each, how many are there now, and how long it lasts
-- grain:   one row per stage
-- sources: core.journey_steps
-- units:   persons, days of 24 hours
select
    step.stage,
    count(distinct step.person_id) as persons_ever,
    count_if(step.is_current) as persons_now,
    round(avg(step.days_in_stage), 1) as average_days_in_stage
from lake.core.journey_steps as step
group by step.stage
order by array_position(
    array['visitor', 'lead', 'first_time_buyer', 'repeat_buyer', 'loyal', 'at_risk', 'lapsed', 'won_back'],
    step.stage
);

-- purpose: RFM scores and segment of every person as they stood on every business date
-- grain:   one row per person_id and as_of_date from the person's first order on
-- sources: core.customer_rfm_periods, core.rfm_thresholds
-- units:   as_of_date a business date (what happened before its first instant counts), recency in whole days, monetary in
--          the reporting currency.
create or replace view lake.core.customer_rfm_history
comment 'RFM scores and segment by business date; one row per person and date.'
security invoker as
with dates as (
    select
        threshold.as_of_date,
        max(threshold.threshold_version) as threshold_version
    from lake.core.rfm_thresholds as threshold
    group by threshold.as_of_date
)

select
    period.person_id,
    period.customer_id,
    day.as_of_date,
    greatest(0, date_diff('day', period.last_order_date, day.as_of_date)) as recency_days,
    period.frequency,
    period.monetary,
    period.r_score,
    period.f_score,
    period.m_score,
    period.segment,
    period.value_tier,
    day.threshold_version
from lake.core.customer_rfm_periods as period
inner join dates as day
    on day.as_of_date >= period.starts_on
    and (period.ends_on is null or day.as_of_date < period.ends_on)
where not period.is_deleted;

comment on column lake.core.customer_rfm_history.person_id is 'The person.';
comment on column lake.core.customer_rfm_history.customer_id is 'The shop''s customer number.';
comment on column lake.core.customer_rfm_history.as_of_date is 'Business date: what happened before its first instant counts.';
comment on column lake.core.customer_rfm_history.recency_days is 'Whole days from the last order that counts to as_of_date.';
comment on column lake.core.customer_rfm_history.frequency is 'Number of orders that count.';
comment on column lake.core.customer_rfm_history.monetary is 'Net sales in the look-back window, in the reporting currency.';
comment on column lake.core.customer_rfm_history.r_score is 'Recency score, 1 (long ago) to 5 (lately).';
comment on column lake.core.customer_rfm_history.f_score is 'Frequency score, 1 to 5.';
comment on column lake.core.customer_rfm_history.m_score is 'Monetary score, 1 to 5.';
comment on column lake.core.customer_rfm_history.segment is 'RFM segment by r_score and f_score.';
comment on column lake.core.customer_rfm_history.value_tier is 'Value tier, 1 to 5: the monetary score.';
comment on column lake.core.customer_rfm_history.threshold_version is 'Version of the date''s cut points; core.rfm_cut_points has them.';

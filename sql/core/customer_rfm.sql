-- purpose: RFM scores and segment of every person with an order that counts, live
-- grain:   one row per person_id with at least one order
-- sources: core.customer_scores_live, core.rfm_thresholds
-- units:   as_of_date a business date (what happened before its first instant counts, and the person's own events since),
--          recency in whole days, monetary in the reporting currency.
--          The scores are those of the newest cut points: the job rescores whoever they move, so a row that was written
--          under older ones scores the same under these.
create or replace view lake.core.customer_rfm
comment 'RFM scores and segment, live; one row per person with an order.'
security invoker as
with newest_thresholds as (
    select
        max(threshold.as_of_date) as as_of_date,
        max_by(threshold.threshold_version, threshold.as_of_date) as threshold_version
    from lake.core.rfm_thresholds as threshold
)

select
    score.person_id,
    score.customer_id,
    newest.as_of_date,
    greatest(0, date_diff('day', score.last_order_date, newest.as_of_date)) as recency_days,
    score.frequency,
    score.monetary,
    score.r_score,
    score.f_score,
    score.m_score,
    score.segment,
    score.value_tier,
    newest.threshold_version
from lake.core.customer_scores_live as score
cross join newest_thresholds as newest;

comment on column lake.core.customer_rfm.person_id is 'The person; key.';
comment on column lake.core.customer_rfm.customer_id is 'The shop''s customer number.';
comment on column lake.core.customer_rfm.as_of_date is 'Business date of the cut points in force.';
comment on column lake.core.customer_rfm.recency_days is 'Whole days from the last order that counts to as_of_date; 0 for an order since.';
comment on column lake.core.customer_rfm.frequency is 'Number of orders that count: neither cancelled nor fully refunded.';
comment on column lake.core.customer_rfm.monetary is 'Net sales in the look-back window, in the reporting currency.';
comment on column lake.core.customer_rfm.r_score is 'Recency score, 1 (long ago) to 5 (lately).';
comment on column lake.core.customer_rfm.f_score is 'Frequency score, 1 to 5.';
comment on column lake.core.customer_rfm.m_score is 'Monetary score, 1 to 5.';
comment on column lake.core.customer_rfm.segment is 'RFM segment by r_score and f_score, for example champions.';
comment on column lake.core.customer_rfm.value_tier is 'Value tier, 1 to 5: the monetary score.';
comment on column lake.core.customer_rfm.threshold_version is 'Version of the cut points; core.rfm_cut_points has them.';

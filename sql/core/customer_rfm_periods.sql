-- purpose: since when and until when a person had which RFM scores and segment, by business date
-- grain:   one row per person_id and starts_on
-- sources: core.customer_scores_changes
-- units:   _on business dates, starts_on inclusive and ends_on exclusive; monetary in the reporting currency.
--          A row of the business-day boundary stands from its own date; one that the person's events made within a day is
--          no state of that day and stands from the next date on, unless the boundary wrote its own. Before the first period, and
--          where nothing counts any more (is_deleted), a person has no scores.
create or replace view lake.core.customer_rfm_periods
comment 'RFM scores and segment with the business dates for which they stand; one row per person and period.'
security invoker as
with states as (
    select
        change.person_id,
        change.customer_id,
        if(change.is_intraday, date_add('day', 1, change.as_of_date), change.as_of_date) as starts_on,
        change.last_order_date,
        change.frequency,
        change.monetary,
        change.r_score,
        change.f_score,
        change.m_score,
        change.segment,
        change.value_tier,
        change.is_deleted,
        change.version
    from lake.core.customer_scores_changes as change
),

newest_per_date as (
    select
        state.*,
        row_number() over (partition by state.person_id, state.starts_on order by state.version desc) as newest_first
    from states as state
)

select
    state.person_id,
    state.customer_id,
    state.starts_on,
    lead(state.starts_on) over (partition by state.person_id order by state.starts_on) as ends_on,
    state.last_order_date,
    state.frequency,
    state.monetary,
    state.r_score,
    state.f_score,
    state.m_score,
    state.segment,
    state.value_tier,
    state.is_deleted
from newest_per_date as state
where state.newest_first = 1;

comment on column lake.core.customer_rfm_periods.person_id is 'The person; key together with starts_on.';
comment on column lake.core.customer_rfm_periods.customer_id is 'The shop''s customer number.';
comment on column lake.core.customer_rfm_periods.starts_on is 'First business date for which it stands.';
comment on column lake.core.customer_rfm_periods.ends_on is 'First business date for which it does not any more; null: it does still.';
comment on column lake.core.customer_rfm_periods.last_order_date is 'Business date of the last order that counts.';
comment on column lake.core.customer_rfm_periods.frequency is 'Number of orders that count.';
comment on column lake.core.customer_rfm_periods.monetary is 'Net sales in the look-back window, in the reporting currency.';
comment on column lake.core.customer_rfm_periods.r_score is 'Recency score, 1 (long ago) to 5 (lately).';
comment on column lake.core.customer_rfm_periods.f_score is 'Frequency score, 1 to 5.';
comment on column lake.core.customer_rfm_periods.m_score is 'Monetary score, 1 to 5.';
comment on column lake.core.customer_rfm_periods.segment is 'RFM segment by r_score and f_score.';
comment on column lake.core.customer_rfm_periods.value_tier is 'Value tier, 1 to 5: the monetary score.';
comment on column lake.core.customer_rfm_periods.is_deleted is 'True for a period without scores: no order counts any more, or the person is part of another one.';

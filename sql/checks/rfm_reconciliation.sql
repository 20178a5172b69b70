-- purpose: recomputes the scores and segments of core.customer_rfm from recency, frequency and monetary value and the stored
--          cut points, by the definition and without the job's scores; returns no row when both agree
-- grain:   one row per person that differs, with what was stored and what was expected
-- sources: core.customer_rfm, core.customer_scores_live, core.rfm_thresholds
-- units:   recency in days, monetary in the reporting currency.
--          Between a business-day boundary and the commit of the rescored rows a few seconds later, rows may show here.
-- kind:    reconciliation
-- cost:    heavy
with thresholds as (
    select
        threshold.threshold_version,
        threshold.as_of_date,
        array[threshold.recency_p20, threshold.recency_p40, threshold.recency_p60, threshold.recency_p80] as recency_cuts,
        array[threshold.frequency_p20, threshold.frequency_p40, threshold.frequency_p60, threshold.frequency_p80] as frequency_cuts,
        array[threshold.monetary_p20, threshold.monetary_p40, threshold.monetary_p60, threshold.monetary_p80] as monetary_cuts
    from lake.core.rfm_thresholds as threshold
    where threshold.as_of_date = (select max(newest.as_of_date) from lake.core.rfm_thresholds as newest)
),

inputs as (
    select
        score.person_id,
        score.customer_id,
        greatest(0, date_diff('day', score.last_order_date, threshold.as_of_date)) as recency_days,
        score.frequency,
        score.monetary,
        threshold.threshold_version,
        threshold.recency_cuts,
        threshold.frequency_cuts,
        threshold.monetary_cuts
    from lake.core.customer_scores_live as score
    cross join thresholds as threshold
),

scores as (
    select
        input.person_id,
        input.customer_id,
        input.recency_days,
        input.frequency,
        input.monetary,
        input.threshold_version,
        5 - cardinality(filter(input.recency_cuts, cut -> cut < input.recency_days)) as r_score,
        1 + cardinality(filter(input.frequency_cuts, cut -> cut < input.frequency)) as f_score,
        1 + cardinality(filter(input.monetary_cuts, cut -> cut < input.monetary)) as m_score
    from inputs as input
),

segments (segment, r_from, r_to, f_from, f_to) as (
    values
        ('champions', 5, 5, 4, 5),
        ('loyal_customers', 3, 4, 4, 5),
        ('potential_loyalists', 4, 5, 2, 3),
        ('new_customers', 5, 5, 1, 1),
        ('promising', 4, 4, 1, 1),
        ('need_attention', 3, 3, 3, 3),
        ('about_to_sleep', 3, 3, 1, 2),
        ('cant_lose_them', 1, 2, 5, 5),
        ('at_risk', 1, 2, 3, 4),
        ('hibernating', 1, 2, 1, 2)
),

expected as (
    select
        score.*,
        segment.segment
    from scores as score
    left join segments as segment
        on score.r_score between segment.r_from and segment.r_to
        and score.f_score between segment.f_from and segment.f_to
)

select
    coalesce(stored.person_id, expected.person_id) as person_id,
    coalesce(stored.customer_id, expected.customer_id) as customer_id,
    stored.threshold_version,
    row(stored.recency_days, stored.frequency, stored.monetary) as stored_values,
    row(expected.recency_days, expected.frequency, expected.monetary) as expected_values,
    row(stored.r_score, stored.f_score, stored.m_score) as stored_scores,
    row(expected.r_score, expected.f_score, expected.m_score) as expected_scores,
    stored.segment as stored_segment,
    expected.segment as expected_segment
from lake.core.customer_rfm as stored
full join expected
    on expected.person_id = stored.person_id
where stored.person_id is null
    or expected.person_id is null
    or stored.threshold_version is distinct from expected.threshold_version
    or stored.recency_days is distinct from expected.recency_days
    or stored.frequency is distinct from expected.frequency
    or stored.monetary is distinct from expected.monetary
    or stored.r_score is distinct from expected.r_score
    or stored.f_score is distinct from expected.f_score
    or stored.m_score is distinct from expected.m_score
    or stored.segment is distinct from expected.segment
    or stored.value_tier is distinct from expected.m_score
order by person_id;

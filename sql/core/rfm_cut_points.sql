-- purpose: the cut points of the RFM scores in long form, to read and to chart
-- grain:   one row per threshold_version and metric
-- sources: core.rfm_thresholds
-- units:   recency in days (higher is longer ago), frequency in orders, monetary in the reporting currency
create or replace view lake.core.rfm_cut_points
comment 'Cut points of the RFM scores in long form; one row per version and metric.'
security invoker as
select
    threshold.as_of_date,
    metric.metric,
    metric.p20,
    metric.p40,
    metric.p60,
    metric.p80,
    threshold.population,
    threshold.scoring_mode,
    threshold.effective_from as effective_from_at,
    threshold.threshold_version,
    if(metric.metric = 'monetary', threshold.monetary_is_exact, true) as is_exact,
    if(metric.metric = 'monetary', threshold.monetary_relative_error, 0e0) as relative_error
from lake.core.rfm_thresholds as threshold
cross join unnest(array[
    row('recency', threshold.recency_p20, threshold.recency_p40, threshold.recency_p60, threshold.recency_p80),
    row('frequency', threshold.frequency_p20, threshold.frequency_p40, threshold.frequency_p60, threshold.frequency_p80),
    row('monetary', threshold.monetary_p20, threshold.monetary_p40, threshold.monetary_p60, threshold.monetary_p80)
]) as metric (metric, p20, p40, p60, p80);

comment on column lake.core.rfm_cut_points.as_of_date is 'Business date: what happened before its first instant counts.';
comment on column lake.core.rfm_cut_points.metric is 'recency, frequency or monetary.';
comment on column lake.core.rfm_cut_points.p20 is 'Cut point at 20 %, in the metric''s unit; null for an empty population.';
comment on column lake.core.rfm_cut_points.p40 is 'Cut point at 40 %, in the metric''s unit; null for an empty population.';
comment on column lake.core.rfm_cut_points.p60 is 'Cut point at 60 %, in the metric''s unit; null for an empty population.';
comment on column lake.core.rfm_cut_points.p80 is 'Cut point at 80 %, in the metric''s unit; null for an empty population.';
comment on column lake.core.rfm_cut_points.population is 'Number of persons with an order that the cut points were computed from.';
comment on column lake.core.rfm_cut_points.scoring_mode is 'quantile (type-7 quantiles of the population) or fixed (configured).';
comment on column lake.core.rfm_cut_points.effective_from_at is 'First instant of as_of_date in the business zone, UTC.';
comment on column lake.core.rfm_cut_points.threshold_version is 'Version: the as-of date as the number yyyymmdd.';
comment on column lake.core.rfm_cut_points.is_exact is 'False once there were more distinct monetary values than are kept exactly.';
comment on column lake.core.rfm_cut_points.relative_error is 'Bound of the relative error of the cut points; 0 when exact.';

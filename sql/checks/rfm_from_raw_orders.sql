-- purpose: recomputes recency, frequency, monetary value and the cut points themselves from the event log alone, and compares
--          them with what the job keeps; returns no row when both agree
-- grain:   one row per person, or per metric and cut point, that differs
-- sources: core.orders, core.refunds, core.customer_scores_live, core.rfm_thresholds
-- units:   values in the metric's own unit: days, orders, reporting currency.
--          For the default configuration (quantile mode, look-back over all history). Exact when nothing about orders has
--          happened since the newest as-of date, as after an import that ends with one; persons with later events, and
--          then the cut points, are left out.
-- kind:    reconciliation
-- cost:    heavy
with newest as (
    select threshold.*
    from lake.core.rfm_thresholds as threshold
    where threshold.as_of_date = (select max(latest.as_of_date) from lake.core.rfm_thresholds as latest)
        and threshold.scoring_mode = 'quantile'
),

order_totals as (
    select
        orders.person_id,
        count_if(orders.is_counted) as frequency,
        max(if(orders.is_counted, orders.placed_on)) as last_order_date,
        sum(orders.gross_sales - orders.discounts - orders.cancelled_sales + orders.cancelled_discounts) as kept_sales
    from lake.core.orders as orders
    where orders.person_id is not null
    group by orders.person_id
),

refund_totals as (
    select
        refund.person_id,
        sum(refund.amount) as refunds
    from lake.core.refunds as refund
    where refund.is_counted
        and refund.person_id is not null
    group by refund.person_id
),

persons_of_today as (
    select orders.person_id
    from lake.core.orders as orders
    cross join newest
    where orders.last_event_on >= newest.as_of_date
        and orders.person_id is not null
    union
    select refund.person_id
    from lake.core.refunds as refund
    cross join newest
    where refund.refunded_on >= newest.as_of_date
        and refund.person_id is not null
),

expected as (
    select
        total.person_id,
        total.frequency,
        total.last_order_date,
        cast(total.kept_sales - coalesce(refund.refunds, decimal '0.0000') as decimal(18, 4)) as monetary
    from order_totals as total
    left join refund_totals as refund
        on refund.person_id = total.person_id
    where total.frequency > 0
),

value_differences as (
    select
        'person ' || coalesce(expected.person_id, stored.person_id) as subject,
        concat_ws(
            ', ',
            cast(expected.last_order_date as varchar),
            cast(expected.frequency as varchar),
            cast(expected.monetary as varchar)
        ) as expected_value,
        concat_ws(
            ', ',
            cast(stored.last_order_date as varchar),
            cast(stored.frequency as varchar),
            cast(stored.monetary as varchar)
        ) as stored_value
    from expected
    full join lake.core.customer_scores_live as stored
        on stored.person_id = expected.person_id
    left join persons_of_today as today
        on today.person_id = coalesce(expected.person_id, stored.person_id)
    where today.person_id is null
        and exists (select newest.as_of_date from newest)
        and (
            expected.last_order_date is distinct from stored.last_order_date
            or expected.frequency is distinct from stored.frequency
            or expected.monetary is distinct from stored.monetary
        )
),

metric_values as (
    select
        metric.metric,
        metric.metric_value,
        row_number() over (partition by metric.metric order by metric.metric_value) as place,
        count(*) over (partition by metric.metric) as population
    from expected
    cross join newest
    cross join unnest(array[
        row('recency', cast(date_diff('day', expected.last_order_date, newest.as_of_date) as decimal(20, 5))),
        row('frequency', cast(expected.frequency as decimal(20, 5))),
        row('monetary', cast(expected.monetary as decimal(20, 5)))
    ]) as metric (metric, metric_value)
),

-- type 7: h = (n - 1) p, between the values at floor(h) and the next one
positions as (
    select
        value.metric,
        quantile.percent,
        value.metric_value,
        value.place - 1 - (value.population - 1) * quantile.percent / 100 as distance,
        mod((value.population - 1) * quantile.percent, 100) as rest
    from metric_values as value
    cross join (values 20, 40, 60, 80) as quantile (percent)
),

expected_cuts as (
    select
        position.metric,
        position.percent,
        cast(sum(
            position.metric_value
            * case position.distance when 0 then 100 - position.rest else position.rest end
        ) / 100 as decimal(20, 5)) as cut
    from positions as position
    where position.distance in (0, 1)
        and (position.distance = 0 or position.rest > 0)
    group by position.metric, position.percent
),

stored_cuts as (
    select
        cuts.metric,
        cut.percent,
        cut.cut
    from newest
    cross join unnest(array[
        row('recency', newest.recency_p20, newest.recency_p40, newest.recency_p60, newest.recency_p80),
        row('frequency', newest.frequency_p20, newest.frequency_p40, newest.frequency_p60, newest.frequency_p80),
        row('monetary', newest.monetary_p20, newest.monetary_p40, newest.monetary_p60, newest.monetary_p80)
    ]) as cuts (metric, p20, p40, p60, p80)
    cross join unnest(array[20, 40, 60, 80], array[cuts.p20, cuts.p40, cuts.p60, cuts.p80]) as cut (percent, cut)
    where cuts.metric <> 'monetary' or newest.monetary_is_exact
),

cut_differences as (
    select
        'cut point ' || stored.metric || ' ' || cast(stored.percent as varchar) || ' %' as subject,
        cast(expected.cut as varchar) as expected_value,
        cast(stored.cut as varchar) as stored_value
    from stored_cuts as stored
    left join expected_cuts as expected
        on expected.metric = stored.metric
        and expected.percent = stored.percent
    where expected.cut is distinct from stored.cut
        and not exists (select today.person_id from persons_of_today as today)
)

select
    difference.subject,
    difference.expected_value,
    difference.stored_value
from value_differences as difference
union all
select
    difference.subject,
    difference.expected_value,
    difference.stored_value
from cut_differences as difference
order by subject;

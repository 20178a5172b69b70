-- purpose: how many customers each segment has and what they are worth
-- grain:   one row per segment, the most valuable first
-- sources: mart.segment_summary
-- units:   amounts in the reporting currency, _pct per cent, recency in days
select
    summary.segment,
    summary.customers,
    summary.customers_pct,
    summary.orders,
    cast(summary.net_sales as decimal(18, 2)) as net_sales,
    summary.net_sales_pct,
    summary.average_recency_days,
    summary.average_frequency,
    cast(summary.average_net_sales as decimal(18, 2)) as average_net_sales,
    summary.average_spend_trend_pct,
    summary.currency,
    summary.as_of_date
from lake.mart.segment_summary as summary
order by summary.net_sales desc, summary.segment;

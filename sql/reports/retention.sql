-- purpose: how long customers take to order the next time, and how many ever do
-- grain:   one row per order number
-- sources: mart.repeat_purchases
-- units:   days between business dates, _pct per cent
select
    curve.order_number as after_order,
    max(curve.customers) as customers,
    max(curve.median_days) as median_days,
    max(if(curve.within_days = 7, curve.ordered_again_pct)) as within_7_days_pct,
    max(if(curve.within_days = 30, curve.ordered_again_pct)) as within_30_days_pct,
    max(if(curve.within_days = 60, curve.ordered_again_pct)) as within_60_days_pct,
    max(if(curve.within_days = 90, curve.ordered_again_pct)) as within_90_days_pct,
    max(if(curve.within_days = 180, curve.ordered_again_pct)) as within_180_days_pct,
    max(if(curve.within_days = 365, curve.ordered_again_pct)) as within_365_days_pct
from lake.mart.repeat_purchases as curve
group by curve.order_number
order by after_order;

-- purpose: what becomes of carts: how many are ordered, abandoned and won back, and what was left behind, by month
-- grain:   one row per month in which the carts were begun, the newest first
-- sources: core.carts
-- units:   months of business dates, amounts in the reporting currency, _pct per cent of the carts that are no longer open. Carts
--          that were emptied and never ordered are left out.
select
    date_format(cart.created_on, '%Y-%m') as month,
    count(*) as carts,
    count_if(cart.status = 'open') as open_carts,
    count_if(cart.status = 'ordered') as ordered,
    count_if(cart.status = 'recovered') as recovered,
    count_if(cart.status = 'abandoned') as abandoned,
    cast(
        100e0 * count_if(cart.status = 'abandoned') / nullif(count_if(cart.status <> 'open'), 0) as decimal(5, 2)
    ) as abandoned_pct,
    cast(coalesce(sum(cart.cart_value) filter (where cart.status = 'abandoned'), 0) as decimal(18, 2)) as left_behind,
    cast(coalesce(sum(cart.order_value) filter (where cart.status = 'recovered'), 0) as decimal(18, 2)) as won_back,
    count_if(cardinality(cart.device_types) > 1) as on_several_devices,
    max(cart.currency) as currency
from lake.core.carts as cart
where cart.unit_count > 0
    or cart.order_id is not null
group by date_format(cart.created_on, '%Y-%m')
order by month desc;

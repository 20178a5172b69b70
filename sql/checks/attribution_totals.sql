-- purpose: compares what each model shares out with the orders: the credits of an order are its net sales, its shares are one, and no
--          touch is after it; returns no row when all agree
-- grain:   one row per order and model that differs
-- sources: core.attribution, core.orders
-- units:   amounts in the reporting currency, share from 0 to 1
-- kind:    reconciliation
-- cost:    heavy
with models as (
    select model
    from (values 'first', 'last', 'last_non_direct', 'linear', 'position_based', 'time_decay', 'markov') as name (model)
),

shared as (
    select
        touch.order_id,
        touch.model,
        sum(touch.credit) as credit,
        sum(touch.share) as share,
        coalesce(bool_or(touch.touched_at > touch.placed_at), false) as is_after_order
    from lake.core.attribution as touch
    group by touch.order_id, touch.model
)

select
    coalesce(placed.order_id, order_share.order_id) as order_id,
    coalesce(model.model, order_share.model) as model,
    order_share.credit,
    placed.net_sales,
    order_share.share,
    order_share.is_after_order
from lake.core.orders as placed
cross join models as model
full join shared as order_share
    on order_share.order_id = placed.order_id
    and order_share.model = model.model
where order_share.credit is distinct from placed.net_sales
    or order_share.share is distinct from 1
    or order_share.is_after_order
order by order_id, model;

-- purpose: compares the carts with the event log: each cart that a visitor filled is there and no other, with the units put in less those
--          taken out and the order that its clicks name; and each row agrees with itself; returns no row when all agree
-- grain:   one row per cart and measure that differs
-- sources: core.carts_live, raw.clickstream, raw.orders, raw.late_events
-- units:   counts.
--          Events that the archive has and the journey job does not (or the other way round, for a few seconds) show here. Units
--          are compared where the log can simply be added up: no closing, no order before the last click, nothing shown as a whole,
--          nothing taken out that may not have been in. Of a cart that an erased person has touched, too, what was settled stays.
-- kind:    reconciliation
-- cost:    heavy
with late as (
    select distinct
        event.event_id,
        event.reason
    from lake.raw.late_events as event
    where event.job = 'clientele-journey'
),

clicks as (
    select
        event.event_id,
        event.event_name,
        event.cart_id,
        event.order_id,
        event.event_time,
        coalesce(
            reduce(
                filter(event.products, product -> coalesce(nullif(product.product_id, ''), nullif(product.sku, '')) is not null),
                bigint '0',
                (units, product) -> units + product.quantity,
                units -> units
            ),
            0
        ) as units,
        any_match(
            event.products,
            product -> coalesce(nullif(product.product_id, ''), nullif(product.sku, '')) is not null
        ) as has_products,
        lag(event.event_time) over (partition by event.cart_id order by event.event_time) as previous_at
    from lake.raw.clickstream as event
    left join late
        on late.event_id = event.event_id
        and late.reason = 'beyond_carts'
    where event.owner is not null
        and late.event_id is null
        and event.cart_id is not null
        and trim(event.cart_id) <> ''
        and lower(trim(event.cart_id)) not in ('-1', 'null', 'none', 'undefined', 'anonymous', 'unknown')
        and not regexp_like(event.cart_id, '^[0-]*0[0-]*$')
        and event.event_name in (
            'product_added', 'product_removed', 'cart_viewed', 'coupon_applied', 'coupon_denied', 'checkout_started',
            'checkout_step_completed', 'payment_info_entered', 'payment_failed'
        )
),

log_carts as (
    select
        click.cart_id,
        max(click.event_time) as last_event_at,
        sum(case click.event_name when 'product_added' then click.units else 0 end) as units,
        bool_or(click.event_name = 'product_removed') as is_reduced,
        bool_or(click.event_name in ('cart_viewed', 'checkout_started') and click.has_products) as is_shown,
        bool_or(click.event_time > click.previous_at + interval '30' day) as is_closed
    from clicks as click
    group by click.cart_id
    having bool_or(
        click.event_name in ('product_added', 'checkout_started', 'checkout_step_completed', 'payment_info_entered', 'payment_failed')
        or (click.event_name = 'cart_viewed' and click.has_products)
    )
),

placed as (
    select
        event.order_id,
        min(event.event_time) as placed_at
    from lake.raw.orders as event
    left join late
        on late.event_id = event.event_id
        and late.reason = 'beyond_sessions'
    where event.event_name = 'order_placed'
        and late.event_id is null
    group by event.order_id
),

named as (
    select
        click.cart_id,
        count(distinct placed_order.order_id) as orders
    from clicks as click
    inner join placed as placed_order
        on placed_order.order_id = click.order_id
        and click.event_time between placed_order.placed_at - interval '24' hour and placed_order.placed_at + interval '24' hour
    group by click.cart_id
),

compared as (
    select
        coalesce(cart.cart_id, log_cart.cart_id) as cart_id,
        measure.measure,
        measure.is_equal,
        cart.cart_id is not null and log_cart.cart_id is not null as is_there
    from lake.core.carts_live as cart
    full join log_carts as log_cart
        on log_cart.cart_id = cart.cart_id
    left join named as named_order
        on named_order.cart_id = coalesce(cart.cart_id, log_cart.cart_id)
    cross join unnest(array[
        row('is there', cart.cart_id is not null and log_cart.cart_id is not null),
        row(
            'units',
            log_cart.is_reduced
            or log_cart.is_shown
            or log_cart.is_closed
            or coalesce(cart.ordered_at < log_cart.last_event_at, false)
            or cart.unit_count = log_cart.units
        ),
        row(
            'order named by a click',
            log_cart.is_closed or (cart.order_id is not null) = (named_order.orders is not null)
        ),
        row('status', cart.status = case
            when cart.ordered_at is null and cart.abandoned_at > cart.last_activity_at then 'abandoned'
            when cart.ordered_at is null then 'open'
            when cart.abandoned_at is null then 'ordered'
            else 'recovered'
        end),
        row('units of the items', cart.unit_count = reduce(
            cart.items,
            bigint '0',
            (units, item) -> units + item.quantity,
            units -> units
        ))
    ]) as measure (measure, is_equal)
)

select
    compared.cart_id,
    compared.measure
from compared
where not coalesce(compared.is_equal, false)
    -- what is missing has one row, not five
    and (compared.measure = 'is there' or compared.is_there)
order by compared.cart_id, compared.measure;

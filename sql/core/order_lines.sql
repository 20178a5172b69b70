-- purpose: the lines of every order, with what was cancelled of each
-- grain:   one row per order_id and line_position
-- sources: core.placed_orders, raw.orders (cancellations)
-- units:   quantities in pieces, amounts in the reporting currency, rounded half even to four decimals.
--          A line that is cancelled in part gives back its share, rounded down to the ten-thousandth; the last piece takes the rest.
create or replace view lake.core.order_lines
comment 'Lines of the orders with the pieces cancelled of each; one row per order and line.'
security invoker as
with cancellations as (
    select
        event.order_id,
        event.lines
    from lake.raw.orders as event
    where event.event_name = 'order_cancelled'
        and event.order_id is not null
),

cancelled_orders as (
    select distinct cancellation.order_id
    from cancellations as cancellation
    where cardinality(cancellation.lines) = 0
),

cancelled_pieces as (
    select
        cancellation.order_id,
        coalesce(line.position, line.place) as line_position,
        sum(line.quantity) as pieces
    from cancellations as cancellation
    cross join unnest(cancellation.lines) with ordinality as line (
        product_id, sku, name, brand, variant, category_path, price, list_price, quantity, discount, coupon, position, place
    )
    group by cancellation.order_id, coalesce(line.position, line.place)
),

ordered_lines as (
    select
        placed.order_id,
        coalesce(line.position, line.place) as line_position,
        placed.customer_id,
        placed.placed_at,
        placed.placed_on,
        coalesce(line.product_id, line.sku, line.name) as product_id,
        line.sku,
        line.name,
        line.brand,
        line.variant,
        line.category_path,
        line.quantity,
        transform(
            array[
                coalesce(line.price, decimal '0.0000') * line.quantity,
                coalesce(line.discount, decimal '0.0000')
            ],
            amount -> cast(
                round(amount * placed.exchange_rate, 4) - case mod(amount * placed.exchange_rate, decimal '0.0002')
                    when decimal '0.00005' then decimal '0.0001'
                    when decimal '-0.00005' then decimal '-0.0001'
                    else decimal '0.0000'
                end as decimal(18, 4)
            )
        ) as amounts,
        placed.currency
    from lake.core.placed_orders as placed
    cross join unnest(placed.lines) with ordinality as line (
        product_id, sku, name, brand, variant, category_path, price, list_price, quantity, discount, coupon, position, place
    )
),

with_cancellations as (
    select
        line.*,
        if(
            cancelled_order.order_id is not null,
            line.quantity,
            least(line.quantity, coalesce(cancelled.pieces, 0))
        ) as cancelled_quantity
    from ordered_lines as line
    left join cancelled_orders as cancelled_order
        on cancelled_order.order_id = line.order_id
    left join cancelled_pieces as cancelled
        on cancelled.order_id = line.order_id
        and cancelled.line_position = line.line_position
)

select
    order_id,
    line_position,
    customer_id,
    placed_at,
    placed_on,
    product_id,
    sku,
    name,
    brand,
    variant,
    category_path,
    cast(quantity as bigint) as quantity,
    amounts[1] as gross_sales,
    amounts[2] as discounts,
    cast(cancelled_quantity as bigint) as cancelled_quantity,
    if(
        cancelled_quantity >= quantity,
        amounts[1],
        cast(cast(amounts[1] * 10000 as bigint) * cancelled_quantity / quantity * decimal '0.0001' as decimal(18, 4))
    ) as cancelled_sales,
    if(
        cancelled_quantity >= quantity,
        amounts[2],
        cast(cast(amounts[2] * 10000 as bigint) * cancelled_quantity / quantity * decimal '0.0001' as decimal(18, 4))
    ) as cancelled_discounts,
    currency
from with_cancellations;

comment on column lake.core.order_lines.order_id is 'The order.';
comment on column lake.core.order_lines.line_position is 'Number of the line in the order, from 1.';
comment on column lake.core.order_lines.customer_id is 'The shop''s customer number; null for a guest.';
comment on column lake.core.order_lines.placed_at is 'Event time of the first version of the order, UTC.';
comment on column lake.core.order_lines.placed_on is 'Business date of placed_at.';
comment on column lake.core.order_lines.product_id is 'The product: its id, else its sku, else its name.';
comment on column lake.core.order_lines.sku is 'Stock keeping unit.';
comment on column lake.core.order_lines.name is 'Name of the product as shown.';
comment on column lake.core.order_lines.brand is 'Brand.';
comment on column lake.core.order_lines.variant is 'Variant, for example the colour or size.';
comment on column lake.core.order_lines.category_path is 'Category from the widest to the narrowest.';
comment on column lake.core.order_lines.quantity is 'Pieces ordered.';
comment on column lake.core.order_lines.gross_sales is 'Price x quantity as ordered, in currency.';
comment on column lake.core.order_lines.discounts is 'Discount on the line as ordered, in currency; a positive number.';
comment on column lake.core.order_lines.cancelled_quantity is 'Pieces cancelled, at most quantity.';
comment on column lake.core.order_lines.cancelled_sales is 'Part of gross_sales taken back by cancellations, in currency.';
comment on column lake.core.order_lines.cancelled_discounts is 'Part of discounts taken back by cancellations, in currency.';
comment on column lake.core.order_lines.currency is 'The reporting currency, ISO 4217, that the amounts are in.';

-- purpose: the lines of every order, with what was cancelled of each
-- grain:   one row per order_id and line_position
-- sources: core.order_facts
-- units:   quantities in pieces, amounts in the reporting currency, rounded half even as in core.order_facts
create or replace view lake.core.order_lines
comment 'Lines of the orders with the pieces cancelled of each; one row per order and line.'
security invoker as
with lines as (
    select
        fact.order_id,
        coalesce(line.position, line.place) as line_position,
        fact.customer_id,
        fact.placed_at,
        fact.placed_on,
        coalesce(line.product_id, line.sku, line.name) as product_id,
        line.sku,
        line.name,
        line.brand,
        line.variant,
        line.category_path,
        cast(line.quantity as bigint) as quantity,
        transform(
            array[coalesce(line.price, 0) * line.quantity, coalesce(line.discount, 0)],
            amount -> cast(
                round(amount * fact.exchange_rate, 4) - case mod(amount * fact.exchange_rate, decimal '0.0002')
                    when decimal '0.00005' then decimal '0.0001'
                    when decimal '-0.00005' then decimal '-0.0001'
                    else decimal '0.0000'
                end as decimal(18, 4)
            )
        ) as money,
        fact.is_cancelled,
        fact.cancelled_pieces[line.place] as cancelled_pieces,
        fact.cancelled_shares[line.place] as cancelled_shares,
        fact.currency
    from lake.core.order_facts as fact
    cross join unnest(fact.lines) with ordinality as line (
        product_id, sku, name, brand, variant, category_path, price, list_price, quantity, discount, coupon, position, place
    )
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
    quantity,
    money[1] as gross_sales,
    money[2] as discounts,
    if(is_cancelled, quantity, coalesce(cancelled_pieces, 0)) as cancelled_quantity,
    if(is_cancelled, money[1], coalesce(cancelled_shares[1], decimal '0.0000')) as cancelled_sales,
    if(is_cancelled, money[2], coalesce(cancelled_shares[2], decimal '0.0000')) as cancelled_discounts,
    currency
from lines;

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

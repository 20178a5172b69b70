-- purpose: how every product is looked at, put into carts, bought and given back
-- grain:   one row per product_id that was seen or ordered
-- sources: core.order_lines, core.refunds, core.business_settings, raw.clickstream
-- units:   units in pieces, amounts in the reporting currency, _pct per cent.
--          Cancelled pieces are left out. A refund that names lines is spread over them by price x quantity, by quantity where
--          no line has a price; one that names none belongs to no product.
create or replace view lake.mart.product_performance
comment 'Views, carts, orders, sales and refunds by product; one row per product.'
security invoker as
with product_orders as (
    select
        line.product_id,
        line.order_id,
        max(line.customer_id) as customer_id,
        max_by(line.name, line.line_position) filter (where line.name is not null) as name,
        max_by(line.brand, line.line_position) filter (where line.brand is not null) as brand,
        max_by(line.category_path, line.line_position) filter (where line.category_path is not null) as category_path,
        sum(line.quantity - line.cancelled_quantity) as units,
        sum(line.gross_sales - line.cancelled_sales) as gross_sales,
        sum(line.discounts - line.cancelled_discounts) as discounts,
        max(line.placed_at) as placed_at
    from lake.core.order_lines as line
    where line.product_id is not null
    group by line.product_id, line.order_id
),

ordered as (
    select
        product_order.product_id,
        max_by(product_order.name, row(product_order.placed_at, product_order.order_id))
            filter (where product_order.name is not null) as name,
        max_by(product_order.brand, row(product_order.placed_at, product_order.order_id))
            filter (where product_order.brand is not null) as brand,
        max_by(product_order.category_path, row(product_order.placed_at, product_order.order_id))
            filter (where product_order.category_path is not null) as category_path,
        sum(product_order.units) as units,
        sum(product_order.gross_sales) as gross_sales,
        sum(product_order.discounts) as discounts,
        count_if(product_order.units > 0) as orders,
        count(distinct if(product_order.units > 0, product_order.customer_id)) as buyers,
        max(product_order.placed_at) as last_ordered_at
    from product_orders as product_order
    group by product_order.product_id
),

refund_lines as (
    select
        refund.event_id,
        refund.amount,
        coalesce(line.product_id, line.sku, line.name, ordered_line.product_id) as product_id,
        line.quantity,
        line.quantity * coalesce(
            line.price,
            cast(ordered_line.gross_sales / nullif(ordered_line.quantity, 0) as decimal(18, 4))
        ) as line_value
    from lake.core.refunds as refund
    cross join unnest(refund.lines) as line (
        product_id, sku, name, brand, variant, category_path, price, list_price, quantity, discount, coupon, position
    )
    left join lake.core.order_lines as ordered_line
        on ordered_line.order_id = refund.order_id
        and ordered_line.line_position = line.position
    where refund.is_counted
),

refund_shares as (
    select
        refund_line.product_id,
        refund_line.amount * if(
            sum(refund_line.line_value) over lines_of_refund > 0,
            cast(coalesce(refund_line.line_value, 0) as double)
                / cast(sum(refund_line.line_value) over lines_of_refund as double),
            cast(refund_line.quantity as double) / nullif(sum(refund_line.quantity) over lines_of_refund, 0)
        ) as amount
    from refund_lines as refund_line
    window lines_of_refund as (partition by refund_line.event_id)
),

refunded as (
    select
        share.product_id,
        cast(sum(share.amount) as decimal(18, 4)) as refunds
    from refund_shares as share
    where share.product_id is not null
        and share.amount <> 0
    group by share.product_id
),

browsed as (
    select
        coalesce(product.product_id, product.sku, product.name) as product_id,
        max_by(product.name, row(event.event_time, event.event_id)) filter (where product.name is not null) as name,
        max_by(product.brand, row(event.event_time, event.event_id)) filter (where product.brand is not null) as brand,
        max_by(product.category_path, row(event.event_time, event.event_id))
            filter (where product.category_path is not null) as category_path,
        count_if(event.event_name = 'product_viewed') as views,
        count_if(event.event_name = 'product_added') as cart_additions
    from lake.raw.clickstream as event
    cross join unnest(event.products) as product (
        product_id, sku, name, brand, variant, category_path, price, list_price, quantity, discount, coupon, position
    )
    where event.event_name in ('product_viewed', 'product_added')
        and coalesce(product.product_id, product.sku, product.name) is not null
    group by coalesce(product.product_id, product.sku, product.name)
)

select
    coalesce(ordered.product_id, browsed.product_id) as product_id,
    coalesce(ordered.name, browsed.name) as product_name,
    coalesce(ordered.brand, browsed.brand) as brand,
    coalesce(ordered.category_path, browsed.category_path) as category_path,
    coalesce(browsed.views, 0) as views,
    coalesce(browsed.cart_additions, 0) as cart_additions,
    coalesce(ordered.orders, 0) as orders,
    coalesce(ordered.buyers, 0) as buyers,
    cast(coalesce(ordered.units, 0) as bigint) as units,
    cast(coalesce(ordered.gross_sales, decimal '0.0000') as decimal(18, 4)) as gross_sales,
    cast(coalesce(ordered.discounts, decimal '0.0000') as decimal(18, 4)) as discounts,
    coalesce(refunded.refunds, decimal '0.0000') as refunds,
    cast(100e0 * coalesce(ordered.orders, 0) / nullif(browsed.views, 0) as decimal(12, 2)) as orders_per_view_pct,
    ordered.last_ordered_at,
    setting.reporting_currency as currency
from ordered
full join browsed
    on browsed.product_id = ordered.product_id
left join refunded
    on refunded.product_id = coalesce(ordered.product_id, browsed.product_id)
cross join lake.core.business_settings as setting;

comment on column lake.mart.product_performance.product_id is 'The product: its id, else its sku, else its name; key.';
comment on column lake.mart.product_performance.product_name is 'Newest name, of the orders or else of the clickstream.';
comment on column lake.mart.product_performance.brand is 'Newest brand.';
comment on column lake.mart.product_performance.category_path is 'Newest category, from the widest to the narrowest.';
comment on column lake.mart.product_performance.views is 'Number of product_viewed events.';
comment on column lake.mart.product_performance.cart_additions is 'Number of product_added events.';
comment on column lake.mart.product_performance.orders is 'Orders with at least one piece that is not cancelled.';
comment on column lake.mart.product_performance.buyers is 'Customers who placed them; guests are not counted.';
comment on column lake.mart.product_performance.units is 'Pieces ordered, less those cancelled.';
comment on column lake.mart.product_performance.gross_sales is 'Price x quantity of those pieces, in currency.';
comment on column lake.mart.product_performance.discounts is 'Discounts on the lines of those pieces, in currency; discounts of whole orders are not spread.';
comment on column lake.mart.product_performance.refunds is 'Refunds that name the product, in currency; a positive number.';
comment on column lake.mart.product_performance.orders_per_view_pct is 'orders / views, per cent; above 100 when bought without a view; null without views.';
comment on column lake.mart.product_performance.last_ordered_at is 'Event time of the newest order with the product, UTC.';
comment on column lake.mart.product_performance.currency is 'The reporting currency, ISO 4217.';

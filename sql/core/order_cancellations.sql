-- purpose: what cancellations take back, on the dates on which they do
-- grain:   one row per order_id and business date with a cancellation
-- sources: raw.orders, core.placed_orders, core.order_lines, core.business_settings
-- units:   cancelled_on a business date (never before the order's own), amounts in the reporting currency.
--          An order that is cancelled as a whole, or of which no piece is left, counts for nothing from that date on.
create or replace view lake.core.order_cancellations
comment 'What was cancelled of an order on a business date; one row per order and date.'
security invoker as
with events as (
    select
        event.order_id,
        greatest(placed.placed_on, cast(at_timezone(event.event_time, setting.business_zone) as date)) as cancelled_on,
        event.lines
    from lake.raw.orders as event
    cross join lake.core.business_settings as setting
    inner join lake.core.placed_orders as placed
        on placed.order_id = event.order_id
    where event.event_name = 'order_cancelled'
),

days as (
    select
        event.order_id,
        event.cancelled_on,
        bool_or(cardinality(event.lines) = 0) as is_whole
    from events as event
    group by event.order_id, event.cancelled_on
),

pieces_by_day as (
    select
        event.order_id,
        event.cancelled_on,
        coalesce(line.position, line.place) as line_position,
        sum(line.quantity) as pieces
    from events as event
    cross join unnest(event.lines) with ordinality as line (
        product_id, sku, name, brand, variant, category_path, price, list_price, quantity, discount, coupon, position, place
    )
    group by event.order_id, event.cancelled_on, coalesce(line.position, line.place)
),

pieces_so_far as (
    select
        day.order_id,
        day.cancelled_on,
        piece.line_position,
        sum(piece.pieces) as pieces
    from days as day
    inner join pieces_by_day as piece
        on piece.order_id = day.order_id
        and piece.cancelled_on <= day.cancelled_on
    group by day.order_id, day.cancelled_on, piece.line_position
),

lines_so_far as (
    select
        day.order_id,
        day.cancelled_on,
        least(line.quantity, coalesce(gone.pieces, 0)) as items,
        coalesce(gone.pieces, 0) < line.quantity as is_any_left,
        if(
            coalesce(gone.pieces, 0) >= line.quantity,
            line.gross_sales,
            cast(cast(line.gross_sales * 10000 as bigint) * coalesce(gone.pieces, 0) / line.quantity * decimal '0.0001' as decimal(18, 4))
        ) as gross_sales,
        if(
            coalesce(gone.pieces, 0) >= line.quantity,
            line.discounts,
            cast(cast(line.discounts * 10000 as bigint) * coalesce(gone.pieces, 0) / line.quantity * decimal '0.0001' as decimal(18, 4))
        ) as discounts
    from days as day
    inner join lake.core.order_lines as line
        on line.order_id = day.order_id
    left join pieces_so_far as gone
        on gone.order_id = day.order_id
        and gone.cancelled_on = day.cancelled_on
        and gone.line_position = line.line_position
),

parts_so_far as (
    select
        line.order_id,
        line.cancelled_on,
        sum(line.items) as items,
        sum(line.gross_sales) as gross_sales,
        sum(line.discounts) as discounts,
        not bool_or(line.is_any_left) as is_nothing_left
    from lines_so_far as line
    group by line.order_id, line.cancelled_on
),

states as (
    select
        day.order_id,
        day.cancelled_on,
        placed.customer_id,
        placed.currency,
        bool_or(day.is_whole or coalesce(part.is_nothing_left, false)) over (
            partition by day.order_id
            order by day.cancelled_on
        ) as is_cancelled,
        coalesce(part.items, 0) as part_items,
        coalesce(part.gross_sales, decimal '0.0000') as part_gross_sales,
        least(placed.discounts, coalesce(part.discounts, decimal '0.0000')) as part_discounts,
        placed.item_count,
        placed.gross_sales,
        placed.discounts
    from days as day
    inner join lake.core.placed_orders as placed
        on placed.order_id = day.order_id
    left join parts_so_far as part
        on part.order_id = day.order_id
        and part.cancelled_on = day.cancelled_on
),

taken_back_so_far as (
    select
        state.order_id,
        state.cancelled_on,
        state.customer_id,
        state.currency,
        state.is_cancelled,
        if(state.is_cancelled, state.item_count, state.part_items) as items,
        if(state.is_cancelled, state.gross_sales, state.part_gross_sales) as gross_sales,
        if(state.is_cancelled, state.discounts, state.part_discounts) as discounts
    from states as state
)

select
    order_id,
    cancelled_on,
    customer_id,
    is_cancelled,
    is_cancelled and not lag(is_cancelled, 1, false) over (partition by order_id order by cancelled_on) as is_end_of_order,
    cast(items - lag(items, 1, 0) over (partition by order_id order by cancelled_on) as bigint) as item_count,
    cast(gross_sales - lag(gross_sales, 1, decimal '0') over (partition by order_id order by cancelled_on) as decimal(18, 4)) as gross_sales,
    cast(discounts - lag(discounts, 1, decimal '0') over (partition by order_id order by cancelled_on) as decimal(18, 4)) as discounts,
    currency
from taken_back_so_far;

comment on column lake.core.order_cancellations.order_id is 'The order.';
comment on column lake.core.order_cancellations.cancelled_on is 'Business date of the cancellation, not before the order''s own.';
comment on column lake.core.order_cancellations.customer_id is 'The shop''s customer number; null for a guest.';
comment on column lake.core.order_cancellations.is_cancelled is 'True when nothing of the order counts any more after this date.';
comment on column lake.core.order_cancellations.is_end_of_order is 'True on the date on which the order ceased to count.';
comment on column lake.core.order_cancellations.item_count is 'Pieces taken back on this date.';
comment on column lake.core.order_cancellations.gross_sales is 'Gross sales taken back on this date, in currency; a positive number.';
comment on column lake.core.order_cancellations.discounts is 'Discounts taken back with them, in currency; a positive number.';
comment on column lake.core.order_cancellations.currency is 'The reporting currency, ISO 4217, that the amounts are in.';

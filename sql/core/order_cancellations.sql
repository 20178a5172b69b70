-- purpose: what cancellations take back, on the dates on which they do
-- grain:   one row per order_id and business date with a cancellation
-- sources: core.order_facts
-- units:   cancelled_on a business date (never before the order's own), amounts in the reporting currency.
--          An order that is cancelled as a whole, or of which no piece is left, counts for nothing from that date on.
create or replace view lake.core.order_cancellations
comment 'What was cancelled of an order on a business date; one row per order and date.'
security invoker as
with states as (
    select
        fact.order_id,
        fact.customer_id,
        fact.currency,
        state.cancelled_on,
        state.is_cancelled,
        state.item_count,
        state.gross_sales,
        state.discounts,
        if(state.place > 1, fact.cancellations[state.place - 1]) as previous
    from lake.core.order_facts as fact
    cross join unnest(fact.cancellations) with ordinality as state (
        cancelled_on, is_cancelled, item_count, gross_sales, discounts, place
    )
)

select
    order_id,
    cancelled_on,
    customer_id,
    is_cancelled,
    is_cancelled and not coalesce(previous.is_cancelled, false) as is_end_of_order,
    item_count - coalesce(previous.item_count, 0) as item_count,
    cast(gross_sales - coalesce(previous.gross_sales, 0) as decimal(18, 4)) as gross_sales,
    cast(discounts - coalesce(previous.discounts, 0) as decimal(18, 4)) as discounts,
    currency
from states;

comment on column lake.core.order_cancellations.order_id is 'The order.';
comment on column lake.core.order_cancellations.cancelled_on is 'Business date of the cancellation, not before the order''s own.';
comment on column lake.core.order_cancellations.customer_id is 'The shop''s customer number; null for a guest.';
comment on column lake.core.order_cancellations.is_cancelled is 'True when nothing of the order counts any more after this date.';
comment on column lake.core.order_cancellations.is_end_of_order is 'True on the date on which the order ceased to count.';
comment on column lake.core.order_cancellations.item_count is 'Pieces taken back on this date.';
comment on column lake.core.order_cancellations.gross_sales is 'Gross sales taken back on this date, in currency; a positive number.';
comment on column lake.core.order_cancellations.discounts is 'Discounts taken back with them, in currency; a positive number.';
comment on column lake.core.order_cancellations.currency is 'The reporting currency, ISO 4217, that the amounts are in.';

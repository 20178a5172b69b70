-- purpose: every order as it stands now, after updates, cancellations and refunds; what the sales marts build on
-- grain:   one row per order_id
-- sources: core.order_facts, core.identifiers_live
-- units:   _at UTC instants, _on business dates, amounts in the reporting currency.
--          net_sales = gross_sales - discounts - (cancelled_sales - cancelled_discounts) - refunds.
--          The person is the one that the order's identifier belongs to now; an identifier that is not joined with others
--          (yet) is a person by itself, whose id is the hash of it.
create or replace view lake.core.orders
comment 'Orders as they stand now, cancellations and refunds included; one row per order.'
security invoker as
with current_orders as (
    select
        fact.*,
        element_at(fact.cancellations, -1) as cancelled,
        array_min(transform(filter(fact.cancellations, state -> state.is_cancelled), state -> state.cancelled_on)) as cancelled_on,
        if(fact.is_cancelled, decimal '0.0000', reduce(
            fact.refunds,
            decimal '0.0000',
            (total, refund) -> cast(total + refund.amount as decimal(18, 4)),
            total -> total
        )) as refunded
    from lake.core.order_facts as fact
    where fact.placed_at is not null
),

valued as (
    select
        current_order.*,
        coalesce(current_order.cancelled.gross_sales, decimal '0.0000') as cancelled_sales,
        coalesce(current_order.cancelled.discounts, decimal '0.0000') as cancelled_discounts,
        current_order.gross_sales - current_order.discounts
            - coalesce(current_order.cancelled.gross_sales, decimal '0.0000')
            + coalesce(current_order.cancelled.discounts, decimal '0.0000') as kept_sales
    from current_orders as current_order
),

owned as (
    select
        valued_order.*,
        coalesce(
            identifier.person_id,
            lower(to_hex(substr(sha256(to_utf8(valued_order.owner)), 1, 16)))
        ) as person_id
    from valued as valued_order
    left join lake.core.identifiers_live as identifier
        on identifier.identifier_type = split_part(valued_order.owner, ':', 1)
        and identifier.identifier_value = substr(valued_order.owner, strpos(valued_order.owner, ':') + 1)
)

select
    order_id,
    person_id,
    customer_id,
    anonymous_id,
    placed_at,
    placed_on,
    updated_at,
    last_event_on,
    cancelled_on,
    source,
    channel,
    country,
    utm_source,
    utm_medium,
    utm_campaign,
    coupon,
    payment_method,
    store_id,
    gross_sales,
    discounts,
    cancelled_sales,
    cancelled_discounts,
    refunded as refunds,
    cast(kept_sales - refunded as decimal(18, 4)) as net_sales,
    if(is_cancelled, decimal '0.0000', shipping) as shipping,
    if(is_cancelled, decimal '0.0000', tax) as tax,
    cast(kept_sales - refunded + if(is_cancelled, decimal '0.0000', shipping + tax) as decimal(18, 4)) as total_sales,
    currency,
    item_count - coalesce(cancelled.item_count, 0) as item_count,
    fulfilled_item_count,
    fulfilled_at,
    fulfillment_status,
    customer_id is null as is_guest,
    is_cancelled,
    not is_cancelled and refunded > 0 and refunded >= kept_sales as is_fully_refunded,
    not is_cancelled and not (refunded > 0 and refunded >= kept_sales) as is_counted
from owned;

comment on column lake.core.orders.order_id is 'The shop''s order number; key.';
comment on column lake.core.orders.person_id is 'The person who ordered, as the identifiers are joined now; null for a guest without any identifier.';
comment on column lake.core.orders.customer_id is 'The shop''s customer number; null for a guest.';
comment on column lake.core.orders.anonymous_id is 'Visitor id that the order came with, where there is one.';
comment on column lake.core.orders.placed_at is 'Event time of the first version of the order, UTC.';
comment on column lake.core.orders.placed_on is 'Business date of placed_at.';
comment on column lake.core.orders.updated_at is 'Event time of the newest version of the order, UTC.';
comment on column lake.core.orders.last_event_on is 'Business date of the newest event of the order, be it a version, a cancellation or a refund.';
comment on column lake.core.orders.cancelled_on is 'Business date on which the order ceased to count; null when it is not cancelled.';
comment on column lake.core.orders.source is 'The system that produced the order.';
comment on column lake.core.orders.channel is 'Channel of the order: web, app, email, sms, push, social, chat, phone or store.';
comment on column lake.core.orders.country is 'Country, ISO 3166-1 alpha-2.';
comment on column lake.core.orders.utm_source is 'Campaign context of the order: who sent the buyer.';
comment on column lake.core.orders.utm_medium is 'Campaign context of the order: by what means.';
comment on column lake.core.orders.utm_campaign is 'Campaign context of the order: the campaign.';
comment on column lake.core.orders.coupon is 'Coupon of the whole order.';
comment on column lake.core.orders.payment_method is 'How it was paid.';
comment on column lake.core.orders.store_id is 'The shop or till that took the order.';
comment on column lake.core.orders.gross_sales is 'Value of the goods as ordered, before discounts, cancellations and refunds, in currency.';
comment on column lake.core.orders.discounts is 'All discounts as ordered, in currency; a positive number.';
comment on column lake.core.orders.cancelled_sales is 'Part of gross_sales taken back by cancellations, in currency; a positive number.';
comment on column lake.core.orders.cancelled_discounts is 'Part of discounts taken back with it, in currency; a positive number.';
comment on column lake.core.orders.refunds is 'Money given back for this order, in currency; a positive number, 0 for a cancelled order.';
comment on column lake.core.orders.net_sales is 'gross_sales - discounts - cancelled_sales + cancelled_discounts - refunds, in currency.';
comment on column lake.core.orders.shipping is 'Shipping charged, in currency; 0 for a cancelled order.';
comment on column lake.core.orders.tax is 'Tax charged, in currency; 0 for a cancelled order.';
comment on column lake.core.orders.total_sales is 'net_sales + shipping + tax, in currency.';
comment on column lake.core.orders.currency is 'The reporting currency, ISO 4217, that every amount is in.';
comment on column lake.core.orders.item_count is 'Pieces ordered, less those cancelled.';
comment on column lake.core.orders.fulfilled_item_count is 'Pieces sent, those included that were cancelled later.';
comment on column lake.core.orders.fulfilled_at is 'Event time of the newest fulfilment, UTC; null while nothing has been sent.';
comment on column lake.core.orders.fulfillment_status is 'unfulfilled before anything was sent, fulfilled once every piece was sent or cancelled, else partial.';
comment on column lake.core.orders.is_guest is 'True for an order without a customer number.';
comment on column lake.core.orders.is_cancelled is 'True when the whole order, or every piece of it, is cancelled.';
comment on column lake.core.orders.is_fully_refunded is 'True when the refunds reach what is left of the order''s value.';
comment on column lake.core.orders.is_counted is 'True for an order that counts in order_count and frequency: neither cancelled nor fully refunded.';

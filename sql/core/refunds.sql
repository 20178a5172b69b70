-- purpose: money given back, each refund on its own date
-- grain:   one row per refund event
-- sources: core.order_facts, core.identifiers_live
-- units:   refunded_at a UTC instant, refunded_on a business date, amount in the reporting currency.
--          The person as in core.orders: whom the identifier belongs to now.
create or replace view lake.core.refunds
comment 'Money given back, for an order or for none; one row per refund.'
security invoker as
with refunds as (
    select
        refund.event_id,
        fact.order_id,
        coalesce(refund.owner, fact.owner) as owner,
        coalesce(refund.customer_id, fact.customer_id) as customer_id,
        refund.refunded_at,
        refund.refunded_on,
        refund.amount,
        fact.currency,
        not fact.is_cancelled as is_counted,
        refund.reason,
        refund.lines
    from lake.core.order_facts as fact
    cross join unnest(fact.refunds) as refund (
        event_id, refunded_at, refunded_on, amount, owner, customer_id, reason, lines
    )
)

select
    refund.event_id,
    refund.order_id,
    coalesce(identifier.person_id, lower(to_hex(substr(sha256(to_utf8(refund.owner)), 1, 16)))) as person_id,
    refund.customer_id,
    refund.refunded_at,
    refund.refunded_on,
    refund.amount,
    refund.currency,
    refund.is_counted,
    refund.reason,
    refund.lines
from refunds as refund
left join lake.core.identifiers_live as identifier
    on identifier.identifier_type = split_part(refund.owner, ':', 1)
    and identifier.identifier_value = substr(refund.owner, strpos(refund.owner, ':') + 1);

comment on column lake.core.refunds.event_id is 'Identity of the refund event; key.';
comment on column lake.core.refunds.order_id is 'The order it is for; null for a refund to the customer that names none.';
comment on column lake.core.refunds.person_id is 'The person it was given to, by the refund or else by its order; null for a guest.';
comment on column lake.core.refunds.customer_id is 'The shop''s customer number, of the refund or else of its order; null for a guest.';
comment on column lake.core.refunds.refunded_at is 'Event time of the refund, UTC.';
comment on column lake.core.refunds.refunded_on is 'Business date of refunded_at.';
comment on column lake.core.refunds.amount is 'Money given back, in currency; a positive number.';
comment on column lake.core.refunds.currency is 'The reporting currency, ISO 4217, that the amount is in.';
comment on column lake.core.refunds.is_counted is 'False when the whole order is cancelled: the cancellation has taken the value back already.';
comment on column lake.core.refunds.reason is 'Why it was refunded.';
comment on column lake.core.refunds.lines is 'The lines it is for, where named, amounts in the event''s own currency.';

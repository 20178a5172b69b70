-- purpose: every cart: what is in it, who has it, and whether it was ordered, abandoned or recovered, live
-- grain:   one row per cart_id
-- sources: core.carts_live, core.identifiers_live, core.business_settings
-- units:   _at UTC instants, _on business dates, amounts in the reporting currency.
--          The person is the one that the identifier of who touched the cart last belongs to now; an identifier that is not
--          joined with others (yet) is a person by itself, whose id is the hash of it.
create or replace view lake.core.carts
comment 'Carts with their contents, owner, value and status, live; one row per cart.'
security invoker as
select
    cart.cart_id,
    cart.status,
    coalesce(
        identifier.person_id,
        lower(to_hex(substr(sha256(to_utf8(cart.identifier_type || ':' || cart.identifier_value)), 1, 16)))
    ) as person_id,
    cart.identifier_type || ':' || cart.identifier_value as visitor,
    cart.channel,
    cart.device_types,
    cart.created_at,
    cast(at_timezone(cart.created_at, setting.business_zone) as date) as created_on,
    cart.last_activity_at,
    cart.abandoned_at,
    cart.ordered_at,
    cart.order_id,
    cart.order_value,
    cart.items,
    cart.unit_count,
    cart.unpriced_units,
    cart.cart_value,
    cart.currency,
    cart.changed_at
from lake.core.carts_live as cart
cross join lake.core.business_settings as setting
left join lake.core.identifiers_live as identifier
    on identifier.identifier_type = cart.identifier_type
    and identifier.identifier_value = cart.identifier_value;

comment on column lake.core.carts.cart_id is 'The cart, as clicks name it; key.';
comment on column lake.core.carts.status is 'open; abandoned: nobody touched it for the configured time; ordered; recovered: ordered after it had been abandoned.';
comment on column lake.core.carts.person_id is 'The person whom the visitor is known as now, as the identifiers are joined.';
comment on column lake.core.carts.visitor is 'The visitor who touched it last, by the identifier closest to the device, as type:value.';
comment on column lake.core.carts.channel is 'Where it was begun: web, app, store or another channel of the contract.';
comment on column lake.core.carts.device_types is 'Kinds of devices that touched it: desktop, mobile, tablet, app, pos or other; sorted.';
comment on column lake.core.carts.created_at is 'Event time of the first event, UTC.';
comment on column lake.core.carts.created_on is 'Business date of created_at.';
comment on column lake.core.carts.last_activity_at is 'Event time of the last event before the order, UTC.';
comment on column lake.core.carts.abandoned_at is 'When it was last abandoned, UTC; also of a cart that somebody came back to. Null for never.';
comment on column lake.core.carts.ordered_at is 'When its order was placed, UTC; null without one.';
comment on column lake.core.carts.order_id is 'Its order; of several the first. Null without one.';
comment on column lake.core.carts.order_value is 'Value of the order as it was placed, gross less discounts, in currency; core.orders has what is left. Null without one.';
comment on column lake.core.carts.items is 'What is in it, or was when it was left or ordered: product, name, quantity and price of a unit in currency; in the order in which it was put in.';
comment on column lake.core.carts.unit_count is 'Units in it; 0 for a cart that was emptied.';
comment on column lake.core.carts.unpriced_units is 'Units in it whose price is not known in currency, which cart_value leaves out.';
comment on column lake.core.carts.cart_value is 'Price x quantity of what is in it, in currency: of an abandoned cart what was left behind.';
comment on column lake.core.carts.currency is 'The reporting currency, ISO 4217.';
comment on column lake.core.carts.changed_at is 'Event time of what is behind the newest change, UTC.';

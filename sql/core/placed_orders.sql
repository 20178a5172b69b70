-- purpose: every order as its newest order_placed or order_updated event tells it, before cancellations and refunds
-- grain:   one row per order_id
-- sources: raw.orders, core.business_settings
-- units:   _at UTC instants, placed_on a business date, amounts in the reporting currency.
--          Amounts are converted with the event's own rate and rounded half even to four decimals; round() is half up,
--          so an exact tie on an even neighbour is brought back. An event in a foreign currency without a rate is a dead
--          letter of the jobs and is left out here too.
create or replace view lake.core.placed_orders
comment 'Orders as placed or last updated, before cancellations and refunds; one row per order.'
security invoker as
with versions as (
    select
        event.order_id,
        event.customer_id,
        event.anonymous_id,
        min(event.event_time) over (partition by event.order_id) as placed_at,
        event.event_time as updated_at,
        event.source,
        event.channel,
        event.country,
        event.utm_source,
        event.utm_medium,
        event.utm_campaign,
        event.coupon,
        event.payment_method,
        event.store_id,
        event.currency as order_currency,
        if(
            coalesce(event.currency, setting.reporting_currency) = setting.reporting_currency,
            decimal '1.00000000',
            event.exchange_rate
        ) as rate,
        event.gross_amount,
        coalesce(event.discount_amount, decimal '0.0000') as discount_amount,
        coalesce(event.shipping_amount, decimal '0.0000') as shipping_amount,
        coalesce(event.tax_amount, decimal '0.0000') as tax_amount,
        event.lines,
        setting.business_zone,
        setting.reporting_currency,
        row_number() over (
            partition by event.order_id
            order by event.event_time desc, event.event_id desc
        ) as newest_first
    from lake.raw.orders as event
    cross join lake.core.business_settings as setting
    where event.event_name in ('order_placed', 'order_updated')
        and event.order_id is not null
        and event.gross_amount is not null
        and (
            coalesce(event.currency, setting.reporting_currency) = setting.reporting_currency
            or event.exchange_rate is not null
        )
),

converted as (
    select
        version.*,
        transform(
            array[version.gross_amount, version.discount_amount, version.shipping_amount, version.tax_amount],
            amount -> cast(
                round(amount * version.rate, 4) - case mod(amount * version.rate, decimal '0.0002')
                    when decimal '0.00005' then decimal '0.0001'
                    when decimal '-0.00005' then decimal '-0.0001'
                    else decimal '0.0000'
                end as decimal(18, 4)
            )
        ) as amounts
    from versions as version
    where version.newest_first = 1
)

select
    order_id,
    customer_id,
    anonymous_id,
    placed_at,
    cast(at_timezone(placed_at, business_zone) as date) as placed_on,
    updated_at,
    source,
    channel,
    country,
    utm_source,
    utm_medium,
    utm_campaign,
    coupon,
    payment_method,
    store_id,
    amounts[1] as gross_sales,
    amounts[2] as discounts,
    amounts[3] as shipping,
    amounts[4] as tax,
    reporting_currency as currency,
    order_currency,
    rate as exchange_rate,
    reduce(lines, bigint '0', (items, line) -> items + line.quantity, items -> items) as item_count,
    lines
from converted;

comment on column lake.core.placed_orders.order_id is 'The shop''s order number; key.';
comment on column lake.core.placed_orders.customer_id is 'The shop''s customer number; null for a guest.';
comment on column lake.core.placed_orders.anonymous_id is 'Visitor id that the order came with, where there is one.';
comment on column lake.core.placed_orders.placed_at is 'Event time of the first version of the order, UTC.';
comment on column lake.core.placed_orders.placed_on is 'Business date of placed_at.';
comment on column lake.core.placed_orders.updated_at is 'Event time of the version shown, UTC.';
comment on column lake.core.placed_orders.source is 'The system that produced the event.';
comment on column lake.core.placed_orders.channel is 'Channel of the order: web, app, email, sms, push, social, chat, phone or store.';
comment on column lake.core.placed_orders.country is 'Country, ISO 3166-1 alpha-2.';
comment on column lake.core.placed_orders.utm_source is 'Campaign context of the order: who sent the buyer.';
comment on column lake.core.placed_orders.utm_medium is 'Campaign context of the order: by what means.';
comment on column lake.core.placed_orders.utm_campaign is 'Campaign context of the order: the campaign.';
comment on column lake.core.placed_orders.coupon is 'Coupon of the whole order.';
comment on column lake.core.placed_orders.payment_method is 'How it was paid.';
comment on column lake.core.placed_orders.store_id is 'The shop or till that took the order.';
comment on column lake.core.placed_orders.gross_sales is 'Value of the goods before discounts, without shipping and tax, in currency.';
comment on column lake.core.placed_orders.discounts is 'All discounts, those of the lines included, in currency; a positive number.';
comment on column lake.core.placed_orders.shipping is 'Shipping charged, in currency.';
comment on column lake.core.placed_orders.tax is 'Tax charged, in currency.';
comment on column lake.core.placed_orders.currency is 'The reporting currency, ISO 4217, that every amount but those in lines is in.';
comment on column lake.core.placed_orders.order_currency is 'Currency of the order itself and of the amounts in lines, ISO 4217.';
comment on column lake.core.placed_orders.exchange_rate is 'Units of currency for one unit of order_currency.';
comment on column lake.core.placed_orders.item_count is 'Number of units ordered; 0 when the order came without lines.';
comment on column lake.core.placed_orders.lines is 'The lines as they came, amounts in order_currency; core.order_lines has them as rows.';

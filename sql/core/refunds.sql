-- purpose: money given back, each refund on its own date
-- grain:   one row per refund event
-- sources: raw.orders, core.placed_orders, core.order_cancellations, core.business_settings
-- units:   refunded_at a UTC instant, refunded_on a business date, amount in the reporting currency, rounded half even to
--          four decimals.
create or replace view lake.core.refunds
comment 'Money given back, for an order or for none; one row per refund.'
security invoker as
with refund_events as (
    select
        event.event_id,
        event.order_id,
        event.customer_id,
        event.event_time as refunded_at,
        cast(at_timezone(event.event_time, setting.business_zone) as date) as refunded_on,
        event.refund_amount * if(
            coalesce(event.currency, setting.reporting_currency) = setting.reporting_currency,
            decimal '1.00000000',
            event.exchange_rate
        ) as amount,
        setting.reporting_currency,
        event.reason,
        event.lines
    from lake.raw.orders as event
    cross join lake.core.business_settings as setting
    where event.event_name = 'order_refunded'
        and event.refund_amount is not null
        and (
            coalesce(event.currency, setting.reporting_currency) = setting.reporting_currency
            or event.exchange_rate is not null
        )
),

ended_orders as (
    select cancellation.order_id
    from lake.core.order_cancellations as cancellation
    where cancellation.is_end_of_order
)

select
    refund.event_id,
    refund.order_id,
    coalesce(refund.customer_id, placed.customer_id) as customer_id,
    refund.refunded_at,
    refund.refunded_on,
    cast(
        round(refund.amount, 4) - case mod(refund.amount, decimal '0.0002')
            when decimal '0.00005' then decimal '0.0001'
            else decimal '0.0000'
        end as decimal(18, 4)
    ) as amount,
    refund.reporting_currency as currency,
    ended.order_id is null as is_counted,
    refund.reason,
    refund.lines
from refund_events as refund
left join lake.core.placed_orders as placed
    on placed.order_id = refund.order_id
left join ended_orders as ended
    on ended.order_id = refund.order_id;

comment on column lake.core.refunds.event_id is 'Identity of the refund event; key.';
comment on column lake.core.refunds.order_id is 'The order it is for; null for a refund to the customer that names none.';
comment on column lake.core.refunds.customer_id is 'The shop''s customer number, of the refund or else of its order; null for a guest.';
comment on column lake.core.refunds.refunded_at is 'Event time of the refund, UTC.';
comment on column lake.core.refunds.refunded_on is 'Business date of refunded_at.';
comment on column lake.core.refunds.amount is 'Money given back, in currency; a positive number.';
comment on column lake.core.refunds.currency is 'The reporting currency, ISO 4217, that the amount is in.';
comment on column lake.core.refunds.is_counted is 'False when the whole order is cancelled: the cancellation has taken the value back already.';
comment on column lake.core.refunds.reason is 'Why it was refunded.';
comment on column lake.core.refunds.lines is 'The lines it is for, where named, amounts in the event''s own currency.';

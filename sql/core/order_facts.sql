-- purpose: everything that the event log says of an order, read once: the newest version, its lines, what was cancelled by which
--          date, what has been sent, and the refunds; core.orders, core.order_lines, core.order_cancellations and core.refunds are
--          read off it
-- grain:   one row per order_id, and one per refund that names no order
-- sources: raw.orders, core.business_settings
-- units:   _at UTC instants, _on business dates, amounts in the reporting currency.
--          The newest order_placed or order_updated event by event time, then event id, is the order. Amounts are converted
--          with the event's own rate and rounded half even to four decimals: round() is half up, so an exact tie next to an
--          even neighbour is brought back. An order cancelled as a whole, or of which no piece is left, counts for nothing; a
--          line cancelled in part gives back its share, rounded down to the ten-thousandth. Events in another currency
--          without a rate are dead letters and left out. core.orders and core.refunds say which person the owner is.
create or replace view lake.core.order_facts
comment 'Orders with their lines, cancellations and refunds as arrays; one row per order, and per refund without one.'
security invoker as
with events as (
    select
        coalesce('order ' || event.order_id, 'refund ' || event.event_id) as order_key,
        event.order_id,
        event.event_id,
        event.event_time,
        event.event_name,
        event.event_name in ('order_placed', 'order_updated') as is_version,
        cast(at_timezone(event.event_time, setting.business_zone) as date) as event_on,
        event.owner,
        event.customer_id,
        event.anonymous_id,
        event.source,
        event.channel,
        event.country,
        event.utm_source,
        event.utm_medium,
        event.utm_campaign,
        event.coupon,
        event.payment_method,
        event.store_id,
        event.reason,
        event.lines,
        setting.reporting_currency,
        if(
            coalesce(event.currency, setting.reporting_currency) = setting.reporting_currency,
            decimal '1.00000000',
            event.exchange_rate
        ) as rate,
        array[event.gross_amount, event.discount_amount, event.shipping_amount, event.tax_amount, event.refund_amount] as amounts
    from lake.raw.orders as event
    cross join lake.core.business_settings as setting
    where event.event_name in ('order_placed', 'order_updated', 'order_cancelled', 'order_fulfilled', 'order_refunded')
        and (event.order_id is not null or event.event_name = 'order_refunded')
        and (
            event.event_name in ('order_cancelled', 'order_fulfilled')
            or coalesce(event.currency, setting.reporting_currency) = setting.reporting_currency
            or event.exchange_rate is not null
        )
),

converted as (
    select
        event.*,
        transform(event.amounts, amount -> cast(
            round(coalesce(amount, 0) * event.rate, 4) - case mod(coalesce(amount, 0) * event.rate, decimal '0.0002')
                when decimal '0.00005' then decimal '0.0001'
                when decimal '-0.00005' then decimal '-0.0001'
                else decimal '0.0000'
            end as decimal(18, 4)
        )) as money,
        if(event.event_name in ('order_cancelled', 'order_fulfilled'), zip_with(
            slice(sequence(1, cardinality(event.lines) + 1), 1, cardinality(event.lines)),
            event.lines,
            (place, line) -> cast(
                row(
                    -- which cancellations always state, fulfilments maybe
                    if(event.event_name = 'order_cancelled', coalesce(line.position, place), line.position),
                    coalesce(line.sku, line.product_id),
                    line.quantity
                ) as row(line_position integer, item varchar, quantity bigint)
            )
        )) as pieces
    from events as event
),

gathered as (
    select
        event.*,
        row_number() over (
            partition by event.order_key
            order by event.is_version desc, event.event_time desc, event.event_id desc
        ) as newest_first,
        min(if(event.is_version, event.event_time)) over (partition by event.order_key) as placed_at,
        min(if(event.is_version, event.event_on)) over (partition by event.order_key) as placed_on,
        max(if(event.event_name <> 'order_fulfilled', event.event_on)) over (partition by event.order_key) as last_event_on,
        max(event.event_time) over (partition by event.order_key) as last_event_at,
        count(*) over (partition by event.order_key) as event_count,
        array_agg(if(event.event_name = 'order_cancelled', cast(
            row(event.event_on, event.pieces) as row(
                cancelled_on date, pieces array(row(line_position integer, item varchar, quantity bigint))
            )
        ))) over (partition by event.order_key) as cancellation_events,
        max(if(event.event_name = 'order_fulfilled', event.event_time)) over (partition by event.order_key) as fulfilled_at,
        array_agg(if(event.event_name = 'order_fulfilled', event.pieces)) over (partition by event.order_key) as fulfilment_events,
        array_agg(if(event.event_name = 'order_refunded', cast(
            row(
                event.event_id,
                event.event_time,
                event.event_on,
                event.money[5],
                event.owner,
                if(starts_with(event.owner, 'customer_id:'), event.customer_id),
                event.reason,
                event.lines
            )
            as row(
                event_id varchar,
                refunded_at timestamp(6) with time zone,
                refunded_on date,
                amount decimal(18, 4),
                owner varchar,
                customer_id varchar,
                reason varchar,
                lines array(row(
                    product_id varchar,
                    sku varchar,
                    name varchar,
                    brand varchar,
                    variant varchar,
                    category_path varchar,
                    price decimal(18, 4),
                    list_price decimal(18, 4),
                    quantity integer,
                    discount decimal(18, 4),
                    coupon varchar,
                    position integer
                ))
            )
        ))) over (partition by event.order_key) as refund_events
    from converted as event
),

newest as (
    select
        event.*,
        filter(event.cancellation_events, cancellation -> cancellation is not null) as cancellations,
        filter(event.refund_events, refund -> refund is not null) as refunds,
        filter(event.fulfilment_events, pieces -> pieces is not null) as fulfilments,
        -- read only for orders with a cancellation
        if(event.is_version and any_match(event.cancellation_events, cancellation -> cancellation is not null), zip_with(
            slice(sequence(1, cardinality(event.lines) + 1), 1, cardinality(event.lines)),
            event.lines,
            (place, line) -> cast(
                row(
                    coalesce(line.position, place),
                    line.quantity,
                    transform(
                        array[coalesce(line.price, 0) * line.quantity, coalesce(line.discount, 0)],
                        amount -> cast(
                            round(amount * event.rate, 4) - case mod(amount * event.rate, decimal '0.0002')
                                when decimal '0.00005' then decimal '0.0001'
                                when decimal '-0.00005' then decimal '-0.0001'
                                else decimal '0.0000'
                            end as decimal(18, 4)
                        )
                    )
                ) as row(line_position integer, quantity bigint, money array(decimal(18, 4)))
            )
        )) as valued_lines
    from gathered as event
    where event.newest_first = 1
),

-- per date with a cancellation: the lines with the pieces that are gone by then
dated as (
    select
        fact.*,
        if(fact.placed_on is not null, transform(
            array_sort(array_distinct(transform(
                fact.cancellations,
                cancellation -> greatest(fact.placed_on, cancellation.cancelled_on)
            ))),
            day -> cast(
                row(
                    day,
                    any_match(
                        fact.cancellations,
                        cancellation -> cancellation.cancelled_on <= day and cardinality(cancellation.pieces) = 0
                    ),
                    transform(fact.valued_lines, line -> least(line.quantity, reduce(
                        fact.cancellations,
                        bigint '0',
                        (pieces, cancellation) -> pieces + if(
                            cancellation.cancelled_on <= day,
                            reduce(
                                filter(cancellation.pieces, piece -> piece.line_position = line.line_position),
                                bigint '0',
                                (more, piece) -> more + piece.quantity,
                                more -> more
                            ),
                            0
                        ),
                        pieces -> pieces
                    )))
                ) as row(cancelled_on date, is_whole boolean, pieces array(bigint))
            )
        )) as cancelled_pieces
    from newest as fact
),

-- an order that has lines but no piece left is cancelled too
ended as (
    select
        fact.*,
        transform(fact.cancelled_pieces, state -> cast(
            row(
                state.cancelled_on,
                state.is_whole or (
                    cardinality(fact.valued_lines) > 0
                    and none_match(
                        zip_with(fact.valued_lines, state.pieces, (line, pieces) -> pieces < line.quantity),
                        is_left -> is_left
                    )
                ),
                state.pieces
            ) as row(cancelled_on date, is_cancelled boolean, pieces array(bigint))
        )) as states
    from dated as fact
),

taken_back as (
    select
        fact.*,
        if(fact.is_version, reduce(
            fact.lines, bigint '0', (items, line) -> items + line.quantity, items -> items
        )) as item_count,
        -- of each line what has been sent and what is gone
        if(fact.is_version and fact.fulfilled_at is not null, zip_with(
            slice(sequence(1, cardinality(fact.lines) + 1), 1, cardinality(fact.lines)),
            fact.lines,
            (place, line) -> cast(
                row(
                    least(line.quantity, if(
                        any_match(fact.fulfilments, pieces -> cardinality(pieces) = 0),
                        line.quantity - coalesce(element_at(element_at(fact.states, -1).pieces, place), 0),
                        reduce(
                            filter(flatten(fact.fulfilments), piece -> if(
                                piece.line_position is null,
                                piece.item = coalesce(line.sku, line.product_id),
                                piece.line_position = coalesce(line.position, place)
                            )),
                            bigint '0',
                            (total, piece) -> total + piece.quantity,
                            total -> total
                        )
                    )),
                    coalesce(element_at(element_at(fact.states, -1).pieces, place), 0),
                    line.quantity
                ) as row(sent bigint, gone bigint, quantity bigint)
            )
        )) as fulfilled_lines,
        transform(fact.states, state -> zip_with(
            fact.valued_lines,
            state.pieces,
            (line, pieces) -> transform(line.money, amount -> if(
                pieces >= line.quantity,
                amount,
                cast(cast(amount * 10000 as bigint) * pieces / line.quantity * decimal '0.0001' as decimal(18, 4))
            ))
        )) as shares
    from ended as fact
)

select
    order_key,
    order_id,
    if(is_version, owner) as owner,
    if(is_version and starts_with(owner, 'customer_id:'), customer_id) as customer_id,
    if(is_version, anonymous_id) as anonymous_id,
    placed_at,
    placed_on,
    if(is_version, event_time) as updated_at,
    last_event_on,
    last_event_at,
    event_count,
    if(is_version, source) as source,
    if(is_version, channel) as channel,
    if(is_version, country) as country,
    if(is_version, utm_source) as utm_source,
    if(is_version, utm_medium) as utm_medium,
    if(is_version, utm_campaign) as utm_campaign,
    if(is_version, coupon) as coupon,
    if(is_version, payment_method) as payment_method,
    if(is_version, store_id) as store_id,
    if(is_version, money[1]) as gross_sales,
    if(is_version, money[2]) as discounts,
    if(is_version, money[3]) as shipping,
    if(is_version, money[4]) as tax,
    reporting_currency as currency,
    item_count,
    coalesce(element_at(states, -1).is_cancelled, false) as is_cancelled,
    if(is_version, rate) as exchange_rate,
    if(is_version, lines) as lines,
    element_at(states, -1).pieces as cancelled_pieces,
    element_at(shares, -1) as cancelled_shares,
    zip_with(states, shares, (state, share) -> cast(
        row(
            state.cancelled_on,
            state.is_cancelled,
            if(state.is_cancelled, item_count, reduce(state.pieces, bigint '0', (total, pieces) -> total + pieces, total -> total)),
            if(state.is_cancelled, money[1], reduce(
                share, decimal '0.0000', (total, amounts) -> cast(total + amounts[1] as decimal(18, 4)), total -> total
            )),
            if(state.is_cancelled, money[2], least(money[2], reduce(
                share, decimal '0.0000', (total, amounts) -> cast(total + amounts[2] as decimal(18, 4)), total -> total
            )))
        ) as row(
            cancelled_on date,
            is_cancelled boolean,
            item_count bigint,
            gross_sales decimal(18, 4),
            discounts decimal(18, 4)
        )
    )) as cancellations,
    refunds,
    if(is_version, fulfilled_at) as fulfilled_at,
    if(is_version, coalesce(
        reduce(fulfilled_lines, bigint '0', (total, line) -> total + line.sent, total -> total), 0
    )) as fulfilled_item_count,
    case
        when not is_version then null
        when fulfilled_at is null then 'unfulfilled'
        when element_at(states, -1).is_cancelled then 'fulfilled'
        when none_match(fulfilled_lines, line -> line.sent + line.gone < line.quantity) then 'fulfilled'
        else 'partial'
    end as fulfillment_status
from taken_back;

comment on column lake.core.order_facts.order_key is 'Key: the word order and the order number, or the word refund and the event of a refund that names no order.';
comment on column lake.core.order_facts.order_id is 'The shop''s order number; null for a refund that names none.';
comment on column lake.core.order_facts.owner is 'The identifier that the order is booked to, as type:value; null for a guest without any, and where no version is known.';
comment on column lake.core.order_facts.customer_id is 'The shop''s customer number of the order; null for a guest, and where no version is known.';
comment on column lake.core.order_facts.anonymous_id is 'Visitor id that the order came with, where there is one.';
comment on column lake.core.order_facts.placed_at is 'Event time of the first version of the order, UTC; null where no version is known.';
comment on column lake.core.order_facts.placed_on is 'Business date of placed_at.';
comment on column lake.core.order_facts.updated_at is 'Event time of the newest version, UTC.';
comment on column lake.core.order_facts.last_event_on is 'Business date of the newest version, cancellation or refund; null where only a fulfilment is known.';
comment on column lake.core.order_facts.last_event_at is 'Event time of the newest event of all, UTC.';
comment on column lake.core.order_facts.event_count is 'Number of events of the order.';
comment on column lake.core.order_facts.source is 'The system that produced the order.';
comment on column lake.core.order_facts.channel is 'Channel of the order: web, app, email, sms, push, social, chat, phone or store.';
comment on column lake.core.order_facts.country is 'Country, ISO 3166-1 alpha-2.';
comment on column lake.core.order_facts.utm_source is 'Campaign context of the order: who sent the buyer.';
comment on column lake.core.order_facts.utm_medium is 'Campaign context of the order: by what means.';
comment on column lake.core.order_facts.utm_campaign is 'Campaign context of the order: the campaign.';
comment on column lake.core.order_facts.coupon is 'Coupon of the whole order.';
comment on column lake.core.order_facts.payment_method is 'How it was paid.';
comment on column lake.core.order_facts.store_id is 'The shop or till that took the order.';
comment on column lake.core.order_facts.gross_sales is 'Value of the goods as ordered, before discounts, in currency.';
comment on column lake.core.order_facts.discounts is 'All discounts as ordered, in currency; a positive number.';
comment on column lake.core.order_facts.shipping is 'Shipping charged, in currency.';
comment on column lake.core.order_facts.tax is 'Tax charged, in currency.';
comment on column lake.core.order_facts.currency is 'The reporting currency, ISO 4217, that every amount is in.';
comment on column lake.core.order_facts.item_count is 'Pieces as ordered.';
comment on column lake.core.order_facts.is_cancelled is 'True when the whole order, or every piece of it, is cancelled.';
comment on column lake.core.order_facts.exchange_rate is 'Units of currency for one unit of the currency of lines.';
comment on column lake.core.order_facts.lines is 'The lines as they came, in the order''s own currency; core.order_lines has them as rows.';
comment on column lake.core.order_facts.cancelled_pieces is 'Pieces cancelled of each line, in the order of lines; null without a cancellation.';
comment on column lake.core.order_facts.cancelled_shares is 'Gross sales and discount that go with those pieces, in currency.';
comment on column lake.core.order_facts.cancellations is 'Per date with a cancellation what was taken back up to its end, in pieces and in currency.';
comment on column lake.core.order_facts.refunds is 'The refunds; their lines are as they came, in the event''s own currency.';
comment on column lake.core.order_facts.fulfilled_at is 'Event time of the newest fulfilment, UTC; null while nothing has been sent, and where no version is known.';
comment on column lake.core.order_facts.fulfilled_item_count is 'Pieces sent, of each line at most as many as were ordered; once a fulfilment names no line, all that are not cancelled. A fulfilment names lines by position, else by sku or product_id.';
comment on column lake.core.order_facts.fulfillment_status is 'unfulfilled before anything was sent, fulfilled once every piece was sent or cancelled, else partial; null where no version is known.';

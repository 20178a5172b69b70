-- purpose: the timeline of every person over all channels: visits to web, app and store, messages, chats, calls, mentions, orders,
--          tickets, surveys, reviews and changes of the customer's data
-- grain:   one row per interaction_type, interaction_id and person; an id has a second row only for a visit that changed hands, or began before anybody was named
-- sources: core.message_contacts, core.service_contacts, core.visit_contacts, core.order_facts, raw.customers, core.identifiers_live,
--          core.business_settings
-- units:   _at UTC instants, amounts in the reporting currency, duration in seconds, sentiment from -1 to 1.
--          One row is one contact, however many events it is made of. The person is the one that the contact's identifier
--          belongs to now, as in core.orders, whose newest version says whose an order is. What a visitor did before the
--          login is part of the visit as soon as the identifiers are one person's. What people wrote, subject lines included,
--          is personal and stays in raw.*: subjects here are products, orders, templates and categories. A filter on
--          known_person_id reaches the events, one on person_id does not.
create or replace view lake.core.interactions
comment 'Timeline of every person over all channels; one row per contact.'
security invoker as
with order_states as (
    select
        fact.order_id,
        fact.owner,
        fact.channel,
        fact.source,
        fact.utm_campaign as campaign,
        transform(slice(fact.lines, 1, 3), line -> coalesce(line.name, line.product_id, line.sku)) as products,
        cast(fact.gross_sales - fact.discounts as decimal(18, 4)) as value,
        fact.gross_sales - fact.discounts
            - coalesce(element_at(fact.cancellations, -1).gross_sales, decimal '0.0000')
            + coalesce(element_at(fact.cancellations, -1).discounts, decimal '0.0000') as kept_value,
        reduce(
            fact.refunds,
            decimal '0.0000',
            (total, refund) -> cast(total + refund.amount as decimal(18, 4)),
            total -> total
        ) as refunds,
        cardinality(fact.cancellations) > 0 as has_cancellation,
        fact.is_cancelled,
        fact.fulfillment_status,
        fact.placed_at as started_at,
        fact.last_event_at as ended_at,
        fact.event_count
    from lake.core.order_facts as fact
    where fact.placed_at is not null
),

-- the part of a contact that one identifier has
parts as (
    select
        contact.owner,
        contact.interaction_type,
        contact.interaction_id,
        contact.direction,
        contact.channel,
        contact.started_at,
        contact.ended_at,
        array[contact.subject] as subjects,
        contact.campaign,
        contact.outcome,
        0 as furthest_step,
        contact.responded_at,
        cast(null as decimal(18, 4)) as value,
        cast(null as decimal(18, 4)) as refunds,
        contact.reply_count,
        contact.last_reply_at,
        contact.agent_id,
        cast(null as integer) as score,
        contact.sentiment,
        contact.duration_seconds,
        cast(null as varchar) as priority,
        cast(null as varchar) as order_id,
        cast(null as varchar) as ticket_id,
        cast(null as varchar) as stated_channel,
        contact.delivered_at,
        contact.opened_at,
        contact.clicked_at,
        contact.bounced_at,
        contact.unsubscribed_at,
        contact.complained_at,
        contact.source,
        contact.event_count
    from lake.core.message_contacts as contact
    union all
    select
        placed.owner,
        'order',
        placed.order_id,
        'inbound',
        placed.channel,
        placed.started_at,
        placed.ended_at,
        placed.products,
        placed.campaign,
        case
            when placed.is_cancelled then 'cancelled'
            when placed.refunds > 0 and placed.refunds >= placed.kept_value then 'refunded'
            when placed.has_cancellation then 'partly_cancelled'
            when placed.refunds > 0 then 'partly_refunded'
            when placed.fulfillment_status = 'fulfilled' then 'fulfilled'
            when placed.fulfillment_status = 'partial' then 'partly_fulfilled'
            else 'ordered'
        end,
        0,
        null,
        placed.value,
        placed.refunds,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        placed.order_id,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        placed.source,
        placed.event_count
    from order_states as placed
    union all
    select
        part.owner,
        part.interaction_type,
        part.interaction_id,
        'inbound',
        part.channel,
        part.started_at,
        part.ended_at,
        coalesce(part.products, array[part.store_id]),
        part.campaign,
        null,
        part.furthest_step,
        null,
        null,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        part.order_id,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        part.source,
        part.event_count
    from lake.core.visit_contacts as part
    union all
    select
        contact.owner,
        contact.interaction_type,
        contact.interaction_id,
        'inbound',
        contact.channel,
        contact.started_at,
        contact.ended_at,
        contact.subjects,
        contact.campaign,
        contact.outcome,
        0,
        null,
        null,
        null,
        contact.reply_count,
        contact.last_reply_at,
        contact.agent_id,
        contact.score,
        null,
        null,
        contact.priority,
        contact.order_id,
        contact.ticket_id,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        contact.source,
        contact.event_count
    from lake.core.service_contacts as contact
    union all
    select
        event.owner,
        'account',
        event.event_id,
        'inbound',
        event.channel,
        event.event_time,
        event.event_time,
        array[event.consent_purpose, event.consent_channel],
        event.utm_campaign,
        coalesce(event.consent_status, split_part(event.event_name, '_', 2)),
        0,
        null,
        null,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        event.preferred_channel,
        null,
        null,
        null,
        null,
        null,
        null,
        event.source,
        1
    from lake.raw.customers as event
    where event.event_name in ('customer_registered', 'customer_updated', 'consent_changed', 'erasure_requested')
),

contacts as (
    select
        coalesce(identifier.person_id, lower(to_hex(substr(sha256(to_utf8(part.owner)), 1, 16)))) as person_id,
        identifier.person_id as known_person_id,
        max(if(starts_with(part.owner, 'customer_id:'), substr(part.owner, 13))) as customer_id,
        part.interaction_type,
        part.interaction_id,
        min_by(part.direction, part.started_at) as direction,
        min_by(part.channel, part.started_at) as channel,
        min(part.started_at) as started_at,
        max(part.ended_at) as ended_at,
        nullif(array_join(
            slice(array_distinct(flatten(array_agg(part.subjects order by part.started_at, part.owner))), 1, 3),
            ', '
        ), '') as subject,
        min_by(part.campaign, part.started_at) filter (where part.campaign is not null) as campaign,
        coalesce(
            max(part.outcome),
            if(part.interaction_type = 'store_visit', 'visited'),
            element_at(array['browsed', 'viewed_product', 'filled_cart', 'started_checkout'], nullif(max(part.furthest_step), 0))
        ) as outcome,
        min(part.responded_at) as responded_at,
        max(part.value) as value,
        max(part.refunds) as refunds,
        cast(sum(part.reply_count) as bigint) as reply_count,
        max(part.last_reply_at) as last_reply_at,
        max(part.agent_id) as agent_id,
        max(part.score) as score,
        max(part.sentiment) as sentiment,
        max(part.duration_seconds) as duration_seconds,
        max(part.priority) as priority,
        max(part.order_id) as order_id,
        max(part.ticket_id) as ticket_id,
        max(part.stated_channel) as stated_channel,
        min(part.delivered_at) as delivered_at,
        min(part.opened_at) as opened_at,
        min(part.clicked_at) as clicked_at,
        min(part.bounced_at) as bounced_at,
        min(part.unsubscribed_at) as unsubscribed_at,
        min(part.complained_at) as complained_at,
        min_by(part.source, part.started_at) as source,
        cast(sum(part.event_count) as bigint) as event_count
    from parts as part
    -- the bare owner on this side, so that a filter on the person reaches the events as a dynamic one
    left join lake.core.identifiers_live as identifier
        on identifier.identifier_type || ':' || identifier.identifier_value = part.owner
    group by
        coalesce(identifier.person_id, lower(to_hex(substr(sha256(to_utf8(part.owner)), 1, 16)))),
        identifier.person_id,
        part.interaction_type,
        part.interaction_id
)

select
    contact.person_id,
    contact.known_person_id,
    min(contact.customer_id) over (partition by contact.person_id, contact.known_person_id) as customer_id,
    contact.interaction_type,
    contact.interaction_id,
    contact.direction,
    contact.channel,
    contact.started_at,
    contact.ended_at,
    contact.subject,
    contact.campaign,
    contact.outcome,
    contact.direction = 'outbound' and contact.outcome not in ('bounced', 'suppressed') as is_reached,
    contact.responded_at,
    contact.value,
    contact.refunds,
    if(contact.value is not null, setting.reporting_currency) as currency,
    contact.reply_count,
    contact.last_reply_at,
    contact.agent_id,
    contact.score,
    contact.sentiment,
    contact.duration_seconds,
    contact.priority,
    contact.order_id,
    contact.ticket_id,
    contact.stated_channel,
    contact.delivered_at,
    contact.opened_at,
    contact.clicked_at,
    contact.bounced_at,
    contact.unsubscribed_at,
    contact.complained_at,
    contact.source,
    contact.event_count
from contacts as contact
cross join lake.core.business_settings as setting;

comment on column lake.core.interactions.person_id is 'The person: whom the identifier belongs to now, or the identifier by itself; null when no event names anybody.';
comment on column lake.core.interactions.known_person_id is 'The same where identity knows the identifier, else null. A filter on it reads only the person''s events.';
comment on column lake.core.interactions.customer_id is 'The customer number by which the person''s contacts name the person, the first as text; null for a visitor who is not known.';
comment on column lake.core.interactions.interaction_type is 'visit, store_visit, message, chat, call, social_mention, order, ticket, survey, review or account (a change of the customer''s data or consent); key together with interaction_id and the person.';
comment on column lake.core.interactions.interaction_id is 'The session, message, conversation, call, order, ticket or review; network:post of a mention; else the event, or for a visit without a session the hash of identifier, channel and business date.';
comment on column lake.core.interactions.direction is 'Who began: inbound (the customer) or outbound (the shop).';
comment on column lake.core.interactions.channel is 'Channel of the first event.';
comment on column lake.core.interactions.started_at is 'Event time of the first event, UTC.';
comment on column lake.core.interactions.ended_at is 'Event time of the last event, UTC.';
comment on column lake.core.interactions.subject is 'What it was about: products, order, automation or template of a message, category of a ticket, kind of survey, reason of a call; never a text that somebody wrote.';
comment on column lake.core.interactions.campaign is 'The campaign, where it belongs to one.';
comment on column lake.core.interactions.outcome is 'What became of it. Visit: browsed, viewed_product, filled_cart, started_checkout; store_visit: visited; message: sent, delivered, bounced, opened, clicked, unsubscribed, complained, suppressed; chat, call: talked, missed; ticket: its status; order: ordered, partly_fulfilled, fulfilled, or what came of it since: partly_cancelled, partly_refunded, cancelled, refunded; else mentioned, answered, reviewed, registered, updated, granted, withdrawn, requested.';
comment on column lake.core.interactions.is_reached is 'True for an outbound contact that reached the person: a message that neither bounced nor was suppressed, a chat or call that the shop began.';
comment on column lake.core.interactions.responded_at is 'When the person first responded, UTC: a click, of a push message also its opening, a line in a chat, a call that was taken; null without a response.';
comment on column lake.core.interactions.value is 'Of an order what it was worth when placed, or in its newest version: gross sales less discounts, in currency. core.orders has what is left of it.';
comment on column lake.core.interactions.refunds is 'Of an order the money given back for it, in currency.';
comment on column lake.core.interactions.currency is 'The reporting currency, ISO 4217; null where there is no value.';
comment on column lake.core.interactions.reply_count is 'Number of lines in a chat, of public replies to a ticket; else 0.';
comment on column lake.core.interactions.last_reply_at is 'Event time of the last of them, UTC; else null.';
comment on column lake.core.interactions.agent_id is 'The agent who had it last, where there is one.';
comment on column lake.core.interactions.score is 'Answer of a survey on the survey''s own scale, stars of a review; else null.';
comment on column lake.core.interactions.sentiment is 'Mean sentiment of the texts, from -1 (negative) to 1 (positive), as the source states it; null where it does not.';
comment on column lake.core.interactions.duration_seconds is 'How long a chat or call lasted, in seconds.';
comment on column lake.core.interactions.priority is 'Priority of a ticket: low, normal, high or urgent.';
comment on column lake.core.interactions.order_id is 'The order that it is or is about.';
comment on column lake.core.interactions.ticket_id is 'The ticket that it is or is about.';
comment on column lake.core.interactions.stated_channel is 'The channel that the customer asked to be reached on with this change of data; else null.';
comment on column lake.core.interactions.delivered_at is 'When the message was delivered, UTC.';
comment on column lake.core.interactions.opened_at is 'When the message was first opened, UTC.';
comment on column lake.core.interactions.clicked_at is 'When a link of the message was first clicked, UTC.';
comment on column lake.core.interactions.bounced_at is 'When the message bounced first, UTC.';
comment on column lake.core.interactions.unsubscribed_at is 'When the person unsubscribed through the message, UTC.';
comment on column lake.core.interactions.complained_at is 'When the person first marked the message as spam, UTC.';
comment on column lake.core.interactions.source is 'The system of the first event.';
comment on column lake.core.interactions.event_count is 'Number of events that the contact is made of.';

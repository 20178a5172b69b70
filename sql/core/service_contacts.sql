-- purpose: tickets, survey answers and reviews, each with how it stands now; core.interactions adds the other contacts and the person
-- grain:   one row per interaction_type and interaction_id
-- sources: raw.support, raw.feedback, raw.orders
-- units:   _at UTC instants, score on the scale of the survey, or stars.
--          The events of one ticket are one row, in whatever order they came; so are the versions of a review. The owner is the
--          most telling identifier that any event names (by type, then the first one); what names nobody is the owner's of
--          the ticket or order it is about. Subject lines, titles and comments are personal and stay in raw.*.
create or replace view lake.core.service_contacts
comment 'Tickets, survey answers and reviews as they stand now; one row per contact.'
security invoker as
with order_owners as (
    select
        event.order_id,
        max_by(event.owner, row(event.event_time, event.event_id)) as owner
    from lake.raw.orders as event
    where event.event_name in ('order_placed', 'order_updated')
        and event.owner is not null
    group by event.order_id
),

support_events as (
    select
        event.*,
        row(event.event_time, event.event_id) as place,
        if(event.owner is not null, row(
            array_position(
                array['customer_id', 'loyalty_id', 'email_sha256', 'phone_sha256', 'device_id', 'anonymous_id'],
                split_part(event.owner, ':', 1)
            ),
            event.event_time,
            event.event_id
        )) as owner_place,
        event.event_name = 'ticket_replied' and event.is_public as is_public_reply
    from lake.raw.support as event
),

tickets as (
    select
        event.ticket_id,
        min_by(event.owner, event.owner_place) filter (where event.owner is not null) as owner,
        min_by(event.channel, event.place) as channel,
        min_by(event.source, event.place) as source,
        min(event.event_time) as started_at,
        max(event.event_time) as ended_at,
        max(event.category) as category,
        max(event.product_id) as product_id,
        max(event.order_id) as order_id,
        coalesce(max_by(event.status, event.place) filter (where event.status is not null), 'new') as status,
        max_by(event.priority, event.place) filter (where event.priority is not null) as priority,
        count_if(event.is_public_reply) as reply_count,
        max(if(event.is_public_reply, event.event_time)) as last_reply_at,
        max_by(event.agent_id, event.place) filter (where event.agent_id is not null) as agent_id,
        count(*) as event_count
    from support_events as event
    group by event.ticket_id
),

feedback_events as (
    select
        event.*,
        if(event.owner is not null, row(
            array_position(
                array['customer_id', 'loyalty_id', 'email_sha256', 'phone_sha256', 'device_id', 'anonymous_id'],
                split_part(event.owner, ':', 1)
            ),
            event.event_time,
            event.event_id
        )) as owner_place
    from lake.raw.feedback as event
),

answers as (
    select
        if(event.event_name = 'survey_answered', 'survey', 'review') as interaction_type,
        if(event.event_name = 'survey_answered', event.event_id, coalesce(event.review_id, event.event_id)) as interaction_id,
        min_by(event.owner, event.owner_place) filter (where event.owner is not null) as owner,
        max_by(event.channel, row(event.event_time, event.event_id)) as channel,
        max_by(event.source, row(event.event_time, event.event_id)) as source,
        min(event.event_time) as started_at,
        max(event.event_time) as ended_at,
        max(event.survey_type) as survey_type,
        max(event.product_id) as product_id,
        max_by(coalesce(event.score, event.rating), row(event.event_time, event.event_id)) as score,
        max(event.utm_campaign) as campaign,
        max(event.order_id) as order_id,
        max(event.ticket_id) as ticket_id,
        count(*) as event_count
    from feedback_events as event
    group by 1, 2
),

contacts as (
    select
        ticket.owner,
        'ticket' as interaction_type,
        ticket.ticket_id as interaction_id,
        ticket.channel,
        ticket.started_at,
        ticket.ended_at,
        array[ticket.category, 'order ' || ticket.order_id, 'product ' || ticket.product_id] as subjects,
        cast(null as varchar) as campaign,
        ticket.status as outcome,
        ticket.reply_count,
        ticket.last_reply_at,
        ticket.agent_id,
        cast(null as integer) as score,
        ticket.priority,
        ticket.order_id,
        ticket.ticket_id,
        ticket.source,
        ticket.event_count
    from tickets as ticket
    union all
    select
        answer.owner,
        answer.interaction_type,
        answer.interaction_id,
        answer.channel,
        answer.started_at,
        answer.ended_at,
        array[
            answer.survey_type,
            'order ' || answer.order_id,
            'ticket ' || answer.ticket_id,
            'product ' || answer.product_id
        ],
        answer.campaign,
        if(answer.interaction_type = 'survey', 'answered', 'reviewed'),
        0,
        null,
        null,
        answer.score,
        null,
        answer.order_id,
        answer.ticket_id,
        answer.source,
        answer.event_count
    from answers as answer
),

-- what names nobody is the ticket's, and a ticket the order's: each with what is known of its ticket
with_tickets as (
    select
        contact.*,
        max(if(contact.interaction_type = 'ticket', contact.owner)) over same_ticket as ticket_owner,
        coalesce(
            max(if(contact.interaction_type = 'ticket', contact.order_id)) over same_ticket,
            contact.order_id
        ) as ordered_id
    from contacts as contact
    window same_ticket as (
        partition by coalesce('ticket ' || contact.ticket_id, contact.interaction_type || ' ' || contact.interaction_id)
    )
)

select
    coalesce(contact.owner, contact.ticket_owner, ordered.owner) as owner,
    contact.interaction_type,
    contact.interaction_id,
    contact.channel,
    contact.started_at,
    contact.ended_at,
    contact.subjects,
    contact.campaign,
    contact.outcome,
    contact.reply_count,
    contact.last_reply_at,
    contact.agent_id,
    contact.score,
    contact.priority,
    contact.order_id,
    contact.ticket_id,
    contact.source,
    contact.event_count
from with_tickets as contact
left join order_owners as ordered
    on ordered.order_id = contact.ordered_id;

comment on column lake.core.service_contacts.owner is 'The most telling identifier, as type:value, that an event names, else that of the ticket or order it is about; null when there is none.';
comment on column lake.core.service_contacts.interaction_type is 'ticket, survey or review; key together with interaction_id.';
comment on column lake.core.service_contacts.interaction_id is 'The ticket, the event of an answer, the review.';
comment on column lake.core.service_contacts.channel is 'Channel of the first event.';
comment on column lake.core.service_contacts.started_at is 'Event time of the first event, UTC.';
comment on column lake.core.service_contacts.ended_at is 'Event time of the last event, UTC.';
comment on column lake.core.service_contacts.subjects is 'What it is about, in words that are not personal: category or kind of survey, order, ticket, product; some of them null.';
comment on column lake.core.service_contacts.campaign is 'The campaign, where it belongs to one.';
comment on column lake.core.service_contacts.outcome is 'Of a ticket its status: new, open, pending, hold, solved or closed; else answered or reviewed.';
comment on column lake.core.service_contacts.reply_count is 'Number of public replies to a ticket; else 0.';
comment on column lake.core.service_contacts.last_reply_at is 'Event time of the last public reply, UTC; else null.';
comment on column lake.core.service_contacts.agent_id is 'The agent who had the ticket last, where there is one.';
comment on column lake.core.service_contacts.score is 'Answer of a survey on the survey''s own scale, stars of a review; else null.';
comment on column lake.core.service_contacts.priority is 'Priority of a ticket: low, normal, high or urgent.';
comment on column lake.core.service_contacts.order_id is 'The order it is about.';
comment on column lake.core.service_contacts.ticket_id is 'The ticket that it is or is about.';
comment on column lake.core.service_contacts.source is 'The system of the first event.';
comment on column lake.core.service_contacts.event_count is 'Number of events that the contact is made of.';

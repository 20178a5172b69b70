-- purpose: how a person can be reached: the channel where they respond, how much they were contacted lately, what is open
-- grain:   one row per person with a contact
-- sources: core.interactions, core.rfm_thresholds, core.business_settings
-- units:   _at UTC instants, counts in contacts.
--          A contact here is an outbound one that reached the person: a message that neither bounced nor was suppressed, a chat
--          or call that the shop began. The windows are the 7 and 30 business dates before the newest date with cut points, and
--          what has happened since; without cut points they are null. A response is a click (of a push message also its
--          opening), a line in a chat, a call that was taken. The best channel has the highest share of responses among the
--          channels with three contacts or more and at least one response; of equal shares the one with more responses, then
--          the one with the latest, then the first by name. What the customer has stated comes before it.
create or replace view lake.core.customer_contacts
comment 'Channel preference and contact pressure; one row per person with a contact.'
security invoker as
with newest_thresholds as (
    select max(threshold.as_of_date) as as_of_date
    from lake.core.rfm_thresholds as threshold
),

dated as (
    select
        contact.*,
        newest.as_of_date,
        cast(at_timezone(contact.started_at, setting.business_zone) as date) as started_on
    from lake.core.interactions as contact
    cross join newest_thresholds as newest
    cross join lake.core.business_settings as setting
    where contact.person_id is not null
),

channels as (
    select
        contact.person_id,
        contact.known_person_id,
        contact.channel,
        max(contact.as_of_date) as as_of_date,
        max(contact.customer_id) as customer_id,
        count_if(contact.is_reached) as contacts,
        count_if(contact.is_reached and contact.responded_at is not null) as responses,
        if(max(contact.as_of_date) is not null, count_if(
            contact.is_reached and contact.started_on >= contact.as_of_date - interval '7' day
        )) as contacts_7_days,
        if(max(contact.as_of_date) is not null, count_if(
            contact.is_reached and contact.started_on >= contact.as_of_date - interval '30' day
        )) as contacts_30_days,
        max(if(contact.is_reached, contact.started_at)) as last_contacted_at,
        max(if(contact.is_reached, contact.responded_at)) as last_responded_at,
        max(if(contact.direction = 'inbound', contact.started_at)) as last_inbound_at,
        max(if(contact.stated_channel is not null, row(contact.started_at, contact.stated_channel))) as stated,
        array_agg(
            cast(
                row(
                    contact.started_at,
                    contact.interaction_type,
                    contact.interaction_id,
                    contact.direction,
                    contact.channel,
                    contact.subject,
                    contact.campaign,
                    contact.outcome,
                    contact.value,
                    contact.agent_id,
                    contact.score,
                    contact.sentiment
                ) as row(
                    started_at timestamp(6) with time zone,
                    interaction_type varchar,
                    interaction_id varchar,
                    direction varchar,
                    channel varchar,
                    subject varchar,
                    campaign varchar,
                    outcome varchar,
                    value decimal(18, 4),
                    agent_id varchar,
                    score integer,
                    sentiment double
                )
            )
            order by contact.started_at desc, contact.interaction_id
        ) as contact_list,
        array_agg(
            cast(
                row(
                    contact.ticket_id,
                    contact.started_at,
                    contact.outcome,
                    contact.priority,
                    contact.subject,
                    contact.agent_id,
                    contact.reply_count,
                    contact.last_reply_at
                ) as row(
                    ticket_id varchar,
                    opened_at timestamp(6) with time zone,
                    status varchar,
                    priority varchar,
                    subject varchar,
                    agent_id varchar,
                    reply_count bigint,
                    last_reply_at timestamp(6) with time zone
                )
            )
            order by contact.started_at, contact.ticket_id
        ) filter (where contact.interaction_type = 'ticket' and contact.outcome not in ('solved', 'closed')) as open_tickets,
        array_agg(
            cast(
                row(
                    contact.started_at,
                    contact.interaction_id,
                    contact.channel,
                    contact.outcome,
                    contact.value,
                    contact.refunds,
                    contact.subject,
                    contact.campaign
                ) as row(
                    placed_at timestamp(6) with time zone,
                    order_id varchar,
                    channel varchar,
                    status varchar,
                    value decimal(18, 4),
                    refunds decimal(18, 4),
                    products varchar,
                    campaign varchar
                )
            )
            order by contact.started_at desc, contact.interaction_id
        ) filter (where contact.interaction_type = 'order') as orders,
        max_by(
            cast(
                row(
                    contact.ended_at,
                    contact.interaction_type,
                    contact.subject,
                    contact.score
                ) as row(answered_at timestamp(6) with time zone, interaction_type varchar, subject varchar, score integer)
            ),
            contact.ended_at
        ) filter (where contact.interaction_type in ('survey', 'review')) as last_feedback
    from dated as contact
    group by contact.person_id, contact.known_person_id, contact.channel
),

ranked as (
    select
        channel.*,
        if(channel.contacts >= 3 and channel.responses > 0, row(
            -cast(channel.responses as double) / channel.contacts,
            -channel.responses,
            -to_unixtime(channel.last_responded_at),
            channel.channel
        )) as place
    from channels as channel
),

persons as (
    select
        channel.person_id,
        channel.known_person_id,
        max(channel.customer_id) as customer_id,
        max(channel.as_of_date) as as_of_date,
        min_by(channel.channel, channel.place) filter (where channel.place is not null) as responsive_channel,
        cast(sum(channel.contacts) as bigint) as contacts,
        cast(sum(channel.responses) as bigint) as responses,
        cast(sum(channel.contacts_7_days) as bigint) as contacts_7_days,
        cast(sum(channel.contacts_30_days) as bigint) as contacts_30_days,
        max(channel.last_contacted_at) as last_contacted_at,
        max(channel.last_responded_at) as last_responded_at,
        max(channel.last_inbound_at) as last_inbound_at,
        array_agg(
            cast(
                row(
                    channel.channel,
                    channel.contacts,
                    channel.responses,
                    channel.contacts_7_days,
                    channel.contacts_30_days
                ) as row(
                    channel varchar,
                    contacts bigint,
                    responses bigint,
                    contacts_7_days bigint,
                    contacts_30_days bigint
                )
            )
            order by channel.channel
        ) filter (where channel.contacts > 0) as channels,
        max_by(channel.stated[2], channel.stated[1]) filter (where channel.stated is not null) as stated_channel,
        flatten(array_agg(slice(channel.contact_list, 1, 50))) as contact_list,
        flatten(array_agg(slice(channel.orders, 1, 20)) filter (where channel.orders is not null)) as orders,
        flatten(array_agg(channel.open_tickets) filter (where channel.open_tickets is not null)) as open_tickets,
        max_by(channel.last_feedback, channel.last_feedback.answered_at) as last_feedback
    from ranked as channel
    group by channel.person_id, channel.known_person_id
)

select
    person.person_id,
    person.known_person_id,
    person.customer_id,
    person.as_of_date,
    coalesce(person.stated_channel, person.responsive_channel) as preferred_channel,
    case
        when person.stated_channel is not null then 'stated'
        when person.responsive_channel is not null then 'responses'
    end as preferred_channel_basis,
    person.responsive_channel,
    person.contacts,
    person.responses,
    person.contacts_7_days,
    person.contacts_30_days,
    person.channels,
    person.last_contacted_at,
    person.last_responded_at,
    person.last_inbound_at,
    slice(array_sort(person.contact_list, (one, other) -> case
        when one.started_at > other.started_at then -1
        when one.started_at < other.started_at then 1
        when one.interaction_id < other.interaction_id then -1
        when one.interaction_id > other.interaction_id then 1
        else 0
    end), 1, 50) as recent_contacts,
    slice(array_sort(person.orders, (one, other) -> case
        when one.placed_at > other.placed_at then -1
        when one.placed_at < other.placed_at then 1
        when one.order_id < other.order_id then -1
        when one.order_id > other.order_id then 1
        else 0
    end), 1, 20) as recent_orders,
    person.open_tickets,
    person.last_feedback
from persons as person;

comment on column lake.core.customer_contacts.person_id is 'The person: whom the identifier belongs to now, or the identifier by itself.';
comment on column lake.core.customer_contacts.known_person_id is 'The same where identity knows the identifier, else null. A filter on it reads only the person''s events.';
comment on column lake.core.customer_contacts.customer_id is 'The customer number by which the person''s contacts name the person; null for a visitor who is not known.';
comment on column lake.core.customer_contacts.as_of_date is 'The business date that the windows end before; null before there are cut points.';
comment on column lake.core.customer_contacts.preferred_channel is 'The channel to use: the stated one, else the one where the person responds best; null where neither is known.';
comment on column lake.core.customer_contacts.preferred_channel_basis is 'stated (the customer asked for it) or responses; null without a preferred channel.';
comment on column lake.core.customer_contacts.responsive_channel is 'The channel where the person responds best, whatever was stated; null with fewer than three contacts on every channel or without a response.';
comment on column lake.core.customer_contacts.contacts is 'Number of outbound contacts that reached the person.';
comment on column lake.core.customer_contacts.responses is 'How many of them were responded to.';
comment on column lake.core.customer_contacts.contacts_7_days is 'How many were in the 7 business dates before as_of_date or since; null without as_of_date.';
comment on column lake.core.customer_contacts.contacts_30_days is 'How many were in the 30 business dates before as_of_date or since; null without as_of_date.';
comment on column lake.core.customer_contacts.channels is 'The same by channel, in alphabetical order; null without an outbound contact.';
comment on column lake.core.customer_contacts.last_contacted_at is 'When the shop last reached the person, UTC.';
comment on column lake.core.customer_contacts.last_responded_at is 'When the person last responded to that, UTC.';
comment on column lake.core.customer_contacts.last_inbound_at is 'When the person last came to the shop on any channel, UTC.';
comment on column lake.core.customer_contacts.recent_contacts is 'The last 50 contacts on all channels, both directions, newest first.';
comment on column lake.core.customer_contacts.recent_orders is 'The last 20 orders, newest first; null without an order.';
comment on column lake.core.customer_contacts.open_tickets is 'Tickets that are neither solved nor closed, oldest first within a channel; null without any.';
comment on column lake.core.customer_contacts.last_feedback is 'The newest answer of a survey or review; null without any.';

-- purpose: messages, chats, calls and social mentions, each with what became of it; core.interactions adds the other contacts and
--          the person
-- grain:   one row per interaction_type and interaction_id
-- sources: raw.interactions
-- units:   _at UTC instants, duration in seconds, sentiment from -1 to 1.
--          The events of one message, chat, call or mention are one row, in whatever order they came. Its owner is the most
--          telling identifier that any of them names (by type, then the first one), so that an event that names only the
--          message or the conversation belongs to the same person. Subject lines and texts are personal and stay in raw.*.
create or replace view lake.core.message_contacts
comment 'Messages, chats, calls and mentions with their outcome; one row per contact.'
security invoker as
with events as (
    select
        split_part(event.event_name, '_', 1) as kind,
        case split_part(event.event_name, '_', 1)
            when 'message' then event.message_id
            when 'chat' then event.conversation_id
            when 'call' then event.call_id
            else event.network || ':' || event.post_id
        end as contact_id,
        event.event_name,
        event.event_time,
        row(event.event_time, event.event_id) as place,
        event.owner,
        if(event.owner is not null, row(
            array_position(
                array['customer_id', 'loyalty_id', 'email_sha256', 'phone_sha256', 'device_id', 'anonymous_id'],
                split_part(event.owner, ':', 1)
            ),
            event.event_time,
            event.event_id
        )) as owner_place,
        event.direction,
        event.channel,
        event.source,
        event.trigger_name,
        event.template_id,
        event.network,
        event.reason,
        coalesce(event.campaign_id, event.utm_campaign) as campaign,
        event.author_role,
        event.agent_id,
        event.sentiment,
        event.duration_seconds
    from lake.raw.interactions as event
    where event.event_name <> 'ad_spend_recorded'
)

select
    if(kind = 'social', 'social_mention', kind) as interaction_type,
    contact_id as interaction_id,
    min_by(owner, owner_place) filter (where owner is not null) as owner,
    coalesce(
        min_by(direction, place) filter (where direction is not null),
        if(kind = 'message', 'outbound', 'inbound')
    ) as direction,
    min_by(channel, place) as channel,
    min(event_time) as started_at,
    max(event_time) as ended_at,
    coalesce(
        max(trigger_name),
        max(template_id),
        min_by(reason, place) filter (where reason is not null and kind = 'call'),
        max(network)
    ) as subject,
    max(campaign) as campaign,
    max(trigger_name) as trigger_name,
    case kind
        when 'message' then case
            when count_if(event_name = 'message_complained') > 0 then 'complained'
            when count_if(event_name = 'message_unsubscribed') > 0 then 'unsubscribed'
            when count_if(event_name = 'message_clicked') > 0 then 'clicked'
            when count_if(event_name = 'message_opened') > 0 then 'opened'
            when count_if(event_name = 'message_bounced') > 0 then 'bounced'
            when count_if(event_name = 'message_delivered') > 0 then 'delivered'
            when count_if(event_name = 'message_sent') > 0 then 'sent'
            else 'suppressed'
        end
        when 'chat' then case
            when count_if(author_role = 'customer') > 0 and count_if(author_role in ('agent', 'bot')) > 0 then 'talked'
            else 'missed'
        end
        when 'call' then if(max(duration_seconds) > 0, 'talked', 'missed')
        else 'mentioned'
    end as outcome,
    min(case
        when event_name = 'message_clicked' or event_name = 'message_opened' and channel = 'push' then event_time
        when event_name = 'chat_message' and author_role = 'customer' then event_time
        when event_name = 'call_ended' and duration_seconds > 0 then event_time
    end) as responded_at,
    count_if(event_name = 'chat_message') as reply_count,
    max(if(event_name = 'chat_message', event_time)) as last_reply_at,
    max_by(agent_id, place) filter (where agent_id is not null) as agent_id,
    avg(sentiment) as sentiment,
    max(duration_seconds) as duration_seconds,
    min(if(event_name = 'message_delivered', event_time)) as delivered_at,
    min(if(event_name = 'message_opened', event_time)) as opened_at,
    min(if(event_name = 'message_clicked', event_time)) as clicked_at,
    min(if(event_name = 'message_bounced', event_time)) as bounced_at,
    min(if(event_name = 'message_unsubscribed', event_time)) as unsubscribed_at,
    min(if(event_name = 'message_complained', event_time)) as complained_at,
    min_by(source, place) as source,
    count(*) as event_count
from events
group by kind, contact_id;

comment on column lake.core.message_contacts.interaction_type is 'message, chat, call or social_mention; key together with interaction_id.';
comment on column lake.core.message_contacts.interaction_id is 'The message, conversation or call, or the network and the post as network:post.';
comment on column lake.core.message_contacts.owner is 'The most telling identifier, as type:value, that an event of the contact names; null when none names anybody.';
comment on column lake.core.message_contacts.direction is 'Who began: inbound (the customer) or outbound (the shop). Where the events do not say, a message is outbound and the rest inbound.';
comment on column lake.core.message_contacts.channel is 'Channel of the first event.';
comment on column lake.core.message_contacts.started_at is 'Event time of the first event, UTC.';
comment on column lake.core.message_contacts.ended_at is 'Event time of the last event, UTC.';
comment on column lake.core.message_contacts.subject is 'What it was about: the automation or the template of a message, the reason of a call, the network of a mention.';
comment on column lake.core.message_contacts.campaign is 'The campaign, where it belongs to one.';
comment on column lake.core.message_contacts.trigger_name is 'The automation that sent the message, where one did.';
comment on column lake.core.message_contacts.outcome is 'Of a message the last of sent, delivered, bounced, opened, clicked, unsubscribed and complained that happened, or suppressed; of a chat or call talked or missed; of a mention mentioned.';
comment on column lake.core.message_contacts.responded_at is 'When the person first responded, UTC: a click, of a push message also its opening, a line in a chat, a call that was taken; null without a response.';
comment on column lake.core.message_contacts.reply_count is 'Number of lines in a chat; else 0.';
comment on column lake.core.message_contacts.last_reply_at is 'Event time of the last line in a chat, UTC; else null.';
comment on column lake.core.message_contacts.agent_id is 'The agent who had it last, where there is one.';
comment on column lake.core.message_contacts.sentiment is 'Mean sentiment of the texts, from -1 (negative) to 1 (positive), as the source states it; null where it does not.';
comment on column lake.core.message_contacts.duration_seconds is 'How long the chat or call lasted, in seconds.';
comment on column lake.core.message_contacts.delivered_at is 'When the message was delivered, UTC.';
comment on column lake.core.message_contacts.opened_at is 'When the message was first opened, UTC.';
comment on column lake.core.message_contacts.clicked_at is 'When a link of the message was first clicked, UTC.';
comment on column lake.core.message_contacts.bounced_at is 'When the message bounced first, UTC.';
comment on column lake.core.message_contacts.unsubscribed_at is 'When the person unsubscribed through the message, UTC.';
comment on column lake.core.message_contacts.complained_at is 'When the person first marked the message as spam, UTC.';
comment on column lake.core.message_contacts.source is 'The system of the first event.';
comment on column lake.core.message_contacts.event_count is 'Number of events that the contact is made of.';

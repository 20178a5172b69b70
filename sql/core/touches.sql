-- purpose: what brought people to the shop, one after the other: sessions by the channel they came by, and messages of campaigns and
--          automations that were clicked
-- grain:   one row per touch_type and touch_id
-- sources: core.sessions, core.message_contacts, core.identifiers_live
-- units:   touched_at a UTC instant, corrected for wrong clocks as everywhere.
--          A session that a click led to is that click and no second touch: one by the message's channel, or direct (many programs
--          keep back where they send somebody), which begins in the half hour after the click, or, by the message's channel, up to
--          five minutes before it by another clock. A push message is clicked by opening it. Confirmations and the like, which belong to no campaign and no
--          automation, are service. The person as in core.sessions: whom the identifier belongs to now.
create or replace view lake.core.touches
comment 'Sessions by channel and clicked messages, each click once; one row per touch.'
security invoker as
with contacts as (
    select
        'session' as touch_type,
        session.session_id as touch_id,
        session.person_id,
        session.landing_channel as channel,
        session.utm_campaign as campaign,
        session.started_at as touched_at
    from lake.core.sessions as session
    union all
    select
        'message' as touch_type,
        contact.interaction_id as touch_id,
        coalesce(
            identifier.person_id,
            lower(to_hex(substr(sha256(to_utf8(contact.owner)), 1, 16)))
        ) as person_id,
        contact.channel,
        coalesce(contact.campaign, contact.trigger_name) as campaign,
        contact.responded_at as touched_at
    from lake.core.message_contacts as contact
    left join lake.core.identifiers_live as identifier
        on identifier.identifier_type = split_part(contact.owner, ':', 1)
        and identifier.identifier_value = substr(contact.owner, strpos(contact.owner, ':') + 1)
    where contact.interaction_type = 'message'
        and contact.owner is not null
        and contact.responded_at is not null
        and (contact.campaign is not null or contact.trigger_name is not null)
),

with_clicks as (
    select
        contact.touch_type,
        contact.touch_id,
        contact.person_id,
        contact.channel,
        contact.campaign,
        contact.touched_at,
        array_agg(if(contact.touch_type = 'message', contact.channel)) over (
            partition by contact.person_id
            order by contact.touched_at
            range between interval '30' minute preceding and interval '5' minute following
        ) as clicked_channels,
        count_if(contact.touch_type = 'message') over (
            partition by contact.person_id
            order by contact.touched_at
            range between interval '30' minute preceding and current row
        ) as clicks_before
    from contacts as contact
)

select
    touch_type,
    touch_id,
    person_id,
    channel,
    campaign,
    touched_at
from with_clicks
where touch_type = 'message'
    or not (
        any_match(clicked_channels, clicked_channel -> clicked_channel is not null and clicked_channel = channel)
        or channel = 'direct' and clicks_before > 0
    );

comment on column lake.core.touches.touch_type is 'session or message; key together with touch_id.';
comment on column lake.core.touches.touch_id is 'The session or the message.';
comment on column lake.core.touches.person_id is 'The person whom the identifier of the touch belongs to now.';
comment on column lake.core.touches.channel is 'Landing channel of the session, or channel of the message; direct where nothing is known.';
comment on column lake.core.touches.campaign is 'The campaign, or the automation of a message without one; null where it belongs to none.';
comment on column lake.core.touches.touched_at is 'Start of the session or first click of the message, UTC.';

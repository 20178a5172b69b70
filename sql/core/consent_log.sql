-- purpose: everything that anybody ever said about being contacted, in the order in which it counts
-- grain:   one row per event, channel and person: consent_changed events, and message_unsubscribed and message_complained as what they
--          are, a withdrawal
-- sources: raw.customers, raw.interactions, core.identifiers_live
-- units:   _at UTC instants in event time.
--          In order of event time; at the same time a withdrawal counts after a grant, then the greater event id: nothing is
--          guessed in favour of a message. That also decides when two customers turn out to be one. Consent is the person's
--          own act, so no source's word weighs more than another's. Purposes are compared in lower case without blanks around.
--          Unsubscribing, or marking a message as spam, withdraws marketing on the channel that the message was sent on, wherever
--          it happened; if that is not known on the channel where it happened, and on a page or in a store on e-mail, SMS and
--          push. It is the word of everybody whom an event of the message names, or whose address it has: who unsubscribes on a page comes there with a
--          cookie that nobody knows, and the recipient is meant.
create or replace view lake.core.consent_log
comment 'Grants and withdrawals of consent, unsubscriptions and complaints included; one row per event, channel and person.'
security invoker as
with unsubscribed as (
    select
        event.event_id,
        event.event_name,
        event.message_id,
        event.event_time,
        event.channel,
        event.reason,
        event.source
    from lake.raw.interactions as event
    where event.event_name in ('message_unsubscribed', 'message_complained')
),

messages as (
    select
        event.message_id,
        array_distinct(flatten(array_agg(filter(
            array[
                event.owner,
                if(regexp_like(event.email_sha256, '^[0-9a-fA-F]{64}$'), 'email_sha256:' || lower(event.email_sha256)),
                if(regexp_like(event.phone_sha256, '^[0-9a-fA-F]{64}$'), 'phone_sha256:' || lower(event.phone_sha256))
            ],
            named -> named is not null
        )))) as owners,
        array_agg(distinct event.channel) filter (
            where event.event_name in ('message_sent', 'message_delivered')
                and event.channel in ('email', 'sms', 'push', 'app', 'phone', 'social', 'chat')
        ) as channels
    from lake.raw.interactions as event
    where event.message_id in (select unsubscription.message_id from unsubscribed as unsubscription)
    group by event.message_id
),

said as (
    select
        event.event_id,
        event.event_time,
        event.owner,
        lower(trim(event.consent_purpose)) as purpose,
        event.consent_channel as channel,
        event.consent_status as status,
        event.consent_basis as basis,
        'consent_changed' as cause,
        event.reason,
        event.source
    from lake.raw.customers as event
    where event.event_name = 'consent_changed'
    union all
    select
        unsubscription.event_id,
        unsubscription.event_time,
        recipient.owner,
        'marketing' as purpose,
        withdrawn.channel,
        'withdrawn' as status,
        null as basis,
        unsubscription.event_name as cause,
        unsubscription.reason,
        unsubscription.source
    from unsubscribed as unsubscription
    join messages as message
        on message.message_id = unsubscription.message_id
    cross join unnest(message.owners) as recipient (owner)
    cross join unnest(
        case
            when message.channels is not null then message.channels
            when unsubscription.channel in ('email', 'sms', 'push', 'app', 'phone', 'social', 'chat')
                then array[unsubscription.channel]
            else array['email', 'sms', 'push']
        end
    ) as withdrawn (channel)
),

owned as (
    select
        coalesce(
            identifier.person_id,
            lower(to_hex(substr(sha256(to_utf8(statement.owner)), 1, 16)))
        ) as person_id,
        statement.*,
        if(statement.status = 'withdrawn', 1, 0) as at_the_same_time
    from said as statement
    left join lake.core.identifiers_live as identifier
        on identifier.identifier_type = split_part(statement.owner, ':', 1)
        and identifier.identifier_value = substr(statement.owner, strpos(statement.owner, ':') + 1)
    where statement.owner is not null
),

ranked as (
    select
        statement.*,
        row_number() over (
            partition by statement.person_id, statement.event_id, statement.channel
            order by statement.owner
        ) as place
    from owned as statement
),

-- of several identifiers of one person, one
once as (
    select statement.*
    from ranked as statement
    where statement.place = 1
),

in_order as (
    select
        statement.*,
        lag(statement.status) over (
            partition by statement.person_id, statement.purpose, statement.channel
            order by statement.event_time, statement.at_the_same_time, statement.event_id
        ) as status_before,
        lag(statement.basis) over (
            partition by statement.person_id, statement.purpose, statement.channel
            order by statement.event_time, statement.at_the_same_time, statement.event_id
        ) as basis_before,
        lead(statement.event_time) over (
            partition by statement.person_id, statement.purpose, statement.channel
            order by statement.event_time, statement.at_the_same_time, statement.event_id
        ) as superseded_at
    from once as statement
)

select
    person_id,
    purpose,
    channel,
    status,
    basis,
    cause,
    reason,
    source,
    event_time as said_at,
    superseded_at,
    superseded_at is null as is_current,
    status is distinct from status_before
        or status = 'granted' and basis is distinct from basis_before as is_change,
    event_id
from in_order;

comment on column lake.core.consent_log.person_id is 'The person who said it, as the identifiers are joined now.';
comment on column lake.core.consent_log.purpose is 'What for, for example marketing.';
comment on column lake.core.consent_log.channel is 'The channel it is about: web, app, email, sms, push, social, chat, phone or store.';
comment on column lake.core.consent_log.status is 'granted or withdrawn.';
comment on column lake.core.consent_log.basis is 'The ground it rests on: consent, double_opt_in or soft_opt_in; null when a withdrawal names none.';
comment on column lake.core.consent_log.cause is 'consent_changed, message_unsubscribed or message_complained: the event that says it.';
comment on column lake.core.consent_log.reason is 'Why, as the source says.';
comment on column lake.core.consent_log.source is 'The system that produced the event.';
comment on column lake.core.consent_log.said_at is 'Event time, UTC: since when it counts.';
comment on column lake.core.consent_log.superseded_at is 'Event time of the next word about the same, UTC; null: this is the last.';
comment on column lake.core.consent_log.is_current is 'True for the last word, the one in force.';
comment on column lake.core.consent_log.is_change is 'True when it changed the status, or the basis of a grant; false when it only repeats.';
comment on column lake.core.consent_log.event_id is 'The event; key together with channel and person.';

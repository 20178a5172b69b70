-- purpose: nobody is contactable whose last word about it was no grant, or of whom no address is known; returns no row when it holds
-- grain:   one row per person, purpose and channel that breaks it
-- sources: core.contactable, raw.customers, raw.interactions, core.persons
-- units:   none.
--          The last word is read from the log for each of the person's identifiers, not from core.consent_log.
-- kind:    rule
-- cost:    heavy
with words as (
    select
        event.owner,
        lower(trim(event.consent_purpose)) as purpose,
        event.consent_channel as channel,
        max(if(event.consent_status = 'granted', event.event_time)) as granted_at,
        max(if(event.consent_status = 'withdrawn', event.event_time)) as withdrawn_at
    from lake.raw.customers as event
    where event.event_name = 'consent_changed'
    group by 1, 2, 3
    union all
    select
        named.owner,
        'marketing' as purpose,
        coalesce(sent.channel, withdrawn.channel) as channel,
        cast(null as timestamp(6) with time zone) as granted_at,
        max(withdrawal.event_time) as withdrawn_at
    from lake.raw.interactions as withdrawal
    join lake.raw.interactions as event
        on event.message_id = withdrawal.message_id
    left join lake.raw.interactions as sent
        on sent.message_id = withdrawal.message_id
        and sent.event_name in ('message_sent', 'message_delivered')
        and sent.channel not in ('web', 'store')
    cross join unnest(
        if(withdrawal.channel in ('web', 'store'), array['email', 'sms', 'push'], array[withdrawal.channel])
    ) as withdrawn (channel)
    cross join unnest(array[
        event.owner,
        'email_sha256:' || lower(event.email_sha256),
        'phone_sha256:' || lower(event.phone_sha256)
    ]) as named (owner)
    where withdrawal.event_name in ('message_unsubscribed', 'message_complained')
    group by 1, 2, 3
),

last_words as (
    select
        person.person_id,
        word.purpose,
        word.channel,
        max(word.granted_at) as granted_at,
        max(word.withdrawn_at) as withdrawn_at
    from lake.core.persons as person
    cross join unnest(person.identifiers) as identifier (identifier_type, identifier_value, changed_at)
    join words as word
        on word.owner = identifier.identifier_type || ':' || identifier.identifier_value
    group by person.person_id, word.purpose, word.channel
)

select
    contact.person_id,
    contact.purpose,
    contact.channel,
    contact.address_count,
    word.granted_at,
    word.withdrawn_at
from lake.core.contactable as contact
left join last_words as word
    on word.person_id = contact.person_id
    and word.purpose = contact.purpose
    and word.channel = contact.channel
where contact.is_contactable
    and (
        contact.address_count = 0
        or word.granted_at is null
        or word.withdrawn_at >= word.granted_at
    )
order by contact.person_id, contact.purpose, contact.channel;

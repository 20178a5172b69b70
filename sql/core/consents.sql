-- purpose: what every person has consented to, as it stands now
-- grain:   one row per person_id, purpose and channel about which anything was ever said
-- sources: core.consent_log
-- units:   _at UTC instants in event time.
--          The last word counts; core.consent_log says how words of the same time are ordered. Whether a message may really be
--          sent is another question: core.contactable.
create or replace view lake.core.consents
comment 'Consent as it stands now; one row per person, purpose and channel.'
security invoker as
with last_grants as (
    select
        statement.*,
        max(if(statement.status = 'granted', statement.said_at)) over (
            partition by statement.person_id, statement.purpose, statement.channel
        ) as last_granted_at
    from lake.core.consent_log as statement
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
    said_at,
    last_granted_at,
    event_id
from last_grants
where is_current;

comment on column lake.core.consents.person_id is 'The person, as the identifiers are joined now; key together with purpose and channel.';
comment on column lake.core.consents.purpose is 'What for, for example marketing.';
comment on column lake.core.consents.channel is 'The channel it is about: web, app, email, sms, push, social, chat, phone or store.';
comment on column lake.core.consents.status is 'granted or withdrawn.';
comment on column lake.core.consents.basis is 'The ground of a grant: consent, double_opt_in or soft_opt_in.';
comment on column lake.core.consents.cause is 'consent_changed, message_unsubscribed or message_complained: the event that says it.';
comment on column lake.core.consents.reason is 'Why, as the source says.';
comment on column lake.core.consents.source is 'The system that produced the event.';
comment on column lake.core.consents.said_at is 'Event time of the last word, UTC.';
comment on column lake.core.consents.last_granted_at is 'Event time of the newest grant, UTC, whether it is in force or not; null: never granted.';
comment on column lake.core.consents.event_id is 'The event that has the last word: the proof of the consent in raw.*.';

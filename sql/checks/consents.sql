-- purpose: everything that was said about consent is in the log, and exactly one word about each purpose and channel is in force,
--          the last one; returns no row when both hold
-- grain:   one row per person, purpose and channel that breaks it, or per event that is missing
-- sources: raw.customers, core.consent_log, core.consents
-- units:   none
-- kind:    rule
-- cost:    heavy
with logged as (
    select
        statement.person_id,
        statement.purpose,
        statement.channel,
        count_if(statement.is_current) as in_force,
        max(statement.said_at) as said_at,
        max(if(statement.status = 'withdrawn', statement.said_at)) as withdrawn_at
    from lake.core.consent_log as statement
    group by statement.person_id, statement.purpose, statement.channel
)

select
    coalesce(logged.person_id, consent.person_id) as subject,
    coalesce(logged.purpose, consent.purpose) as purpose,
    coalesce(logged.channel, consent.channel) as channel,
    'not exactly the last word is in force' as problem
from logged
full join lake.core.consents as consent
    on consent.person_id = logged.person_id
    and consent.purpose = logged.purpose
    and consent.channel = logged.channel
where logged.in_force is distinct from 1
    or consent.said_at is distinct from logged.said_at
    or consent.status = 'granted' and logged.withdrawn_at >= logged.said_at
union all
select
    event.event_id as subject,
    event.consent_purpose as purpose,
    event.consent_channel as channel,
    'missing in the log' as problem
from lake.raw.customers as event
left join lake.core.consent_log as statement
    on statement.event_id = event.event_id
where event.event_name = 'consent_changed'
    and event.owner is not null
    and statement.event_id is null
order by subject, purpose, channel, problem;

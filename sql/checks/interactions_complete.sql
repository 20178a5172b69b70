-- purpose: compares the timeline with the ids in the event log: no contact lost, none doubled; returns no row when all agree
-- grain:   one row per interaction_type that differs
-- sources: core.interactions, core.business_settings, raw.interactions, raw.clickstream, raw.orders, raw.support, raw.feedback,
--          raw.customers
-- units:   counts in contacts. A visit that changed hands counts once. The timeline and the log are read at two moments, so a
--          row may show while events come in.
-- kind:    reconciliation
-- cost:    heavy
with logged (interaction_type, interaction_id) as (
    select distinct
        if(starts_with(event.event_name, 'social'), 'social_mention', split_part(event.event_name, '_', 1)),
        case split_part(event.event_name, '_', 1)
            when 'message' then event.message_id
            when 'chat' then event.conversation_id
            when 'call' then event.call_id
            else event.network || ':' || event.post_id
        end
    from lake.raw.interactions as event
    where event.event_name <> 'ad_spend_recorded'
    union all
    select distinct
        'visit',
        event.session_id
    from lake.raw.clickstream as event
    where event.event_name <> 'store_visited'
        and event.session_id is not null
    union all
    select
        'store_visit',
        event.event_id
    from lake.raw.clickstream as event
    where event.event_name = 'store_visited'
    union all
    select distinct
        'order',
        event.order_id
    from lake.raw.orders as event
    where event.event_name in ('order_placed', 'order_updated')
    union all
    select distinct
        'ticket',
        event.ticket_id
    from lake.raw.support as event
    union all
    select distinct
        if(event.event_name = 'survey_answered', 'survey', 'review'),
        if(event.event_name = 'survey_answered', event.event_id, coalesce(event.review_id, event.event_id))
    from lake.raw.feedback as event
    union all
    select
        'account',
        event.event_id
    from lake.raw.customers as event
    where event.event_name in ('customer_registered', 'customer_updated', 'consent_changed', 'erasure_requested')
),

sessionless as (
    select count(distinct row(
        coalesce(event.owner, event.event_id),
        event.channel,
        cast(at_timezone(event.event_time, setting.business_zone) as date)
    )) as contacts
    from lake.raw.clickstream as event
    cross join lake.core.business_settings as setting
    where event.event_name <> 'store_visited'
        and event.session_id is null
),

expected as (
    select
        parts.interaction_type,
        sum(parts.contacts) as contacts
    from (
        select
            logged.interaction_type,
            count(*) as contacts
        from logged
        group by logged.interaction_type
        union all
        select
            'visit',
            sessionless.contacts
        from sessionless
    ) as parts
    where parts.contacts > 0
    group by parts.interaction_type
),

shown as (
    select
        contact.interaction_type,
        if(
            contact.interaction_type = 'visit',
            count(distinct contact.interaction_id),
            count(*)
        ) as contacts
    from lake.core.interactions as contact
    group by contact.interaction_type
)

select
    coalesce(expected.interaction_type, shown.interaction_type) as interaction_type,
    expected.contacts as expected_contacts,
    shown.contacts as shown_contacts
from expected
full join shown
    on shown.interaction_type = expected.interaction_type
where expected.contacts is distinct from shown.contacts
order by interaction_type;

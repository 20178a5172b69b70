-- purpose: every single statement that the event log makes about an attribute of a customer, personal data left out; the
--          current attributes and their history are read off it
-- grain:   one row per event and attribute that it mentions
-- sources: raw.customers, core.identifiers_live, core.source_priorities
-- units:   said_at UTC instants in event time.
--          Null and blank mean unchanged: they state nothing. country, locale and timezone are taken from registrations and
--          updates, where they are the customer's. Of what identifies somebody only a coarse form is here: the decade of
--          birth, and the region of the postal code (its leading letters, at most two; else its first two digits).
--          Attributes of the shop's own (attributes) come by their names.
--          A statement takes effect unless a source of higher priority has spoken before it or at the same time; of two with
--          the same time and priority the one with the greater event id does.
create or replace view lake.core.customer_attribute_facts
comment 'What the event log says about customers, personal data left out; one row per event and attribute.'
security invoker as
with events as (
    select
        coalesce(
            -- a card's tier is its holder's, whoever uses it
            if(event.event_name = 'loyalty_points_changed', card.person_id),
            identifier.person_id,
            lower(to_hex(substr(sha256(to_utf8(event.owner)), 1, 16)))
        ) as person_id,
        event.event_id,
        event.event_time,
        event.source,
        event.event_name in ('customer_registered', 'customer_updated') as is_description,
        event.country,
        event.locale,
        event.timezone,
        event.preferred_channel,
        event.interests,
        upper(trim(event.postal_code)) as postal_code,
        event.birth_date,
        event.loyalty_tier,
        event.attributes
    from lake.raw.customers as event
    left join lake.core.identifiers_live as identifier
        on identifier.identifier_type = split_part(event.owner, ':', 1)
        and identifier.identifier_value = substr(event.owner, strpos(event.owner, ':') + 1)
    left join lake.core.identifiers_live as card
        on card.identifier_type = 'loyalty_id'
        and card.identifier_value = event.loyalty_id
    where event.owner is not null
        and event.event_name in ('customer_registered', 'customer_updated', 'loyalty_points_changed')
),

statements as (
    select
        event.person_id,
        event.event_id,
        event.event_time,
        event.source,
        stated.attribute,
        stated.value
    from events as event
    cross join unnest(
        array[
            'country',
            'locale',
            'timezone',
            'preferred_channel',
            'interests',
            'postal_region',
            'birth_decade',
            'loyalty_tier'
        ] || transform(coalesce(event.attributes, array[]), own -> own.name),
        array[
            if(event.is_description, event.country),
            if(event.is_description, event.locale),
            if(event.is_description, event.timezone),
            if(event.is_description, event.preferred_channel),
            if(event.is_description, array_join(array_sort(array_distinct(event.interests)), ', ')),
            if(event.is_description, coalesce(
                regexp_extract(event.postal_code, '^[A-Z]{1,2}'),
                regexp_extract(event.postal_code, '^[0-9]{2}')
            )),
            if(event.is_description, cast(year(event.birth_date) / 10 * 10 as varchar) || 's'),
            event.loyalty_tier
        ] || transform(coalesce(event.attributes, array[]), own -> if(event.is_description, own.value))
    ) as stated (attribute, value)
    where trim(stated.value) <> ''
),

weighed as (
    select
        statement.*,
        coalesce(of_attribute.priority, of_source.priority, 0) as priority
    from statements as statement
    left join lake.core.source_priorities as of_attribute
        on of_attribute.source = statement.source
        and of_attribute.attribute = statement.attribute
    left join lake.core.source_priorities as of_source
        on of_source.source = statement.source
        and of_source.attribute = '*'
),

ranked as (
    select
        statement.*,
        max(statement.priority) over (
            partition by statement.person_id, statement.attribute
            order by statement.event_time
            range between unbounded preceding and current row
        ) as highest_priority,
        row_number() over (
            partition by statement.person_id, statement.attribute, statement.event_time
            order by statement.priority desc, statement.event_id desc
        ) as place
    from weighed as statement
)

select
    person_id,
    attribute,
    value,
    event_time as said_at,
    source,
    priority,
    priority = highest_priority and place = 1 as is_effective,
    event_id
from ranked;

comment on column lake.core.customer_attribute_facts.person_id is 'The person whom it is said of, as the identifiers are joined now.';
comment on column lake.core.customer_attribute_facts.attribute is 'country, locale, timezone, preferred_channel, interests, postal_region, birth_decade, loyalty_tier, or the name of one of the shop''s own.';
comment on column lake.core.customer_attribute_facts.value is 'What is said; several interests in alphabetical order with commas between.';
comment on column lake.core.customer_attribute_facts.said_at is 'Event time of the statement, UTC.';
comment on column lake.core.customer_attribute_facts.source is 'The system that says it.';
comment on column lake.core.customer_attribute_facts.priority is 'Priority of the source for the attribute, from core.source_priorities.';
comment on column lake.core.customer_attribute_facts.is_effective is 'True when it took effect at its time; false when a source of higher priority had spoken.';
comment on column lake.core.customer_attribute_facts.event_id is 'The event that says it.';

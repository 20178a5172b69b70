-- purpose: who every person is: the identifiers that were joined into one, live
-- grain:   one row per person_id
-- sources: core.identifiers_live
-- units:   _at UTC instants, counts in identifiers.
--          A person has several customer numbers only by an explicit merge; customer_id is then the first of them as text.
create or replace view lake.core.persons
comment 'The identifiers of every person, live; one row per person.'
security invoker as
with ranked as (
    select
        identifier.person_id,
        identifier.identifier_type,
        identifier.identifier_value,
        identifier.changed_at,
        array_position(
            array['customer_id', 'loyalty_id', 'email_sha256', 'phone_sha256', 'device_id', 'anonymous_id'],
            identifier.identifier_type
        ) as priority
    from lake.core.identifiers_live as identifier
)

select
    identifier.person_id,
    min(if(identifier.identifier_type = 'customer_id', identifier.identifier_value)) as customer_id,
    count(*) as identifier_count,
    count_if(identifier.identifier_type = 'customer_id') as customer_id_count,
    count_if(identifier.identifier_type = 'loyalty_id') as loyalty_id_count,
    count_if(identifier.identifier_type = 'email_sha256') as email_count,
    count_if(identifier.identifier_type = 'phone_sha256') as phone_count,
    count_if(identifier.identifier_type = 'device_id') as device_count,
    count_if(identifier.identifier_type = 'anonymous_id') as visitor_count,
    array_agg(
        cast(
            row(identifier.identifier_type, identifier.identifier_value, identifier.changed_at)
            as row(
                identifier_type varchar,
                identifier_value varchar,
                changed_at timestamp(6) with time zone
            )
        )
        order by identifier.priority, identifier.identifier_value
    ) as identifiers,
    min(identifier.changed_at) as first_changed_at,
    max(identifier.changed_at) as last_changed_at
from ranked as identifier
group by identifier.person_id;

comment on column lake.core.persons.person_id is 'The person; key.';
comment on column lake.core.persons.customer_id is 'The shop''s customer number, of several the first as text; null for a person without.';
comment on column lake.core.persons.identifier_count is 'Number of identifiers of all types.';
comment on column lake.core.persons.customer_id_count is 'Number of customer numbers: more than one only by an explicit merge.';
comment on column lake.core.persons.loyalty_id_count is 'Number of loyalty cards.';
comment on column lake.core.persons.email_count is 'Number of e-mail addresses, known by their hashes.';
comment on column lake.core.persons.phone_count is 'Number of phone numbers, known by their hashes.';
comment on column lake.core.persons.device_count is 'Number of devices.';
comment on column lake.core.persons.visitor_count is 'Number of visitor ids of browsers and app installations.';
comment on column lake.core.persons.identifiers is 'The identifiers, the most telling type first, each with the event time since which it belongs to this person.';
comment on column lake.core.persons.first_changed_at is 'Event time since which the identifier that is here longest belongs to this person, UTC.';
comment on column lake.core.persons.last_changed_at is 'Event time since which the identifier that came last belongs to this person, UTC.';

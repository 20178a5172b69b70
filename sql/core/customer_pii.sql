-- purpose: who every customer is in plain text: names, addresses, date of birth, gender; each with its source and time.
--          The one view with such data: whoever may read it is to be named, and nobody else. No other view reads it.
-- grain:   one row per person_id of whom any of them is known
-- sources: raw.customers, core.identifiers_live, core.source_priorities
-- units:   birth_date a calendar date, _at UTC instants in event time.
--          Null and blank in an event mean unchanged. The last word by event time of the sources with the highest priority
--          for the field; of two at the same time that of the greater event id. After a merge that of either customer.
create or replace view lake.core.customer_pii
comment 'Personal data in plain text, the only view that has any: to be restricted to named readers; one row per person.'
security invoker as
with events as (
    select
        coalesce(
            identifier.person_id,
            lower(to_hex(substr(sha256(to_utf8(event.owner)), 1, 16)))
        ) as person_id,
        event.*
    from lake.raw.customers as event
    left join lake.core.identifiers_live as identifier
        on identifier.identifier_type = split_part(event.owner, ':', 1)
        and identifier.identifier_value = substr(event.owner, strpos(event.owner, ':') + 1)
    where event.owner is not null
        and event.event_name in ('customer_registered', 'customer_updated')
),

statements as (
    select
        event.person_id,
        event.event_id,
        event.event_time,
        event.source,
        stated.attribute,
        trim(stated.value) as value
    from events as event
    cross join unnest(
        array[
            'first_name',
            'last_name',
            'email',
            'phone',
            'birth_date',
            'gender',
            'postal_code',
            'city'
        ],
        array[
            event.first_name,
            event.last_name,
            event.email,
            event.phone,
            cast(event.birth_date as varchar),
            event.gender,
            event.postal_code,
            event.city
        ]
    ) as stated (attribute, value)
    where trim(stated.value) <> ''
),

weighed as (
    select
        statement.*,
        row(
            coalesce(of_attribute.priority, of_source.priority, 0),
            statement.event_time,
            statement.event_id
        ) as weight
    from statements as statement
    left join lake.core.source_priorities as of_attribute
        on of_attribute.source = statement.source
        and of_attribute.attribute = statement.attribute
    left join lake.core.source_priorities as of_source
        on of_source.source = statement.source
        and of_source.attribute = '*'
),

last_words as (
    select
        statement.person_id,
        statement.attribute,
        max_by(statement.value, statement.weight) as value,
        max_by(statement.source, statement.weight) as source,
        max_by(statement.event_time, statement.weight) as said_at
    from weighed as statement
    group by statement.person_id, statement.attribute
)

select
    word.person_id,
    max(if(word.attribute = 'first_name', word.value)) as first_name,
    max(if(word.attribute = 'first_name', word.source)) as first_name_source,
    max(if(word.attribute = 'first_name', word.said_at)) as first_name_at,
    max(if(word.attribute = 'last_name', word.value)) as last_name,
    max(if(word.attribute = 'last_name', word.source)) as last_name_source,
    max(if(word.attribute = 'last_name', word.said_at)) as last_name_at,
    max(if(word.attribute = 'email', word.value)) as email,
    max(if(word.attribute = 'email', word.source)) as email_source,
    max(if(word.attribute = 'email', word.said_at)) as email_at,
    max(if(word.attribute = 'phone', word.value)) as phone,
    max(if(word.attribute = 'phone', word.source)) as phone_source,
    max(if(word.attribute = 'phone', word.said_at)) as phone_at,
    cast(max(if(word.attribute = 'birth_date', word.value)) as date) as birth_date,
    max(if(word.attribute = 'birth_date', word.source)) as birth_date_source,
    max(if(word.attribute = 'birth_date', word.said_at)) as birth_date_at,
    max(if(word.attribute = 'gender', word.value)) as gender,
    max(if(word.attribute = 'gender', word.source)) as gender_source,
    max(if(word.attribute = 'gender', word.said_at)) as gender_at,
    max(if(word.attribute = 'postal_code', word.value)) as postal_code,
    max(if(word.attribute = 'postal_code', word.source)) as postal_code_source,
    max(if(word.attribute = 'postal_code', word.said_at)) as postal_code_at,
    max(if(word.attribute = 'city', word.value)) as city,
    max(if(word.attribute = 'city', word.source)) as city_source,
    max(if(word.attribute = 'city', word.said_at)) as city_at
from last_words as word
group by word.person_id;

comment on column lake.core.customer_pii.person_id is 'The person, as the identifiers are joined now; key.';
comment on column lake.core.customer_pii.first_name is 'Given name; null: never said.';
comment on column lake.core.customer_pii.first_name_source is 'The system whose word first_name is.';
comment on column lake.core.customer_pii.first_name_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_pii.last_name is 'Family name; null: never said.';
comment on column lake.core.customer_pii.last_name_source is 'The system whose word last_name is.';
comment on column lake.core.customer_pii.last_name_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_pii.email is 'E-mail address as given; null: never said.';
comment on column lake.core.customer_pii.email_source is 'The system whose word email is.';
comment on column lake.core.customer_pii.email_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_pii.phone is 'Phone number as given; null: never said.';
comment on column lake.core.customer_pii.phone_source is 'The system whose word phone is.';
comment on column lake.core.customer_pii.phone_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_pii.birth_date is 'Date of birth; null: never said.';
comment on column lake.core.customer_pii.birth_date_source is 'The system whose word birth_date is.';
comment on column lake.core.customer_pii.birth_date_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_pii.gender is 'Gender as stated by the customer; null: never said.';
comment on column lake.core.customer_pii.gender_source is 'The system whose word gender is.';
comment on column lake.core.customer_pii.gender_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_pii.postal_code is 'Postal code of the main address; null: never said.';
comment on column lake.core.customer_pii.postal_code_source is 'The system whose word postal_code is.';
comment on column lake.core.customer_pii.postal_code_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_pii.city is 'City of the main address; null: never said.';
comment on column lake.core.customer_pii.city_source is 'The system whose word city is.';
comment on column lake.core.customer_pii.city_at is 'Event time when it was last said, UTC.';

-- purpose: what is known about every customer now, each attribute with its source and time, personal data left out
-- grain:   one row per person_id of whom an attribute is known
-- sources: core.customer_attribute_facts
-- units:   _at UTC instants in event time.
--          The last word by event time of the sources with the highest priority for the attribute (core.source_priorities);
--          of two at the same time that of the greater event id. _at is when it was last said, be it again: since when it
--          holds is in core.customer_attribute_history. Names, addresses and dates of birth are in core.customer_pii.
create or replace view lake.core.customer_attributes
comment 'Attributes of customers as known now, with source and time of each; one row per person.'
security invoker as
with last_words as (
    select
        fact.person_id,
        fact.attribute,
        max_by(fact.value, row(fact.priority, fact.said_at, fact.event_id)) as value,
        max_by(fact.source, row(fact.priority, fact.said_at, fact.event_id)) as source,
        max_by(fact.said_at, row(fact.priority, fact.said_at, fact.event_id)) as said_at
    from lake.core.customer_attribute_facts as fact
    group by fact.person_id, fact.attribute
)

select
    word.person_id,
    max(if(word.attribute = 'country', word.value)) as country,
    max(if(word.attribute = 'country', word.source)) as country_source,
    max(if(word.attribute = 'country', word.said_at)) as country_at,
    max(if(word.attribute = 'locale', word.value)) as locale,
    max(if(word.attribute = 'locale', word.source)) as locale_source,
    max(if(word.attribute = 'locale', word.said_at)) as locale_at,
    max(if(word.attribute = 'timezone', word.value)) as timezone,
    max(if(word.attribute = 'timezone', word.source)) as timezone_source,
    max(if(word.attribute = 'timezone', word.said_at)) as timezone_at,
    max(if(word.attribute = 'preferred_channel', word.value)) as preferred_channel,
    max(if(word.attribute = 'preferred_channel', word.source)) as preferred_channel_source,
    max(if(word.attribute = 'preferred_channel', word.said_at)) as preferred_channel_at,
    max(if(word.attribute = 'interests', word.value)) as interests,
    max(if(word.attribute = 'interests', word.source)) as interests_source,
    max(if(word.attribute = 'interests', word.said_at)) as interests_at,
    max(if(word.attribute = 'postal_region', word.value)) as postal_region,
    max(if(word.attribute = 'postal_region', word.source)) as postal_region_source,
    max(if(word.attribute = 'postal_region', word.said_at)) as postal_region_at,
    max(if(word.attribute = 'birth_decade', word.value)) as birth_decade,
    max(if(word.attribute = 'birth_decade', word.source)) as birth_decade_source,
    max(if(word.attribute = 'birth_decade', word.said_at)) as birth_decade_at,
    max(if(word.attribute = 'loyalty_tier', word.value)) as loyalty_tier,
    max(if(word.attribute = 'loyalty_tier', word.source)) as loyalty_tier_source,
    max(if(word.attribute = 'loyalty_tier', word.said_at)) as loyalty_tier_at,
    map_agg(word.attribute, word.value) filter (
        where word.attribute not in (
            'country',
            'locale',
            'timezone',
            'preferred_channel',
            'interests',
            'postal_region',
            'birth_decade',
            'loyalty_tier'
        )
    ) as own_attributes,
    max(word.said_at) as last_said_at
from last_words as word
group by word.person_id;

comment on column lake.core.customer_attributes.person_id is 'The person, as the identifiers are joined now; key.';
comment on column lake.core.customer_attributes.country is 'Country, ISO 3166-1 alpha-2; null: never said.';
comment on column lake.core.customer_attributes.country_source is 'The system whose word country is.';
comment on column lake.core.customer_attributes.country_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_attributes.locale is 'Language and region, a BCP 47 tag; null: never said.';
comment on column lake.core.customer_attributes.locale_source is 'The system whose word locale is.';
comment on column lake.core.customer_attributes.locale_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_attributes.timezone is 'Time zone, an IANA name; null: never said.';
comment on column lake.core.customer_attributes.timezone_source is 'The system whose word timezone is.';
comment on column lake.core.customer_attributes.timezone_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_attributes.preferred_channel is 'Channel on which the customer wishes to hear from the shop; null: never said.';
comment on column lake.core.customer_attributes.preferred_channel_source is 'The system whose word preferred_channel is.';
comment on column lake.core.customer_attributes.preferred_channel_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_attributes.interests is 'Categories that the customer says to be interested in, in alphabetical order with commas between; null: never said.';
comment on column lake.core.customer_attributes.interests_source is 'The system whose word interests is.';
comment on column lake.core.customer_attributes.interests_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_attributes.postal_region is 'Region of the postal code: its leading letters, at most two, else its first two digits; null: never said.';
comment on column lake.core.customer_attributes.postal_region_source is 'The system whose word postal_region is.';
comment on column lake.core.customer_attributes.postal_region_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_attributes.birth_decade is 'Decade of birth, for example 1980s; null: never said.';
comment on column lake.core.customer_attributes.birth_decade_source is 'The system whose word birth_decade is.';
comment on column lake.core.customer_attributes.birth_decade_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_attributes.loyalty_tier is 'Tier of the loyalty programme; null: never said.';
comment on column lake.core.customer_attributes.loyalty_tier_source is 'The system whose word loyalty_tier is.';
comment on column lake.core.customer_attributes.loyalty_tier_at is 'Event time when it was last said, UTC.';
comment on column lake.core.customer_attributes.own_attributes is 'The attributes of the shop''s own by name, for example own_attributes[''income'']; null: none was ever said. core.customer_attribute_history has their sources and times.';
comment on column lake.core.customer_attributes.last_said_at is 'The newest of the times, UTC.';

-- purpose: what was known about every customer at which time: the attributes by change, personal data left out
-- grain:   one row per person_id, attribute and period with one value
-- sources: core.customer_attribute_facts
-- units:   valid_from (inclusive) and valid_to (exclusive) UTC instants in event time.
--          A statement that repeats the value in force is no change. The periods of an attribute follow one another without
--          gap or overlap; one that arrives late takes its place among them by its event time.
create or replace view lake.core.customer_attribute_history
comment 'Attributes of customers with the time for which they held; one row per person, attribute and period.'
security invoker as
with in_order as (
    select
        fact.*,
        lag(fact.value) over (partition by fact.person_id, fact.attribute order by fact.said_at) as value_before
    from lake.core.customer_attribute_facts as fact
    where fact.is_effective
)

select
    change.person_id,
    change.attribute,
    change.value,
    change.said_at as valid_from,
    lead(change.said_at) over (partition by change.person_id, change.attribute order by change.said_at) as valid_to,
    change.source,
    change.event_id
from in_order as change
where change.value is distinct from change.value_before;

comment on column lake.core.customer_attribute_history.person_id is 'The person, as the identifiers are joined now.';
comment on column lake.core.customer_attribute_history.attribute is 'country, locale, timezone, preferred_channel, interests, postal_region, birth_decade, loyalty_tier, or the name of one of the shop''s own.';
comment on column lake.core.customer_attribute_history.value is 'The value that held.';
comment on column lake.core.customer_attribute_history.valid_from is 'Event time since which it held, UTC.';
comment on column lake.core.customer_attribute_history.valid_to is 'Event time since which it did not any more, UTC; null: it does now.';
comment on column lake.core.customer_attribute_history.source is 'The system whose word made the change.';
comment on column lake.core.customer_attribute_history.event_id is 'The event that made it.';

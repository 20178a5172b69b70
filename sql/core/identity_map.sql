-- purpose: which person every identifier belonged to at which time; joined to events by identifier and time, it says who they
--          were taken for then
-- grain:   one row per identifier and period
-- sources: core.identifiers_changes
-- units:   valid_from (inclusive) and valid_to (exclusive) UTC instants in event time.
--          The periods of an identifier follow one another without gap or overlap. A change that arrived late, with an
--          event time before that of an earlier one, rules from its own time on: what it overrules is shortened or gone. The
--          first period begins with the identifier's first event.
create or replace view lake.core.identity_map
comment 'Person of every identifier with the time for which it held; one row per identifier and period.'
security invoker as
with periods as (
    select
        change.identifier_type,
        change.identifier_value,
        change.person_id,
        change.changed_at as valid_from,
        min(change.changed_at) over (
            partition by change.identifier_type, change.identifier_value
            order by change.version, change.changed_at desc
            rows between 1 following and unbounded following
        ) as valid_to,
        change.is_deleted
    from lake.core.identifiers_changes as change
)

select
    period.identifier_type,
    period.identifier_value,
    period.person_id,
    period.valid_from,
    period.valid_to
from periods as period
where not period.is_deleted
    and (period.valid_to is null or period.valid_from < period.valid_to);

comment on column lake.core.identity_map.identifier_type is 'Kind of identifier: customer_id, loyalty_id, email_sha256, phone_sha256, device_id or anonymous_id.';
comment on column lake.core.identity_map.identifier_value is 'The identifier.';
comment on column lake.core.identity_map.person_id is 'The person whom it belonged to.';
comment on column lake.core.identity_map.valid_from is 'Event time from which on it belonged to this person, UTC.';
comment on column lake.core.identity_map.valid_to is 'Event time from which on it did not any more, UTC; null: it does now.';

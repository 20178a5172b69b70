-- purpose: no person has more identifiers than links may join; returns no row when the limits are kept
-- grain:   one row per person and type of identifier that is beyond its limit
-- sources: core.identifiers_live, core.identity_changes
-- units:   counts in identifiers.
--          For the default limits: one customer number, five of every other type. Explicit merges may go beyond them, so
--          persons with merged identifiers are left out.
-- kind:    rule
-- cost:    light
with counts as (
    select
        identifier.person_id,
        identifier.identifier_type,
        count(*) as identifier_count,
        if(identifier.identifier_type = 'customer_id', 1, 5) as identifier_limit
    from lake.core.identifiers_live as identifier
    group by identifier.person_id, identifier.identifier_type
),

merged_identifiers as (
    select
        merged.identifier_type,
        merged.identifier_value
    from lake.core.identity_changes as change
    cross join unnest(
        array[change.identifier_type, change.other_identifier_type],
        array[change.identifier_value, change.other_identifier_value]
    ) as merged (identifier_type, identifier_value)
    where change.change = 'merged'
),

merged_persons as (
    select distinct identifier.person_id
    from lake.core.identifiers_live as identifier
    inner join merged_identifiers as merged
        on merged.identifier_type = identifier.identifier_type
        and merged.identifier_value = identifier.identifier_value
)

select
    total.person_id,
    total.identifier_type,
    total.identifier_count,
    total.identifier_limit
from counts as total
left join merged_persons as merged
    on merged.person_id = total.person_id
where total.identifier_count > total.identifier_limit
    and merged.person_id is null
order by person_id, identifier_type;

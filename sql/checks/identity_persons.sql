-- purpose: every identifier belongs to exactly one person, and every profile to a person that an identifier points to; returns
--          no row when both hold
-- grain:   one row per identifier or profile that breaks it
-- sources: core.identifiers_live, core.order_facts, core.customer_profiles_live
-- units:   none.
--          Orders that the archive has and the profile job does not (yet) show here.
-- kind:    reference
-- cost:    heavy
with identifiers as (
    select
        identifier.identifier_type || ':' || identifier.identifier_value as identifier,
        count(*) as persons
    from lake.core.identifiers_live as identifier
    group by identifier.identifier_type, identifier.identifier_value
),

owners as (
    select distinct fact.owner as identifier
    from lake.core.order_facts as fact
    where fact.owner is not null
),

persons as (
    select distinct identifier.person_id
    from lake.core.identifiers_live as identifier
)

select
    'identifier ' || coalesce(identifier.identifier, owner.identifier) as subject,
    if(identifier.identifier is null, 'has orders and no person', 'belongs to more than one person') as problem
from identifiers as identifier
full join owners as owner
    on owner.identifier = identifier.identifier
where coalesce(identifier.persons, 0) <> 1
union all
select
    'profile ' || profile.person_id as subject,
    'is of a person that no identifier points to' as problem
from lake.core.customer_profiles_live as profile
left join persons as person
    on person.person_id = profile.person_id
where person.person_id is null
order by subject;

-- purpose: the current attributes of the customers are those that the history says to hold now, and the periods of the history follow
--          one another; returns no row when both hold
-- grain:   one row per person and attribute that breaks it
-- sources: core.customer_attributes, core.customer_attribute_history
-- units:   none
-- kind:    rule
-- cost:    heavy
with current_values as (
    select
        customer.person_id,
        stated.attribute,
        stated.value
    from lake.core.customer_attributes as customer
    cross join unnest(
        array[
            'country', 'locale', 'timezone', 'preferred_channel', 'interests', 'postal_region', 'birth_decade', 'loyalty_tier'
        ] || coalesce(map_keys(customer.own_attributes), array[]),
        array[
            customer.country,
            customer.locale,
            customer.timezone,
            customer.preferred_channel,
            customer.interests,
            customer.postal_region,
            customer.birth_decade,
            customer.loyalty_tier
        ] || coalesce(map_values(customer.own_attributes), array[])
    ) as stated (attribute, value)
    where stated.value is not null
),

periods as (
    select
        history.person_id,
        history.attribute,
        count_if(history.valid_to is null) as open_periods,
        count_if(history.valid_to <= history.valid_from) as empty_periods,
        max(if(history.valid_to is null, history.value)) as value
    from lake.core.customer_attribute_history as history
    group by history.person_id, history.attribute
)

select
    coalesce(known.person_id, period.person_id) as person_id,
    coalesce(known.attribute, period.attribute) as attribute,
    known.value as current_value,
    period.value as history_value,
    period.open_periods,
    period.empty_periods
from current_values as known
full join periods as period
    on period.person_id = known.person_id
    and period.attribute = known.attribute
where known.value is distinct from period.value
    or period.open_periods <> 1
    or period.empty_periods <> 0
order by person_id, attribute;

-- purpose: each key of what is live is there once; returns no row when it is
-- grain:   one row per table and key that appears more than once
-- sources: core.customer_profiles_live, core.customer_scores_live, core.identifiers_live, core.sessions_live, core.carts_live
-- units:   row_count in rows
-- kind:    unique
-- cost:    light
with keys (table_name, key_value) as (
    select
        'core.customer_profiles_live' as table_name,
        profile.person_id as key_value
    from lake.core.customer_profiles_live as profile
    union all
    select
        'core.customer_scores_live' as table_name,
        score.person_id as key_value
    from lake.core.customer_scores_live as score
    union all
    select
        'core.identifiers_live' as table_name,
        identifier.identifier_type || ':' || identifier.identifier_value as key_value
    from lake.core.identifiers_live as identifier
    union all
    select
        'core.sessions_live' as table_name,
        session.session_id as key_value
    from lake.core.sessions_live as session
    union all
    select
        'core.carts_live' as table_name,
        cart.cart_id as key_value
    from lake.core.carts_live as cart
)

select
    keys.table_name,
    keys.key_value,
    count(*) as row_count
from keys
group by keys.table_name, keys.key_value
having count(*) > 1
order by keys.table_name, keys.key_value;

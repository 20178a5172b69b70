-- purpose: compares the orders of the timeline with core.orders, which folds them in another way; returns no row when person and value
--          agree
-- grain:   one row per order that differs
-- sources: core.interactions, core.orders
-- units:   amounts in the reporting currency
-- kind:    reconciliation
-- cost:    heavy
select
    coalesce(orders.order_id, contact.interaction_id) as order_id,
    orders.person_id as expected_person_id,
    contact.person_id as shown_person_id,
    orders.gross_sales - orders.discounts as expected_value,
    contact.value as shown_value
from lake.core.orders as orders
full join (
    select
        contact.interaction_id,
        contact.person_id,
        contact.value
    from lake.core.interactions as contact
    where contact.interaction_type = 'order'
) as contact
    on contact.interaction_id = orders.order_id
where orders.person_id is distinct from contact.person_id
    or orders.gross_sales - orders.discounts is distinct from contact.value
order by order_id;

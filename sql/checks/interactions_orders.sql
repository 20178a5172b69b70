-- purpose: compares the orders of the timeline with core.orders: none lost, none doubled, each of the same person, value and
--          outcome; returns no row when all agree
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
    contact.value as shown_value,
    contact.outcome as shown_outcome
from lake.core.orders as orders
full join (
    select
        contact.interaction_id,
        contact.person_id,
        contact.value,
        contact.outcome
    from lake.core.interactions as contact
    where contact.interaction_type = 'order'
) as contact
    on contact.interaction_id = orders.order_id
where orders.person_id is distinct from contact.person_id
    or orders.gross_sales - orders.discounts is distinct from contact.value
    or orders.is_cancelled <> (contact.outcome = 'cancelled')
    or orders.is_fully_refunded <> (contact.outcome = 'refunded')
    or (
        contact.outcome in ('ordered', 'partly_fulfilled', 'fulfilled')
        and orders.fulfillment_status <> case contact.outcome
            when 'ordered' then 'unfulfilled'
            when 'partly_fulfilled' then 'partial'
            else 'fulfilled'
        end
    )
order by order_id;

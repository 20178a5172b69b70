-- purpose: the balances that the loyalty system states are the sums of its movements; returns no row when they are
-- grain:   one row per movement with which the difference of an account changed
-- sources: core.loyalty_ledger
-- units:   points whole points, _at a UTC instant.
--          A row names the movement to look at: one before it is missing, there twice, or stated wrongly.
-- kind:    rule
-- cost:    light
with stated as (
    select
        movement.account,
        movement.event_id,
        movement.changed_at,
        movement.points_delta,
        movement.running_balance,
        movement.stated_balance,
        movement.balance_difference,
        lag(movement.balance_difference, 1, 0) over (
            partition by movement.account
            order by movement.changed_at, movement.event_id
        ) as difference_before
    from lake.core.loyalty_ledger as movement
    where movement.stated_balance is not null
)

select
    account,
    event_id,
    changed_at,
    points_delta,
    running_balance,
    stated_balance,
    balance_difference
from stated
where balance_difference <> 0
    and balance_difference <> difference_before
order by account, changed_at, event_id;

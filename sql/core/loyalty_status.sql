-- purpose: where every member of the loyalty programme stands: tier, since when, and points
-- grain:   one row per person_id of whom a tier or a movement of points is known
-- sources: core.loyalty_ledger, core.customer_attribute_history
-- units:   points whole points, _at UTC instants in event time.
--          The points of a person are the sum over the accounts, more than one after cards were joined.
create or replace view lake.core.loyalty_status
comment 'Tier and points of the members of the loyalty programme; one row per person.'
security invoker as
with accounts as (
    select
        movement.person_id,
        movement.account,
        max_by(movement.running_balance, row(movement.changed_at, movement.event_id)) as points_balance,
        max_by(movement.is_reconciled, row(movement.changed_at, movement.event_id))
            filter (where movement.is_reconciled is not null) as is_reconciled,
        sum(greatest(movement.points_delta, 0)) as points_earned,
        sum(-least(movement.points_delta, 0)) as points_spent,
        max(movement.changed_at) as last_changed_at
    from lake.core.loyalty_ledger as movement
    group by movement.person_id, movement.account
),

members as (
    select
        account.person_id,
        count(*) as account_count,
        sum(account.points_balance) as points_balance,
        coalesce(sum(account.points_earned), 0) as points_earned,
        coalesce(sum(account.points_spent), 0) as points_spent,
        bool_and(coalesce(account.is_reconciled, true)) as is_reconciled,
        max(account.last_changed_at) as last_changed_at
    from accounts as account
    group by account.person_id
),

tiers as (
    select
        attribute.person_id,
        attribute.value as loyalty_tier,
        attribute.valid_from as tier_since_at,
        attribute.source as tier_source
    from lake.core.customer_attribute_history as attribute
    where attribute.attribute = 'loyalty_tier'
        and attribute.valid_to is null
)

select
    coalesce(member.person_id, tier.person_id) as person_id,
    tier.loyalty_tier,
    tier.tier_since_at,
    tier.tier_source,
    coalesce(member.account_count, 0) as account_count,
    coalesce(member.points_balance, 0) as points_balance,
    coalesce(member.points_earned, 0) as points_earned,
    coalesce(member.points_spent, 0) as points_spent,
    coalesce(member.is_reconciled, true) as is_reconciled,
    member.last_changed_at
from members as member
full join tiers as tier
    on tier.person_id = member.person_id;

comment on column lake.core.loyalty_status.person_id is 'The person, as the identifiers are joined now; key.';
comment on column lake.core.loyalty_status.loyalty_tier is 'Tier of the loyalty programme now; null: never said.';
comment on column lake.core.loyalty_status.tier_since_at is 'Event time since which the tier holds, UTC.';
comment on column lake.core.loyalty_status.tier_source is 'The system whose word the tier is.';
comment on column lake.core.loyalty_status.account_count is 'Number of accounts with movements of points.';
comment on column lake.core.loyalty_status.points_balance is 'Points of all accounts, computed from the movements.';
comment on column lake.core.loyalty_status.points_earned is 'Points earned ever, by the movements.';
comment on column lake.core.loyalty_status.points_spent is 'Points spent or taken back ever, by the movements; a positive number.';
comment on column lake.core.loyalty_status.is_reconciled is 'False when the newest stated balance of an account differs from the computed one.';
comment on column lake.core.loyalty_status.last_changed_at is 'Event time of the newest movement, UTC; null without any.';

-- purpose: every movement of loyalty points, with the balance it leads to and the one that the loyalty system states
-- grain:   one row per loyalty_points_changed event (event_id)
-- sources: raw.customers, core.identifiers_live
-- units:   points whole points, _at UTC instants in event time.
--          An account is a loyalty card, or where the event names none the customer it names. It is the person's to whom the card
--          belongs, else the one's whom its first movement names, whoever uses it. Its running balance adds up the movements by
--          event time, then event id; an event that states a balance and no movement (an opening balance, an expiry) sets it.
--          Balances may be below zero: points that were spent can be taken back with a refund. A difference stays on all later
--          rows of the account until such a statement, so the first row that has it is where to look.
create or replace view lake.core.loyalty_ledger
comment 'Movements of loyalty points with computed and stated balance; one row per event.'
security invoker as
with events as (
    select
        event.owner,
        event.event_id,
        event.event_time,
        -- a value that identifies nobody is no card
        if(
            not regexp_like(
                lower(trim(event.loyalty_id)),
                '^(-1|null|none|undefined|anonymous|unknown|[0-]*0[0-]*|)$'
            ),
            event.loyalty_id
        ) as loyalty_id,
        event.points_delta,
        event.points_balance,
        event.loyalty_tier,
        event.reason,
        event.source
    from lake.raw.customers as event
    where event.owner is not null
        and event.event_name = 'loyalty_points_changed'
),

movements as (
    select
        event.*,
        coalesce('loyalty_id:' || event.loyalty_id, event.owner) as account
    from events as event
),

settled as (
    select
        event.*,
        first_value(event.owner) over account_events as holder,
        count_if(event.points_delta is null) over account_events as statements
    from movements as event
    window account_events as (
        partition by event.account
        order by event.event_time, event.event_id
        rows between unbounded preceding and current row
    )
),

running as (
    select
        event.*,
        sum(coalesce(event.points_delta, event.points_balance)) over (
            partition by event.account, event.statements
            order by event.event_time, event.event_id
            rows between unbounded preceding and current row
        ) as running_balance
    from settled as event
)

select
    movement.event_id,
    coalesce(
        card.person_id,
        identifier.person_id,
        lower(to_hex(substr(sha256(to_utf8(movement.holder)), 1, 16)))
    ) as person_id,
    movement.account,
    movement.loyalty_id,
    movement.event_time as changed_at,
    movement.points_delta,
    movement.running_balance,
    movement.points_balance as stated_balance,
    movement.points_balance - movement.running_balance as balance_difference,
    movement.points_balance = movement.running_balance as is_reconciled,
    movement.loyalty_tier,
    movement.reason,
    movement.source
from running as movement
left join lake.core.identifiers_live as card
    on card.identifier_type = 'loyalty_id'
    and card.identifier_value = movement.loyalty_id
left join lake.core.identifiers_live as identifier
    on identifier.identifier_type = split_part(movement.holder, ':', 1)
    and identifier.identifier_value = substr(movement.holder, strpos(movement.holder, ':') + 1);

comment on column lake.core.loyalty_ledger.event_id is 'The event; key.';
comment on column lake.core.loyalty_ledger.person_id is 'The person whose account it is: whom the card belongs to now, else whom the account''s first movement names.';
comment on column lake.core.loyalty_ledger.account is 'The loyalty card, or the customer where the event names no card, as type:value.';
comment on column lake.core.loyalty_ledger.loyalty_id is 'Number of the loyalty card, where the event names one.';
comment on column lake.core.loyalty_ledger.changed_at is 'Event time of the movement, UTC.';
comment on column lake.core.loyalty_ledger.points_delta is 'Points earned (positive) or spent (negative); null when only a balance is stated.';
comment on column lake.core.loyalty_ledger.running_balance is 'Points of the account after the movement, computed.';
comment on column lake.core.loyalty_ledger.stated_balance is 'Points after the movement as the loyalty system states them; null when it does not.';
comment on column lake.core.loyalty_ledger.balance_difference is 'stated_balance - running_balance; null when no balance is stated.';
comment on column lake.core.loyalty_ledger.is_reconciled is 'True when both balances agree; null when no balance is stated.';
comment on column lake.core.loyalty_ledger.loyalty_tier is 'Tier of the loyalty programme after the movement, where the event says it.';
comment on column lake.core.loyalty_ledger.reason is 'Why the points changed, as the source says.';
comment on column lake.core.loyalty_ledger.source is 'The system that produced the event.';

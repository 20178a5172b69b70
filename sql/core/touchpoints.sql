-- purpose: the touches that led to each order, with their place on the way
-- grain:   one row per order_id, touch_type and touch_id
-- sources: core.order_paths
-- units:   _at UTC instants, days_before in days.
--          core.order_paths says which touches count; orders without any are there and not here.
create or replace view lake.core.touchpoints
comment 'Touches in the 30 days before an order; one row per order and touch.'
security invoker as
select
    path.order_id,
    touch.touch_type,
    touch.touch_id,
    path.person_id,
    touch.channel,
    touch.campaign,
    touch.touched_at,
    path.placed_at,
    touch.days_before,
    touch.touch_position,
    cardinality(path.touches) as touch_count,
    touch.channel = 'direct' as is_direct
from lake.core.order_paths as path
cross join unnest(path.touches) with ordinality as touch (
    touch_type, touch_id, channel, campaign, touched_at, days_before, touch_position
);

comment on column lake.core.touchpoints.order_id is 'The order that came of it; key together with touch_type and touch_id.';
comment on column lake.core.touchpoints.touch_type is 'session or message.';
comment on column lake.core.touchpoints.touch_id is 'The session or the message.';
comment on column lake.core.touchpoints.person_id is 'The person who ordered, as the identifiers are joined now.';
comment on column lake.core.touchpoints.channel is 'Landing channel of the session, or channel of the message.';
comment on column lake.core.touchpoints.campaign is 'The campaign, or the automation of a message without one; null where it belongs to none.';
comment on column lake.core.touchpoints.touched_at is 'Start of the session or first click of the message, UTC.';
comment on column lake.core.touchpoints.placed_at is 'Event time of the first version of the order, UTC.';
comment on column lake.core.touchpoints.days_before is 'Time from the touch to the order in days, 0 to 30.';
comment on column lake.core.touchpoints.touch_position is 'Place of the touch on the way to the order, from 1.';
comment on column lake.core.touchpoints.touch_count is 'Number of touches on the way to the order.';
comment on column lake.core.touchpoints.is_direct is 'True for a direct session.';

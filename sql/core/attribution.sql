-- purpose: the net sales of every order, shared out among the touches that led to it, by each of seven models
-- grain:   one row per order_id, model and touch that gets a share; an order without a touch has one row per model, on the channel
--          unattributed
-- sources: core.order_paths, core.channel_effects
-- units:   placed_at and touched_at UTC instants, credit in the reporting currency, share from 0 to 1.
--          Weights are whole numbers, so sums do not depend on the order of rows. The credit of the first k touches is rounded,
--          and a touch gets what that adds: so the credits of an order and model are its net sales to the last
--          ten-thousandth. Net sales are those of the order as it is now: what is refunded or cancelled is taken back from who
--          got the credit, and more refunds than sales leave negative credit.
--          Markov weights are the newest removal effects of core.channel_effects; the touches of one channel share its weight.
--          Until there are effects for a channel of the path, its touches share equally.
create or replace view lake.core.attribution
comment 'Net sales of each order shared out among its touches; one row per order, model and touch with a share.'
security invoker as
with newest_effects as (
    select
        max(effect.effect_version) as effect_version,
        map_agg(effect.channel, effect.removal_effect) as effects
    from (
        select
            logged.effect_version,
            logged.channel,
            max(logged.removal_effect) as removal_effect,
            max(logged.effect_version) over () as newest_version
        from lake.core.channel_effects as logged
        group by logged.effect_version, logged.channel
    ) as effect
    where effect.effect_version = effect.newest_version
),

paths as (
    select
        path.order_id,
        path.person_id,
        path.placed_at,
        path.net_sales,
        path.currency,
        path.is_counted,
        path.is_first_order,
        if(cardinality(path.touches) > 0, path.touches, array[cast(
            row(null, null, 'unattributed', null, null, null) as row(
                touch_type varchar,
                touch_id varchar,
                channel varchar,
                campaign varchar,
                touched_at timestamp(6) with time zone,
                days_before double
            )
        )]) as touches
    from lake.core.order_paths as path
),

placed as (
    select
        path.*,
        cardinality(path.touches) as touch_count,
        sequence(1, cardinality(path.touches)) as places,
        transform(path.touches, touch -> touch.channel) as channels,
        effect.effect_version,
        transform(
            path.touches,
            touch -> coalesce(element_at(effect.effects, touch.channel), 0e0)
                / cardinality(filter(path.touches, other -> other.channel = touch.channel))
        ) as touch_effects
    from paths as path
    cross join newest_effects as effect
),

weighed as (
    select
        path.*,
        array[
            cast(row('first', transform(path.places, place -> if(place = 1, 1, 0))) as row(model varchar, weights array(bigint))),
            row('last', transform(path.places, place -> if(place = path.touch_count, 1, 0))),
            row('last_non_direct', transform(path.places, place -> if(
                place = coalesce(
                    array_max(filter(path.places, other -> path.channels[other] <> 'direct')),
                    path.touch_count
                ),
                1,
                0
            ))),
            row('linear', transform(path.places, place -> 1)),
            row('position_based', transform(path.places, place -> if(
                path.touch_count > 2 and place in (1, path.touch_count),
                2 * (path.touch_count - 2),
                1
            ))),
            row('time_decay', transform(
                path.touches,
                touch -> cast(round(1e12 * pow(2e0, -coalesce(touch.days_before, 0e0) / 7)) as bigint)
            )),
            row('markov', if(
                any_match(path.touch_effects, effect -> effect >= 1e-9),
                transform(path.touch_effects, effect -> cast(round(1e12 * effect) as bigint)),
                transform(path.places, place -> 1)
            ))
        ] as models
    from placed as path
),

summed as (
    select
        path.*,
        model.model,
        model.weights,
        reduce(
            model.weights,
            array[cast(0 as decimal(38, 0))],
            (sums, weight) -> sums || cast(element_at(sums, -1) + weight as decimal(38, 0)),
            sums -> sums
        ) as sums
    from weighed as path
    cross join unnest(path.models) as model (model, weights)
),

shared as (
    select
        path.*,
        transform(path.sums, weight -> cast(path.net_sales * 10000 as decimal(22, 0)) * weight / element_at(path.sums, -1)) as credits,
        transform(path.sums, weight -> cast(100000000 as decimal(38, 0)) * weight / element_at(path.sums, -1)) as shares
    from summed as path
)

select
    path.order_id,
    path.model,
    touch.touch_type,
    touch.touch_id,
    path.person_id,
    touch.channel,
    touch.campaign,
    touch.touched_at,
    path.placed_at,
    touch.touch_position,
    path.touch_count,
    cast((path.credits[touch.touch_position + 1] - path.credits[touch.touch_position]) * decimal '0.0001' as decimal(18, 4)) as credit,
    cast((path.shares[touch.touch_position + 1] - path.shares[touch.touch_position]) * decimal '0.00000001' as decimal(9, 8)) as share,
    path.currency,
    path.is_counted,
    path.is_first_order,
    if(path.model = 'markov', path.effect_version) as effect_version
from shared as path
cross join unnest(path.touches) with ordinality as touch (
    touch_type, touch_id, channel, campaign, touched_at, days_before, touch_position
)
where path.weights[touch.touch_position] > 0;

comment on column lake.core.attribution.order_id is 'The order; key together with model, touch_type and touch_id.';
comment on column lake.core.attribution.model is 'first, last, last_non_direct, linear, position_based, time_decay or markov.';
comment on column lake.core.attribution.touch_type is 'session or message; null for an order without a touch.';
comment on column lake.core.attribution.touch_id is 'The session or the message; null for an order without a touch.';
comment on column lake.core.attribution.person_id is 'The person who ordered, as the identifiers are joined now; null for a guest without any identifier.';
comment on column lake.core.attribution.channel is 'Channel of the touch; unattributed for an order without one.';
comment on column lake.core.attribution.campaign is 'Campaign of the touch; null where it belongs to none.';
comment on column lake.core.attribution.touched_at is 'Event time of the touch, UTC.';
comment on column lake.core.attribution.placed_at is 'Event time of the first version of the order, UTC.';
comment on column lake.core.attribution.touch_position is 'Place of the touch on the way to the order, from 1.';
comment on column lake.core.attribution.touch_count is 'Number of touches on the way to the order; 1 for the row of an order without a touch.';
comment on column lake.core.attribution.credit is 'Part of the order''s net sales that the touch gets, in currency; the credits of an order and model add up to its net sales exactly.';
comment on column lake.core.attribution.share is 'Part of the order that the touch gets, 0 to 1; the shares of an order and model add up to 1.';
comment on column lake.core.attribution.currency is 'The reporting currency, ISO 4217.';
comment on column lake.core.attribution.is_counted is 'True for an order that is neither cancelled nor fully refunded.';
comment on column lake.core.attribution.is_first_order is 'True for the first order of the person that counts.';
comment on column lake.core.attribution.effect_version is 'Of the model markov: the version of the removal effects in core.channel_effects; null before there are any, and for the other models.';

-- purpose: which channels the sales come from, by each model, and what would be lost without a channel
-- grain:   one row per channel
-- sources: core.attribution, core.channel_effects
-- units:   credits in the reporting currency, orders by the model linear, _pct per cent of the orders
with effects as (
    select
        effect.channel,
        max_by(effect.removal_effect, effect.effect_version) as removal_effect
    from lake.core.channel_effects as effect
    group by effect.channel
)

select
    touch.channel,
    cast(sum(touch.share) filter (where touch.model = 'linear') as decimal(18, 1)) as orders,
    cast(sum(touch.credit) filter (where touch.model = 'first') as decimal(18, 2)) as first_touch,
    cast(sum(touch.credit) filter (where touch.model = 'last') as decimal(18, 2)) as last_touch,
    cast(sum(touch.credit) filter (where touch.model = 'last_non_direct') as decimal(18, 2)) as last_non_direct,
    cast(sum(touch.credit) filter (where touch.model = 'linear') as decimal(18, 2)) as linear,
    cast(sum(touch.credit) filter (where touch.model = 'position_based') as decimal(18, 2)) as position_based,
    cast(sum(touch.credit) filter (where touch.model = 'time_decay') as decimal(18, 2)) as time_decay,
    cast(sum(touch.credit) filter (where touch.model = 'markov') as decimal(18, 2)) as markov,
    cast(100 * max(effect.removal_effect) as decimal(5, 2)) as lost_without_pct
from lake.core.attribution as touch
left join effects as effect
    on effect.channel = touch.channel
group by touch.channel
order by markov desc, touch.channel;

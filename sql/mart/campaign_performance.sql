-- purpose: what each campaign cost, whom it reached and what it brought, by each model of attribution
-- grain:   one row per model, channel and campaign
-- sources: core.attribution, core.ad_spend, core.sessions, core.message_contacts, raw.clickstream, core.identifiers_live,
--          core.business_settings
-- units:   spend, revenue and cac in the reporting currency; orders and new customers as they are shared out, roas a ratio.
--          Only orders, revenue, new_customers, cac and roas depend on the model; the rest is repeated for each. What belongs to no
--          campaign is the campaign none; orders without a touch are on the channel unattributed. Summed over all rows of a model,
--          revenue is the net sales of all orders.
--          A coupon that was applied counts for the campaign that its event names (utm_campaign), on the channel on which the campaign
--          reached most persons.
create or replace view lake.mart.campaign_performance
comment 'Cost, reach and result of campaigns; one row per attribution model, channel and campaign.'
security invoker as
with messages as (
    select
        contact.channel,
        coalesce(contact.campaign, contact.trigger_name) as campaign,
        coalesce(
            identifier.person_id,
            lower(to_hex(substr(sha256(to_utf8(contact.owner)), 1, 16)))
        ) as person_id,
        contact.outcome <> 'suppressed' as is_sent,
        contact.unsubscribed_at is not null as is_unsubscribed,
        contact.complained_at is not null as is_complaint,
        contact.bounced_at is not null as is_bounced
    from lake.core.message_contacts as contact
    left join lake.core.identifiers_live as identifier
        on identifier.identifier_type = split_part(contact.owner, ':', 1)
        and identifier.identifier_value = substr(contact.owner, strpos(contact.owner, ':') + 1)
    where contact.interaction_type = 'message'
        and coalesce(contact.campaign, contact.trigger_name) is not null
),

contacts as (
    select
        message.channel,
        message.campaign,
        if(message.is_sent and not message.is_bounced, message.person_id) as person_id,
        if(message.is_sent, 1, 0) as messages,
        0 as sessions,
        if(message.is_unsubscribed, 1, 0) as unsubscribes,
        if(message.is_complaint, 1, 0) as complaints,
        if(message.is_bounced, 1, 0) as bounces
    from messages as message
    union all
    select
        session.landing_channel as channel,
        coalesce(session.utm_campaign, 'none') as campaign,
        session.person_id,
        0 as messages,
        1 as sessions,
        0 as unsubscribes,
        0 as complaints,
        0 as bounces
    from lake.core.sessions as session
),

contact_figures as (
    select
        contact.channel,
        contact.campaign,
        count(distinct contact.person_id) as reach,
        sum(contact.messages) as messages,
        sum(contact.sessions) as sessions,
        sum(contact.unsubscribes) as unsubscribes,
        sum(contact.complaints) as complaints,
        sum(contact.bounces) as bounces
    from contacts as contact
    group by contact.channel, contact.campaign
),

coupons as (
    select
        event.utm_campaign as campaign,
        min(event.channel) as channel,
        count(*) as coupon_redemptions,
        count(distinct coalesce(
            identifier.person_id,
            lower(to_hex(substr(sha256(to_utf8(event.owner)), 1, 16)))
        )) as redeemers
    from lake.raw.clickstream as event
    left join lake.core.identifiers_live as identifier
        on identifier.identifier_type = split_part(event.owner, ':', 1)
        and identifier.identifier_value = substr(event.owner, strpos(event.owner, ':') + 1)
    where event.event_name = 'coupon_applied'
        and event.utm_campaign is not null
    group by event.utm_campaign
),

widest_channels as (
    select
        contact.campaign,
        max_by(contact.channel, row(contact.reach, contact.channel)) as channel
    from contact_figures as contact
    group by contact.campaign
),

coupon_figures as (
    select
        coalesce(widest.channel, coupon.channel) as channel,
        coupon.campaign,
        coupon.coupon_redemptions,
        coupon.redeemers
    from coupons as coupon
    left join widest_channels as widest
        on widest.campaign = coupon.campaign
),

spend_figures as (
    select
        spent.channel,
        coalesce(spent.campaign, 'none') as campaign,
        cast(sum(spent.spend) as decimal(18, 4)) as spend,
        sum(spent.impressions) as impressions,
        sum(spent.clicks) as clicks
    from lake.core.ad_spend as spent
    group by spent.channel, coalesce(spent.campaign, 'none')
),

figures as (
    select
        model.model,
        coalesce(contact.channel, spent.channel, coupon.channel) as channel,
        coalesce(contact.campaign, spent.campaign, coupon.campaign) as campaign,
        spent.spend,
        spent.impressions,
        spent.clicks,
        contact.reach,
        contact.messages,
        contact.sessions,
        contact.unsubscribes,
        contact.complaints,
        contact.bounces,
        coupon.coupon_redemptions,
        coupon.redeemers
    from contact_figures as contact
    full join spend_figures as spent
        on spent.channel = contact.channel
        and spent.campaign = contact.campaign
    full join coupon_figures as coupon
        on coupon.channel = coalesce(contact.channel, spent.channel)
        and coupon.campaign = coalesce(contact.campaign, spent.campaign)
    cross join (values 'first', 'last', 'last_non_direct', 'linear', 'position_based', 'time_decay', 'markov') as model (model)
),

credits as (
    select
        touch.model,
        touch.channel,
        coalesce(touch.campaign, 'none') as campaign,
        cast(coalesce(sum(touch.share) filter (where touch.is_counted), 0) as decimal(18, 4)) as orders,
        cast(sum(touch.credit) as decimal(18, 4)) as revenue,
        cast(coalesce(sum(touch.share) filter (where touch.is_first_order), 0) as decimal(18, 4)) as new_customers
    from lake.core.attribution as touch
    group by touch.model, touch.channel, coalesce(touch.campaign, 'none')
)

select
    coalesce(figure.model, credit.model) as model,
    coalesce(figure.channel, credit.channel) as channel,
    coalesce(figure.campaign, credit.campaign) as campaign,
    coalesce(figure.spend, decimal '0.0000') as spend,
    figure.impressions,
    figure.clicks,
    coalesce(figure.reach, 0) as reach,
    coalesce(figure.messages, 0) as messages,
    coalesce(figure.sessions, 0) as sessions,
    coalesce(credit.orders, decimal '0.0000') as orders,
    coalesce(credit.revenue, decimal '0.0000') as revenue,
    coalesce(credit.new_customers, decimal '0.0000') as new_customers,
    if(credit.new_customers > 0, cast(figure.spend / credit.new_customers as decimal(18, 4))) as cac,
    if(figure.spend > 0, cast(coalesce(credit.revenue, decimal '0.0000') / figure.spend as decimal(18, 4))) as roas,
    coalesce(figure.unsubscribes, 0) as unsubscribes,
    coalesce(figure.bounces, 0) as bounces,
    coalesce(figure.complaints, 0) as complaints,
    coalesce(figure.coupon_redemptions, 0) as coupon_redemptions,
    coalesce(figure.redeemers, 0) as redeemers,
    setting.reporting_currency as currency
from figures as figure
full join credits as credit
    on credit.model = figure.model
    and credit.channel = figure.channel
    and credit.campaign = figure.campaign
cross join lake.core.business_settings as setting;

comment on column lake.mart.campaign_performance.model is 'Model of attribution: first, last, last_non_direct, linear, position_based, time_decay or markov; key together with channel and campaign.';
comment on column lake.mart.campaign_performance.channel is 'Channel of the contacts, or unattributed for orders without a touch.';
comment on column lake.mart.campaign_performance.campaign is 'The campaign or automation; none for what belongs to none.';
comment on column lake.mart.campaign_performance.spend is 'Advertising spend, in currency.';
comment on column lake.mart.campaign_performance.impressions is 'How often its advertisements were shown; null where that is not recorded.';
comment on column lake.mart.campaign_performance.clicks is 'How often its advertisements were clicked, as the networks say; null where that is not recorded.';
comment on column lake.mart.campaign_performance.reach is 'Persons who were sent a message of it that did not bounce, or came to a session by it.';
comment on column lake.mart.campaign_performance.messages is 'Messages that were sent.';
comment on column lake.mart.campaign_performance.sessions is 'Sessions that landed by it.';
comment on column lake.mart.campaign_performance.orders is 'Orders that count, as the model shares them out.';
comment on column lake.mart.campaign_performance.revenue is 'Net sales that the model credits to it, in currency.';
comment on column lake.mart.campaign_performance.new_customers is 'First orders of persons, as the model shares them out.';
comment on column lake.mart.campaign_performance.cac is 'Customer acquisition cost: spend / new_customers, in currency; null without either.';
comment on column lake.mart.campaign_performance.roas is 'Return on advertising spend: revenue / spend; null without spend.';
comment on column lake.mart.campaign_performance.unsubscribes is 'Messages that were unsubscribed by.';
comment on column lake.mart.campaign_performance.bounces is 'Messages that bounced.';
comment on column lake.mart.campaign_performance.complaints is 'Messages that were marked as spam.';
comment on column lake.mart.campaign_performance.coupon_redemptions is 'Coupons of it that were applied.';
comment on column lake.mart.campaign_performance.redeemers is 'Persons who applied a coupon of it.';
comment on column lake.mart.campaign_performance.currency is 'The reporting currency, ISO 4217.';
